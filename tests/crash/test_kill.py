"""The bot is killed again and again while people work with it: nothing is lost, nothing is done twice.

They draft, sign, answer with words and pictures and press, and meanwhile broadcasts to everyone are on their way.
`make crash` kills it fifty times, `make crash N=200` two hundred, half of them at a second station beside the
first; among all the tests it is six times. What it does is drawn from the seed that it prints: `make crash SEED=17`
draws the same again.
"""

import asyncio
import json
import os
import random
import re
import signal
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.sandbox.updates import FIRST_ID
from handlers.texts import unmarked
from storage import outbox
from storage.messages import Lane, Outgoing
from storage.opening import open_database
from tests.conftest import STATION
from tests.crash.actors import PATIENCE, PICTURES, Asker, Officer, Room
from tests.service import Service, service

KILLS = int(os.environ.get("KILLS") or 6)
SEED = int(os.environ.get("SEED") or random.randrange(10**6))
STATIONS = 1 if KILLS < 20 else 2
STARTS = 0.2
"""How often it is killed while it starts, within the first second; the other times at work."""
WORKS = 1.0
"""Seconds at work after which it is dead at the latest."""
BROADCAST = 20
"""Messages that come to wait between two runs: a little less than leave in one."""


@pytest.mark.parametrize("station", range(STATIONS))
async def test_whenever_it_is_killed_nothing_is_lost_and_nothing_is_done_twice(
    tmp_path: Path, station: int
) -> None:
    print(f"SEED={SEED} KILLS={KILLS}")  # noqa: T201 - shown when it fails
    chance = random.Random(SEED + station)
    async with service(tmp_path, Clock()) as bot:
        rooms, officers, askers = cast(bot, chance)
        over, all_over = asyncio.Event(), asyncio.Event()
        working = [asyncio.create_task(room.works(over)) for room in rooms]
        working += [asyncio.create_task(asker.works(over)) for asker in askers]
        answering = [asyncio.create_task(officer.works(all_over)) for officer in officers]
        in_flight: Counter[Said] = Counter()
        for run in range(KILLS // STATIONS):
            await broadcast(bot, run)
            await bot.start()
            if chance.random() < STARTS:
                await asyncio.sleep(chance.uniform(0, 1))
            else:
                await bot.at_work()
                await asyncio.sleep(chance.uniform(0, WORKS))
            await bot.stop(signal.SIGKILL)
            in_flight.update(notices(bot, "state = 'sending'"))
            assert bot.rows("PRAGMA integrity_check") == [("ok",)]
        over.set()
        await bot.start()
        await bot.at_work()
        await asyncio.gather(*working)
        sheets = sum(len(room.issued) for room in rooms)
        await all_is_handed_in(bot, officers, answering, sheets)
        for task in answering:
            task.cancel()
        await everything_has_left(bot)

        assert bot.rows("PRAGMA foreign_key_check") == []
        every_update_was_handled_once(bot)
        every_sheet_was_issued_once(bot, rooms)
        every_word_and_picture_was_kept_once_in_order(bot, officers)
        everything_was_said_and_twice_only_what_was_in_flight(bot, in_flight)
        every_message_reads_as_was_said_last(bot)
        states = dict(bot.rows("SELECT state, count(*) FROM outbox GROUP BY 1"))
        print(f"{sheets} sheets, {in_flight.total()} in flight at the kills, messages: {states}")  # noqa: T201


def cast(bot: Service, chance: random.Random) -> tuple[list[Room], list[Officer], list[Asker]]:
    """Who takes part, each with dice of their own."""

    def dice() -> random.Random:
        return random.Random(chance.random())

    rooms = [
        Room(bot.world, "P-ZX01", dice(), places=(("甲组", "仙阁社区"), ("甲组", "竹溪社区"))),
        Room(bot.world, "P-ZHR01", dice(), places=(("乙组", "仙岳社区"), ("丙组", "西郭社区"))),
    ]
    officers = [Officer(bot.world, key, dice()) for key in ("P-JIA01", "P-JIA02", "P-YI01", "P-BING01")]
    askers = [Asker(bot.world, key, dice()) for key in ("P-LD01", "P-BA01", "P-XL01", "A-SQ01", "P-AD01")]
    return rooms, officers, askers


async def broadcast(bot: Service, run: int) -> None:
    """Something to be told to many comes to wait while nothing runs."""
    chats = [str(phone.person.user_id) for phone in bot.world.phones.values()]
    database = await open_database(f"sqlite:///{bot.database}", bot.world.clock.now)
    async with database.transaction(STATION) as tx:
        for number in range(run * BROADCAST, (run + 1) * BROADCAST):
            message = Outgoing(text=f"第{number:05}号通知")
            await outbox.append(tx, "telegram", chats[number % len(chats)], message, lane=Lane.BULK)
    await database.close()


async def all_is_handed_in(
    bot: Service, officers: list[Officer], working: list[asyncio.Task[None]], sheets: int
) -> None:
    """However much is left, there is always one more before long."""

    def handed_in() -> int:
        return sum(officer.handed_in() for officer in officers)

    while (so_far := handed_in()) < sheets:
        await bot.world.until(partial(lambda before: handed_in() > before, so_far), PATIENCE)
        for task in working:
            if task.done():
                task.result()


async def everything_has_left(bot: Service) -> None:
    """Let the bot run, and stop it as an administrator does, until nothing waits to be said."""
    for _ in range(20):
        await asyncio.sleep(2)
        assert await bot.stop() == 0, bot.log
        if not bot.rows("SELECT 1 FROM outbox WHERE state = 'pending'"):
            return
        await bot.start()
        await bot.at_work()  # before that a signal ends it as any process
    raise AssertionError("something is never said")


# What must be true in the end

Said = tuple[str, str]
"""A chat and a text, as people read it, without the words that say it is a repetition."""
AGAIN = re.compile("^〔重发 № [0-9]+〕")


def notices(bot: Service, where: str) -> list[Said]:
    """The messages (no edits, no answers to presses, no menus) among the rows of the outbox."""
    rows = bot.rows(f"SELECT chat, message FROM outbox WHERE {where}")  # noqa: S608 - our own words
    found = [(chat, Outgoing.model_validate(json.loads(message))) for chat, message in rows]
    return [
        (chat, AGAIN.sub("", unmarked(message.text)).strip())
        for chat, message in found
        if message.text and message.answers is None and message.replaces is None
    ]


def every_update_was_handled_once(bot: Service) -> None:
    happened = bot.world.updates._next_id - FIRST_ID
    assert bot.world.updates.pending() == []
    assert bot.rows("SELECT state, tries, count(*) FROM inbox GROUP BY 1, 2") == [("handled", 0, happened)]


def every_sheet_was_issued_once(bot: Service, rooms: list[Room]) -> None:
    sheets = bot.rows("SELECT serial, object, state, outcome FROM sheets ORDER BY serial")
    assert [serial for serial, *_ in sheets] == list(range(1, len(sheets) + 1))
    assert sorted(subject for _, subject, *_ in sheets) == sorted(s for room in rooms for s in room.issued)
    assert {tuple(rest) for _, _, *rest in sheets} == {("submitted", "settled")}


def every_word_and_picture_was_kept_once_in_order(bot: Service, officers: list[Officer]) -> None:
    kept: dict[int, list[str]] = {}
    pictures: Counter[int] = Counter()
    query = "SELECT sheet_id, text, sha256 FROM feedback JOIN feedback_parts ON feedback_id = feedback.id"
    for sheet, text, sha256 in bot.rows(f"{query} ORDER BY feedback_parts.id"):
        if text is not None:
            kept.setdefault(sheet, []).append(text)
        pictures[sheet] += sha256 is not None
    assert kept == {sheet: said for officer in officers for sheet, said in officer.said.items()}
    assert set(pictures.values()) == {len(PICTURES)}
    for (sha256,) in bot.rows("SELECT sha256 FROM photos"):
        assert next(bot.folder.glob(f"data/photos/*/{sha256}")).stat().st_size > 0


def everything_was_said_and_twice_only_what_was_in_flight(bot: Service, in_flight: Counter[Said]) -> None:
    """What was in flight at two kills is unknown; otherwise at each of them it may have been said once more."""
    assert {state for (state,) in bot.rows("SELECT DISTINCT state FROM outbox")} <= {
        "sent",
        "stale",
        "unknown",
        "held",
    }
    chats = {key: str(phone.person.user_id) for key, phone in bot.world.phones.items()}
    delivered = Counter((chats[each.key], AGAIN.sub("", each.text)) for each in bot.world.deliveries)
    wanted = Counter(notices(bot, "state = 'sent'"))
    unknown = Counter(notices(bot, "state = 'unknown'"))
    assert wanted - delivered == Counter(), "never said"
    assert unknown + unknown <= in_flight, "unknown, though it was not in flight twice"
    assert (delivered - wanted) - in_flight == Counter(), "said twice, though it was not in flight"


def every_message_reads_as_was_said_last(bot: Service) -> None:
    last = {
        (chat, copy): Outgoing.model_validate(json.loads(message))
        for chat, copy, message in bot.rows(
            "SELECT chat, provider_id, message FROM outbox WHERE provider_id IS NOT NULL ORDER BY id"
        )
    }
    for (chat, copy), message in last.items():
        phone = bot.world.phone_of(int(chat))
        assert phone is not None
        assert phone.messages[int(copy)].text == unmarked(message.text).strip()
