"""What two million rows of history cost a turn: a sheet signed for, on an empty station and on an old one.

The turns of the two are measured in turns, so that what else the machine does falls on both.
"""

import asyncio
import statistics
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from bench.databases import both
from bench.seeding import OFFICERS, STATION, add_history, add_officers, add_open_sheets, chat_of, know
from bot import logs
from bot.clock import Clock
from bot.intake import Intake
from handlers import CAPABILITIES
from handlers.desk import Desk
from handlers.settings import Settings
from handlers.texts import Texts
from storage.db import Database
from storage.messages import Incoming, IncomingKind
from storage.opening import open_database
from storage.photos import PhotoStore

ROWS = 2_000_000
SHEETS = 1_000
TURNS = 100


class Station:
    """A station whose officers sign for one sheet after the other."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        settings = Settings()
        store = PhotoStore(Path("photos"))
        texts = Texts(settings.time_zone)
        self._desk = Desk(settings=settings, texts=texts, photos=store, capabilities=CAPABILITIES)
        self._intake = Intake(database, STATION, {}, store, self._desk, clock)

    async def prepare(self, rows: int) -> None:
        """Its officers, their sheets, and so many rows of the years before."""
        async with self.database.transaction(STATION) as tx:
            await add_officers(tx, self._desk)
            if rows:
                await add_history(tx, rows)
            await add_open_sheets(tx, 1, SHEETS, tx.now + timedelta(hours=4))
            await know(tx)

    async def turns(self, serials: Sequence[int]) -> list[float]:
        """Milliseconds of each turn, one after the other: received, committed, handled, committed."""
        times = []
        for serial in serials:
            chat = chat_of(serial % OFFICERS)
            message = Incoming(
                channel="telegram",
                provider_id=f"new-{serial}",
                chat=chat,
                sender=chat,
                kind=IncomingKind.MESSAGE,
                text=f"签收 D{serial:03d}",
                message_id=str(serial),
            )
            began = time.perf_counter()
            await self._intake.receive([message])
            await self._intake.settle()
            times.append((time.perf_counter() - began) * 1000)
        return times


async def measure(empty_url: str, old_url: str) -> tuple[float, float]:
    """The median turn of each, in milliseconds."""
    clock = Clock()
    empty, old = [Station(await open_database(url, clock.now), clock) for url in (empty_url, old_url)]
    await empty.prepare(0)
    await old.prepare(ROWS)
    times: tuple[list[float], list[float]] = ([], [])
    for start in range(1, SHEETS + 1, TURNS):
        serials = range(start, start + TURNS)
        times[0].extend(await empty.turns(serials))
        times[1].extend(await old.turns(serials))
    for station in (empty, old):
        await station.database.close()
    return statistics.median(times[0]), statistics.median(times[1])


async def main() -> None:
    """Print the table."""
    logs.configure("error", "auto")
    print(
        f"a turn (签收), median of {SHEETS}, in ms: an empty station, and one with {ROWS:,} rows of history"
    )
    with both() as new, both() as used:
        for name, url in new.items():
            empty, old = await measure(url, used[name])
            print(f"{name:<12} empty {empty:>6.2f}   old {old:>6.2f}   {old / empty:.2f}x")


if __name__ == "__main__":
    asyncio.run(main())
