"""Every update three times, in bursts, the chats in another order: what is known and what was said is the same in the end.

A day is lived once, each message alone. Then a new station gets the same updates, of each chat in their order but those
of the others before, between and behind them, each once more and once more again whenever it may be.
"""

import itertools
import os
import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select

from bot.clock import Clock
from storage.db import Database
from storage.messages import Incoming, Outgoing
from storage.opening import open_database
from storage.query import STATION as THIS_STATION
from storage.query import Query
from storage.schema import metadata
from tests.conftest import DEMO_NOW
from tests.scenario import STATION, Phones, Station, open_station, picture
from tests.scenarios.steps import FEEDBACK, issue

SEED = int(os.environ.get("SEED") or random.randrange(10**6))
OFFICERS = {"P-JIA01": ("甲组", "仙阁社区"), "P-YI01": ("乙组", "仙岳社区"), "P-BING01": ("丙组", "西郭社区")}
ASKERS = ("P-LD01", "P-BA01", "P-XL01")
WHOSE_ORDER_IS_NOBODYS = {"inbox", "outbox"}
"""Queues: what went through them is looked at where it went."""
NUMBERS = {"id", "feedback_id"}
"""Which of two chats was first is no matter."""
EVERYTHING = {
    table.name: Query(select(*table.c).where(table.c.station_id == THIS_STATION))
    for table in metadata.sorted_tables
    if "station_id" in table.c and table.name not in WHOSE_ORDER_IS_NOBODYS
}
Day = list[list[Incoming]]
"""What arrived, part by part; between two parts a few seconds pass, and what one chat did is seen by the others."""


class PhonesApart(Phones):
    """Phones of which each numbers its messages by itself, as Telegram does."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[str, itertools.count[int]] = defaultdict(lambda: itertools.count(1))

    async def send(self, chat: str, message: Outgoing) -> Sequence[str]:
        everybodys, self.ids = self.ids, self.numbers[chat]
        try:
            return await super().send(chat, message)
        finally:
            self.ids = everybodys


async def lives_a_day(station: Station) -> Day:
    """Sheets are issued, signed for, answered with words, an edit and pictures, handed in, closed; others ask what is always the same."""
    heard: list[Incoming] = []
    receive = station.intake.receive

    async def noted(messages: Sequence[Incoming]) -> None:
        heard.extend(messages)
        await receive(messages)

    station.intake.receive = noted  # type: ignore[method-assign]
    room = station.member("P-ZX01")
    officers = {key: station.member(key) for key in OFFICERS}
    askers = [station.member(key) for key in ASKERS]
    day: Day = []

    async def over() -> None:
        await station.moments_pass(5)
        day.append(heard.copy())
        heard.clear()

    for number, (group, community) in enumerate(OFFICERS.values()):
        await issue(room, group=group, community=community, object_=f"示例里{number}栋")
        await askers[number].says("帮助")
    await over()
    for key, officer in officers.items():
        await officer.presses("签收")
        await officer.presses("反馈结果")
        await officer.says(f"{key}见到双方。")
        await officer.says(FEEDBACK)
        await officer.edits(-2, f"{key}当面见到双方。")
        await officer.sends_photos(picture(1), picture(2), caption="现场")
    for asker in askers:
        await asker.says("你好")
        await asker.says("/language")
    await over()
    for officer in officers.values():
        await officer.presses("照片发完了")
        await officer.presses("已化解")
    await over()
    for serial, asker in enumerate(askers, start=1):
        await room.says(f"D{serial:03}")
        await room.presses("通过销号")
        await asker.says("帮助")
    await over()
    return day


async def happens_again(station: Station, day: Day, chance: random.Random) -> None:
    """The same, three times each, in bursts."""
    earlier: list[Incoming] = []
    for part in day:
        coming = interleaved(part, chance)
        for at in range(len(coming) - 1, -1, -1):  # the repetitions behind it, from the last on
            for _ in range(2):
                coming.insert(chance.randint(at + 1, len(coming)), coming[at])
        coming += chance.sample(earlier, min(len(earlier), 10))
        while coming:
            size = chance.randint(1, 12)
            burst, coming = coming[:size], coming[size:]
            await station.intake.receive(burst)
            if chance.random() < 0.5:
                await station.settle()
        earlier += part
        await station.settle()
        await station.moments_pass(5)


def interleaved(part: list[Incoming], chance: random.Random) -> list[Incoming]:
    """Each chat's in their order, whose turn it is by chance."""
    chats: dict[str, list[Incoming]] = defaultdict(list)
    for message in part:
        chats[message.chat].append(message)
    turns = [message.chat for message in part]
    chance.shuffle(turns)
    return [chats[chat].pop(0) for chat in turns]


async def known(database: Database) -> dict[str, Counter[str]]:
    """Everything that is known, table by table, without the numbers of rows."""
    async with database.transaction(STATION) as tx:
        return {
            name: Counter(
                str({key: value for key, value in row.items() if key not in NUMBERS})
                for row in await tx.rows(query)
            )
            for name, query in EVERYTHING.items()
        }


def shown(station: Station) -> dict[str, Counter[str]]:
    """What every phone shows."""
    return {
        chat: Counter(f"{message.text} {message.labels} {len(message.photos)}" for message in messages)
        for chat, messages in station.phones.chats.items()
    }


def differences(found: dict[str, Counter[str]], wanted: dict[str, Counter[str]]) -> dict[str, Counter[str]]:
    """What is too many, or missing (below zero)."""
    every = {key: Counter(found.get(key, Counter())) for key in found | wanted}
    for key, counter in every.items():
        counter.subtract(wanted.get(key, Counter()))
    return {
        key: Counter({what: n for what, n in counter.items() if n})
        for key, counter in every.items()
        if any(counter.values())
    }


async def test_what_arrives_three_times_in_bursts_and_in_another_order_happens_once(
    database: Database, clock: Clock, tmp_path: Path, newest_sqlite: Path
) -> None:
    print(f"SEED={SEED}")  # noqa: T201 - shown when it fails
    first_clock = Clock(DEMO_NOW, running=False)
    shutil.copy(newest_sqlite, tmp_path / "first.sqlite3")
    first = await open_database(f"sqlite:///{tmp_path / 'first.sqlite3'}", first_clock.now)
    station = await open_station(first, first_clock, tmp_path / "photos", phones=PhonesApart())
    day = await lives_a_day(station)
    again = await open_station(database, clock, tmp_path / "others", phones=PhonesApart())
    again.phones.pictures = station.phones.pictures
    await happens_again(again, day, random.Random(SEED))
    assert differences(await known(database), await known(first)) == {}
    assert differences(shown(again), shown(station)) == {}
    await first.close()
