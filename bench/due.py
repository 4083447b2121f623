"""The hundred that are due among ten thousand and a million open sheets: found and claimed, and spoken.

"Claimed" is all of it but what is said: found, taken, committed. "Spoken" is what the bot does: a hundred owners
are asked for their signatures.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from bench.databases import both
from bench.seeding import STATION, add_officers, add_open_sheets, forget_notices, know, notices
from bot import logs
from bot.clock import Clock
from bot.sandbox.demo_station import demo_now
from bot.timekeeper import Timekeeper
from handlers import CAPABILITIES, dispatch
from handlers.desk import Desk
from handlers.settings import Settings
from handlers.texts import Texts
from storage import timers
from storage.db import Tx
from storage.opening import open_database
from storage.photos import PhotoStore
from storage.timers import Timer

SIZES = (10_000, 100_000, 1_000_000)
DUE, TRIES = 100, 5
Happens = Callable[[Tx, Timer, Desk], Awaitable[None]]


async def nothing() -> None:
    """Nobody else is woken."""


async def unsaid(*_: object) -> None:
    """A timer of which nothing comes."""


class Bench:
    """A station with more and more open sheets."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._sheets = 0
        self._clock = Clock(demo_now())  # of a morning: at night nobody is spoken to

    async def measure(self) -> list[tuple[int, float, float]]:
        """For each size: how many are open, milliseconds to claim a hundred, and to speak them."""
        self._database = await open_database(self._url, self._clock.now)
        settings = Settings()
        store = PhotoStore(Path("photos"))
        texts = Texts(settings.time_zone)
        desk = Desk(settings=settings, texts=texts, photos=store, capabilities=CAPABILITIES)
        self._keeper = Timekeeper(self._database, STATION, desk, self._clock, nothing)
        async with self._database.transaction(STATION) as tx:
            await add_officers(tx, desk)
        found = []
        for size in SIZES:
            await self._add(size - self._sheets, timedelta(days=1))
            async with self._database.transaction(STATION) as tx:
                await know(tx)
            claimed = await self._median(unsaid)
            found.append((size, claimed, await self._median(dispatch.fire)))
            await self._forget()
        await self._database.close()
        return found

    async def _add(self, many: int, to_sign_within: timedelta) -> None:
        async with self._database.transaction(STATION) as tx:
            await add_open_sheets(tx, self._sheets + 1, many, tx.now + to_sign_within)
        self._sheets += many

    async def _median(self, happens: Happens) -> float:
        times = []
        was, dispatch.fire = dispatch.fire, happens
        for _ in range(TRIES):
            await self._add(DUE, timedelta(minutes=-1))
            began = time.perf_counter()
            self._keeper._wake()
            await self._keeper.settle()
            times.append((time.perf_counter() - began) * 1000)
        dispatch.fire = was
        await self._check(said=happens is not unsaid)
        return statistics.median(times)

    async def _forget(self) -> None:
        """As if everything had been sent."""
        async with self._database.transaction(STATION) as tx:
            await forget_notices(tx)

    async def _check(self, *, said: bool) -> None:
        """A bench that measures nothing is none: everything was taken, and its owners spoken to, or nobody was."""
        async with self._database.transaction(STATION) as tx:
            left, spoken_to = await timers.due(tx, 1), await notices(tx)
        if left or (spoken_to < DUE if said else spoken_to):
            raise RuntimeError(spoken_to)


async def main() -> None:
    """Print the table."""
    logs.configure("error", "auto")
    print(f"{DUE} due among so many open sheets: median of {TRIES}, in ms")
    with both() as urls:
        for name, url in urls.items():
            for size, claimed, spoken in await Bench(url).measure():
                print(f"{name:<12}{size:>10,}   claimed {claimed:>6.1f}   spoken {spoken:>7.1f}")


if __name__ == "__main__":
    asyncio.run(main())
