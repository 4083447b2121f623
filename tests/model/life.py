"""What the lives have in common: a station that opens, restarts, and is gone when its life is over.

`make model N=…` tries longer lives; a failure prints the shortest life that leads to it.
"""

import asyncio
import logging
import os
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import structlog
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, rule
from sqlalchemy import select

from bot.clock import Clock
from storage.inbox import inbox
from storage.migrate import migrate
from storage.query import STATION as THIS_STATION
from storage.query import Query
from storage.sqlite import SqliteDatabase
from storage.timers import timers
from tests.conftest import DEMO_NOW
from tests.scenario import Member, Phones, Station, open_station

TIMERS = Query(select(timers).where(timers.c.station_id == THIS_STATION))
INBOX = Query(select(inbox.c.state, inbox.c.error).where(inbox.c.station_id == THIS_STATION))

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def lives(many: int, steps: int) -> settings:
    """So many lives of so many steps in the suite; the environment may ask for more."""
    return settings(
        max_examples=int(os.environ.get("LIVES", many)),
        stateful_step_count=int(os.environ.get("STEPS", steps)),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


class StationLife(RuleBasedStateMachine):
    """One station on a clock that only moves when it is told to."""

    station: Station

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="dudao-model-"))
        self.loop = asyncio.Runner()
        self.clock = Clock(DEMO_NOW, running=False)

    def run(self, work: Any) -> Any:
        return self.loop.run(work)

    def member(self, staff_id: str) -> Member:
        return self.station.member(staff_id)

    def opens(self, phones: Phones | None = None) -> None:
        """The station is there, with everybody's phone."""

        async def opening() -> Station:
            path = self.folder / "dudao.sqlite3"
            await migrate(f"sqlite:///{path}")
            self.database = await SqliteDatabase.open(path, self.clock.now)
            return await open_station(self.database, self.clock, self.folder / "photos", phones=phones)

        self.station = self.run(opening())

    @rule()
    def the_process_restarts(self) -> None:
        self.station = self.run(self.station.restarts())

    def teardown(self) -> None:
        if hasattr(self, "station"):
            self.run(self._close())
        self.loop.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def _close(self) -> None:
        await self.station.intake.stop(1)
        await self.station.timekeeper.stop(1)
        await self.station.delivery.stop(1)
        await self.database.close()
