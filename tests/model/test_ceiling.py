"""Years of days of one person who is told whatever comes: never more on a day than the ceiling, nothing lost (S18).

What is urgent or lays something on them is said besides; so is the day's one digest. `make model N=…` tries
more years.
"""

import asyncio
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import Clock
from handlers.settings import RemindSettings, Settings
from handlers.texts import Markup
from handlers.voice import Rows, Says, Voice
from storage import outbox, timers
from storage.messages import Outgoing
from storage.migrate import migrate
from storage.sqlite import SqliteDatabase
from tests.scenario import STATION, Phones, Station, open_station

YEARS = int(os.environ.get("LIVES", "6")) * 3
WHO = "P-ZX01"
MORE = "另有"


class News(NamedTuple):
    """So long after the last ones so many notices come, all of a kind."""

    after: timedelta
    notices: int
    kind: str


class Diary(Phones):
    """Phones that note when something was said."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.said: list[tuple[datetime, str]] = []

    async def send(self, chat: str, message: Outgoing) -> Sequence[str]:
        self.said.append((self.clock.now(), message.text))
        return await super().send(chat, message)


moments = st.integers(0, 4 * 366 * 86_400).map(
    lambda s: datetime(2023, 1, 1, tzinfo=UTC) + timedelta(seconds=s)
)
gaps = st.one_of(
    st.timedeltas(timedelta(0), timedelta(minutes=30)),
    st.timedeltas(timedelta(0), timedelta(hours=14)),
    st.timedeltas(timedelta(0), timedelta(days=90)),
)
news = st.builds(
    News,
    after=gaps,
    notices=st.integers(1, 12),
    kind=st.sampled_from(["plain", "plain", "plain", "urgent", "pressing"]),
)


@pytest.fixture(scope="module")
def empty() -> Iterator[Path]:
    """A database with the newest schema and nothing in it, to be copied."""
    with TemporaryDirectory(prefix="dudao-ceiling-") as folder:
        path = Path(folder) / "empty.sqlite3"
        asyncio.run(migrate(f"sqlite:///{path}"))
        yield path


@settings(max_examples=YEARS, deadline=None)
@given(start=moments, ceiling=st.integers(1, 8), coming=st.lists(news, min_size=1, max_size=25))
def test_no_day_brings_more_than_the_ceiling_and_every_word_is_said(
    empty: Path, start: datetime, ceiling: int, coming: list[News]
) -> None:
    with TemporaryDirectory(prefix="dudao-ceiling-") as name:
        folder = Path(name)
        shutil.copy(empty, folder / "dudao.sqlite3")
        said, told = asyncio.run(lived(folder, Clock(start, running=False), ceiling, coming))
    zone = Settings().time_zone
    days = Counter(at.astimezone(zone).date() for at, text in said if text in told["plain"])
    assert max(days.values(), default=0) <= ceiling
    digests = [(at, text) for at, text in said if text not in set().union(*told.values())]
    digest_days = Counter(at.astimezone(zone).date() for at, _ in digests)
    assert max(digest_days.values(), default=0) <= 1
    alone = Counter(text for _, text in said)
    in_digests = Counter(line for _, text in digests for line in text.splitlines())
    counted = sum(int("".join(filter(str.isdigit, line))) for line in in_digests.elements() if MORE in line)
    missing = 0
    for kind, words in told.items():
        for text in words:
            times = alone[text] + in_digests[text]
            assert times <= 1, f"{text} is said {times} times"
            assert times == 1 or kind == "plain", f"{text} is not said"
            missing += 1 - times
    assert missing == counted, "what a digest has no room for is counted in it"


async def lived(
    folder: Path, clock: Clock, ceiling: int, coming: list[News]
) -> tuple[list[tuple[datetime, str]], dict[str, set[str]]]:
    """Let it all happen; returns what the person's phone showed and when, and what they were to be told."""
    database = await SqliteDatabase.open(folder / "dudao.sqlite3", clock.now)
    try:
        diary = Diary(clock)
        chosen = Settings(remind=RemindSettings(daily_ceiling=ceiling))
        station = await open_station(database, clock, folder / "photos", settings=chosen, phones=diary)
        told: dict[str, set[str]] = {"plain": set(), "urgent": set(), "pressing": set()}
        for number, each in enumerate(coming):
            await passes(station, each.after)
            for n in range(each.notices):
                text = f"{each.kind} {number}-{n}"
                told[each.kind].add(text)
                async with database.transaction(STATION) as tx:
                    await Voice(tx, station.desk).tell(
                        WHO, words(text), urgent=each.kind == "urgent", pressing=each.kind == "pressing"
                    )
            await station.settle()
        await passes(station, timedelta(days=3))
        return diary.said, told
    finally:
        await station.delivery.stop(1)
        await station.timekeeper.stop(1)
        await database.close()


def words(text: str) -> Says:
    async def says(_: Voice) -> tuple[Markup, Rows]:
        return Markup(text), ()

    return says


async def passes(station: Station, span: timedelta) -> None:
    """Time passes, and what is due happens at its moment."""
    goal = station.clock.now() + span
    while True:
        async with station.database.transaction(STATION) as tx:
            moments = [await timers.next_due(tx), await outbox.next_due(tx)]
        due = min((moment for moment in moments if moment), default=goal)
        if due >= goal:
            break
        station.clock.advance(due - station.clock.now())
        await station.settle()
    station.clock.advance(goal - station.clock.now())
    await station.settle()
