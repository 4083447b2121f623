"""The real channel and the real delivery, over HTTP, against a Telegram that fails, or keeps its limits.

Among all the tests a few hundred messages; `make storm` sends ten thousand through the failures and three thousand
at the full pace, which takes minutes.
"""

import asyncio
import os
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import time as time_of_day
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.channels import telegram_request
from bot.channels.telegram import TelegramChannel
from bot.clock import Clock
from bot.delivery import Delivery
from bot.limits import TELEGRAM, UNLIMITED, Limits
from bot.sandbox.botapi import create_app
from bot.sandbox.demo_station import load_roster
from bot.sandbox.floods import FloodControl
from bot.sandbox.world import World
from bot.serving import serve
from handlers import CAPABILITIES
from handlers.desk import Desk
from handlers.reports import REPORT, UNKNOWN
from handlers.settings import QuietHours, RemindSettings, Settings
from handlers.texts import Texts
from storage import addresses, outbox, timers
from storage.db import Database
from storage.messages import Lane, Outgoing
from storage.opening import open_database
from storage.outbox import OutboxState
from storage.photos import PhotoStore
from storage.query import STATION as THIS_STATION
from storage.query import Query
from tests.conftest import STATION
from tests.rows import rows
from tests.service import TOKEN

FAILING = int(os.environ.get("FAILING") or 300)
PACED = int(os.environ.get("PACED") or 120)
SEED = int(os.environ.get("SEED") or random.randrange(10**6))
ALL_OF_IT, A_FEW = 1_000, 4
"""From so many on the pace is a proof, for a machine that does nothing else; less is a part of all the tests."""
ADMIN = "P-AD01"
SHARE = 0.3
NAME = re.compile("第[0-9]{5}条。")
_WAITING = Query(
    select(outbox.outbox.c.id)
    .where(
        outbox.outbox.c.station_id == THIS_STATION,
        outbox.outbox.c.state.in_([OutboxState.PENDING, OutboxState.SENDING]),
    )
    .limit(1)
)
LANES = (Lane.INTERACTIVE, Lane.ROUTINE, Lane.BULK)


class Timed(FloodControl):
    """Remembers when it refused, seconds since it began."""

    def __init__(self, overall: int | None) -> None:
        super().__init__(overall)
        self.began = time.monotonic()
        self.refusals: list[float] = []

    def receive(self, chat: str, now: float) -> int | None:
        wait = super().receive(chat, now)
        if wait:
            self.refusals.append(now - self.began)
        return wait


class Town(NamedTuple):
    """People with phones on Telegram, and what is to be delivered to them."""

    world: World
    database: Database
    delivery: Delivery
    chats: list[str]

    async def says(self, count: int, chance: random.Random) -> dict[int, str]:
        """So many messages come to wait for somebody each; gives their texts by their numbers in the outbox."""
        written = {}
        async with self.database.transaction(STATION) as tx:
            for n in range(count):
                text, chat = f"第{n:05}条。", self.chats[n % len(self.chats)]
                number = await outbox.append(
                    tx, "telegram", chat, Outgoing(text=text), lane=chance.choice(LANES)
                )
                written[number] = text
        return written

    async def is_told(self, within: float) -> None:
        """Wait until nothing waits any more."""
        async with asyncio.timeout(within):
            while await self._waits():  # noqa: ASYNC110 - what waits for its next try wakes nobody here
                await asyncio.sleep(0.3)

    async def _waits(self) -> bool:
        async with self.database.transaction(STATION) as tx:
            return bool(await tx.rows(_WAITING))


@asynccontextmanager
async def town(folder: Path, people: int, limits: Limits) -> AsyncIterator[Town]:
    """So many people with phones, and a bot that has much to say."""
    clock = Clock()
    world = World(clock, token=TOKEN, bot_name="筼小筜", bot_username="dudao_bot")
    for key in (ADMIN, *(f"somebody {n}" for n in range(people))):
        world.add_person(key, key, "")
        world.phones[key].started = True
    chats = [str(phone.person.user_id) for phone in world.phones.values()]
    database = await open_database(f"sqlite:///{folder / 'dudao.sqlite3'}", clock.now)
    async with database.transaction(STATION) as tx:
        await load_roster(tx)
        await addresses.bind(tx, "telegram", chats[0], ADMIN)
    store = PhotoStore(folder / "photos")
    never = QuietHours(start=time_of_day(0), end=time_of_day(0))
    settings = Settings(remind=RemindSettings(quiet_hours=never))
    desk = Desk(settings, Texts(settings.time_zone), store, CAPABILITIES)
    async with serve(create_app(world)) as url:
        channel = TelegramChannel(TOKEN, url, store)
        channel.limits = limits
        delivery = Delivery(database, STATION, {"telegram": channel}, desk, clock, run_id="this run")
        try:
            yield Town(world, database, delivery, chats[1:])
        finally:
            await delivery.stop(1)
            await channel.close()
            await database.close()


async def test_whatever_fails_each_message_is_said_once_or_reported_and_a_repetition_says_that_it_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    print(f"SEED={SEED} FAILING={FAILING}")  # noqa: T201 - shown when it fails
    chance = random.Random(SEED)
    monkeypatch.setattr(telegram_request, "READ_SECONDS", 0.5)
    async with town(tmp_path, FAILING // 3, UNLIMITED) as of:
        faults = of.world.faults
        faults.share, faults.slow_seconds, faults.longest_flood, faults.chance = SHARE, 1.0, 1, chance
        with capture_logs() as told:
            written = await of.says(FAILING, chance)
            await of.is_told(within=30 + FAILING)
        outcomes = {row["id"]: row for row in await rows(of.database, outbox.outbox)}
        reports = "".join(str(row["message"]) for row in outcomes.values() if row["subject"] == REPORT)
        waiting = [row for row in await rows(of.database, timers.timers) if row["kind"] == UNKNOWN]
        reports += " ".join(str(row["subject"]) for row in waiting)  # nobody keeps time here
        copies: dict[int, list[str]] = defaultdict(list)
        heard: dict[tuple[str, str], list[int]] = defaultdict(list)
        numbers = {text: number for number, text in written.items()}
        for each in of.world.deliveries:
            if named := NAME.search(each.text):
                number = numbers[named[0]]
                lane = (each.key, str(outcomes[number]["lane"]))
                heard[lane] += [number] if not copies[number] else []
                copies[number].append(each.text)
    found = [
        fault_of(number, outcomes[number], copies[number], written[number], reports) for number in written
    ]
    assert [each for each in found if each] == []
    assert faults.floods.early == 0, "something was said before its time"
    assert all(numbers == sorted(numbers) for numbers in heard.values()), "the order in a chat"
    assert not [event for event in told if event["event"] == "sending failed unexpectedly"]
    states = Counter(str(outcomes[number]["state"]) for number in written)
    twice = sum(len(each) == 2 for each in copies.values())
    doubted = sum(bool(outcomes[number]["doubts"]) for number in written)
    print(f"{dict(states)}, in doubt {doubted}, said twice {twice}, refused {faults.floods.refused}")  # noqa: T201
    assert twice <= doubted
    assert states["sent"] >= 0.9 * FAILING


def fault_of(number: int, row: Mapping[str, Any], copies: list[str], text: str, reports: str) -> str:
    """What is wrong with what became of a message; nothing, if all is well."""
    state, doubts = row["state"], row["doubts"]
    marked = [copy for copy in copies if copy != text]
    if state not in (OutboxState.SENT, OutboxState.UNKNOWN, OutboxState.FAILED):
        return f"{number} is {state}"
    if state != OutboxState.SENT and str(number) not in reports:
        return f"{number} is {state}, and nobody was told"
    if state == OutboxState.SENT and not copies:
        return f"{number} was said to be sent, and nobody has it"
    if len(copies) > 1 + doubts:
        return f"{number} was said {len(copies)} times, in doubt {doubts} times"
    if marked and (not doubts or not all(f"№ {number}" in copy for copy in marked)):
        return f"{number} is marked wrongly: {marked}"
    if len(copies) - len(marked) > 1:
        return f"{number} was said twice without a mark"
    return ""


async def test_a_message_for_each_of_many_leaves_at_the_full_pace_without_one_refusal(tmp_path: Path) -> None:
    async with town(tmp_path, PACED, TELEGRAM) as of:
        floods = of.world.faults.floods = Timed(overall=30)
        await of.says(PACED, random.Random(SEED))
        began = time.monotonic()
        await of.world.until(lambda: len(of.world.deliveries) == PACED, 10 + PACED / 20)
        took = time.monotonic() - began
        await of.is_told(within=10)
    print(f"{PACED} in {took:.2f} s, {took / (PACED / 30):.3f} of what is allowed")  # noqa: T201
    assert len(floods.refusals) <= (0 if PACED >= ALL_OF_IT else A_FEW), (
        "as many as a busy machine is excused"
    )
    assert took <= (1.03 if PACED >= ALL_OF_IT else 1.5) * PACED / 30 + 0.2


async def test_a_platform_stricter_than_it_says_is_learned_in_seconds(tmp_path: Path) -> None:
    count = max(PACED * 2, 240)
    async with town(tmp_path, count, TELEGRAM) as of:
        floods = of.world.faults.floods = Timed(overall=20)
        await of.says(count, random.Random(SEED))
        await of.world.until(lambda: len(of.world.deliveries) == count, 20 + count / 5)
        await of.is_told(within=10)
        took = time.monotonic() - floods.began
    print(f"{count} in {took:.1f} s, refused at {[round(at, 1) for at in floods.refusals]}")  # noqa: T201
    assert floods.early == 0
    late = [at for at in floods.refusals if at > 10]
    assert len(late) <= max(took - 10, 0) * 0.2 + 1, "a refusal every five seconds at the most"
    assert count / took >= 12
