"""An alert while ten thousand messages wait, over HTTP against a Telegram that keeps its limits: who hears when.

On a virtual clock the same is in tests/bot/test_lanes.py. Among all the tests, where other processes want the processor
too, the times are looked at less closely than in `make storm`.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from statistics import quantiles

from bot.app import Parts, running
from bot.clock import Clock
from bot.config import Config
from bot.sandbox.botapi import create_app
from bot.sandbox.chats import Button
from bot.sandbox.demo_station import bind_everyone, demo_people, enrolled, load_roster
from bot.sandbox.floods import FloodControl
from bot.sandbox.world import World
from bot.serving import serve
from handlers.desk import Desk
from storage import outbox
from storage.db import Tx
from storage.messages import Lane, Outgoing
from tests.conftest import STATION
from tests.service import TOKEN

IS_PROOF = "PACED" in os.environ
PEOPLE, WAITING, ALERTED = 2_000, 10_000, 100
FIRST_SECONDS, LAST_SECONDS, PRESS_SECONDS = (
    (0.1, 100 / 30 + 0.3, 0.15) if IS_PROOF else (0.5, 100 / 30 + 1.5, 0.6)
)
PRESSES_A_SECOND = 20
ALERT = "紧急:仙阁路口集合"


class Pressing:
    """People of the station press buttons whose answer is no more than a toast, and note how long it takes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._answer = world.answer
        world.answer = self._answered  # type: ignore[method-assign]
        self._pressed: dict[str, float] = {}
        self.waits: list[float] = []
        self._cards = {
            key: world.post(
                world.phones[key], from_bot=True, text="card", keyboard=((Button("?", "none"),),)
            ).message_id
            for key in sorted(enrolled())
        }

    def press(self, key: str) -> None:
        """One press."""
        query = self._world.press(key, self._cards[key], "?").query_id
        self._pressed[query] = time.monotonic()

    async def all_once(self) -> None:
        """What comes with somebody's first press, their menu, is over afterwards."""
        for key in self._cards:
            self.press(key)
        await self._world.until(lambda: len(self.waits) == len(self._cards), 60)
        self.waits.clear()

    async def go_on(self) -> None:
        """Until cancelled."""
        for key in cycle(self._cards):
            self.press(key)
            await asyncio.sleep(1 / PRESSES_A_SECOND)

    def _answered(self, query_id: str, text: str, *, alert: bool) -> bool:
        self.waits.append(time.monotonic() - self._pressed.pop(query_id))
        return self._answer(query_id, text, alert=alert)


@asynccontextmanager
async def station(folder: Path) -> AsyncIterator[tuple[Parts, World]]:
    """The whole bot, on a Telegram that keeps its limits, and many people with phones."""
    clock = Clock()
    world = World(clock, token=TOKEN, bot_name="筼小筜", bot_username="dudao_bot")
    chats = {}
    for person in demo_people():
        chats[person.staff_id] = str(world.add_person(person.staff_id, person.name, "").user_id)
    for n in range(PEOPLE):
        world.add_person(f"somebody {n}", "", "")
    for phone in world.phones.values():
        phone.started = True
    world.faults.floods = FloodControl()

    async def prepare(tx: Tx, _: Desk) -> None:
        await load_roster(tx)
        await bind_everyone(tx, "telegram", chats)

    async with serve(create_app(world)) as url:
        config = Config.model_validate(
            {
                "station": {"id": STATION, "name": "示范所"},
                "storage": {"url": f"sqlite:///{folder / 'dudao.sqlite3'}", "data_dir": folder},
                "backup": {"folder": folder / "backups"},
                "telegram": {"token": TOKEN, "api_url": url},
                "web": {"port": 0},
            }
        )
        async with running(config, clock, prepare) as parts:
            yield parts, world


async def say(parts: Parts, chats: list[str], text: str, lane: Lane, each: int = 1) -> None:
    """So many messages for each chat, committed together."""
    async with parts.database.transaction(STATION) as tx:
        for _ in range(each):
            for chat in chats:
                await outbox.append(tx, "telegram", chat, Outgoing(text=text), lane=lane)


async def test_an_alert_reaches_a_hundred_at_once_while_ten_thousand_wait_and_presses_are_answered(
    tmp_path: Path,
) -> None:
    async with station(tmp_path) as (parts, world):
        pressing = Pressing(world)
        await pressing.all_once()
        chats = [str(phone.person.user_id) for key, phone in world.phones.items() if "somebody" in key]
        await say(parts, chats, "通知", Lane.BULK, WAITING // PEOPLE)
        busy = asyncio.create_task(pressing.go_on())
        await world.until(lambda: len(world.deliveries) > 60, 20)
        await say(parts, chats[-ALERTED:], ALERT, Lane.URGENT)
        committed_at = world.clock.now()
        await world.until(lambda: sum(each.text == ALERT for each in world.deliveries) == ALERTED, 30)
        busy.cancel()
        heard = [
            (each.at - committed_at) / timedelta(seconds=1) for each in world.deliveries if each.text == ALERT
        ]
        p99 = quantiles(pressing.waits, n=100)[-1]
        print(  # noqa: T201
            f"first {heard[0]:.3f} s, last {heard[-1]:.3f} s; {len(pressing.waits)} presses, p99 {p99 * 1000:.0f} ms"
        )
        assert world.faults.floods.refused <= (0 if IS_PROOF else 4), "as many as a busy machine is excused"
    assert heard[0] <= FIRST_SECONDS
    assert heard[-1] <= LAST_SECONDS
    assert p99 <= PRESS_SECONDS
