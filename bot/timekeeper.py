"""Lets what is due happen: rows decide, APScheduler only ticks."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import metrics
from bot.clock import Clock
from bot.workers import Workers
from handlers import dispatch
from handlers.desk import Desk
from handlers.reports import report
from handlers.voice import Voice
from storage import outbox, timers
from storage.db import Database, Tx
from storage.timers import Timer

log = structlog.get_logger()

SWEEP_SECONDS = 30
"""How often we look even when nothing woke us: for what another process has written."""
TOGETHER = 25
"""Timers that share a transaction: some 15 ms, for which the turns of people wait."""
TRIES = 3
RETRY_MINUTES = (1, 10)


class Timekeeper:
    """Fires due timers, several to a transaction unless one of them fails, and wakes delivery for what was held back."""

    def __init__(
        self,
        database: Database,
        station: str,
        desk: Desk,
        clock: Clock,
        wake_others: Callable[[], Awaitable[None]],
    ) -> None:
        self._database = database
        self._station = station
        self._desk = desk
        self._clock = clock
        self._wake_others = wake_others
        self._workers = Workers(self._look)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        database.listen("timers", self._wake)
        clock.watch(self._wake)

    async def start(self) -> None:
        """Catch up with what fell due while we were away, then keep time."""
        self._scheduler.add_job(self._tick, "interval", seconds=SWEEP_SECONDS, id="sweep")
        self._scheduler.start()
        self._wake()

    async def settle(self) -> None:
        """Wait until everything that is due has happened (for tests)."""
        await self._workers.settle()

    async def stop(self, within: float) -> None:
        """Finish the timer in hand, fire no other."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await self._workers.stop(within)

    async def _tick(self) -> None:
        # a coroutine, because APScheduler calls plain functions in a thread
        self._wake()

    def _wake(self, _: object = None) -> None:
        self._workers.wake({"timers"})

    async def _look(self, _: str) -> bool:
        """Let happen what has been due for longest; when nothing is left, set the next tick."""
        due: list[Timer] = []
        moments: list[datetime | None] = []
        try:
            async with self._database.transaction(self._station) as tx:
                due = await timers.due(tx, TOGETHER)
                for timer in due:
                    await self._happen(tx, timer)
                if not due:
                    moments = [await timers.next_due(tx), await outbox.next_due(tx)]
        except Exception as error:
            if not due:
                raise
            log.warning("one of several timers failed: each by itself", reason=type(error).__name__)
            for timer in due:
                await self._fire(timer)
        if due:
            return True
        await self._wake_others()
        if self._scheduler.running and (known := [moment for moment in moments if moment]):
            self._tick_at(min(known))
        return False

    async def _happen(self, tx: Tx, timer: Timer) -> None:
        if await timers.take(tx, timer):
            await dispatch.fire(tx, timer, self._desk)
            metrics.timers_fired.inc()

    def _tick_at(self, due: datetime) -> None:
        run_date = self._clock.real(due)
        self._scheduler.add_job(self._tick, "date", run_date=run_date, id="next due", replace_existing=True)

    async def _fire(self, timer: Timer) -> None:
        try:
            async with self._database.transaction(self._station) as tx:
                await self._happen(tx, timer)
        except Exception as error:  # undone, tried again, then parked; what is due behind it goes on
            log.exception("a timer failed", timer=timer.id, kind=timer.kind, tries=timer.tries + 1)
            await self._set_aside(timer, type(error).__name__)

    async def _set_aside(self, timer: Timer, reason: str) -> None:
        if timer.tries + 1 < TRIES:
            async with self._database.transaction(self._station) as tx:
                minutes = RETRY_MINUTES[timer.tries]
                await timers.postpone(tx, timer, tx.now + timedelta(minutes=minutes), reason)
            return
        log.error("a timer parked", timer=timer.id, kind=timer.kind, reason=reason)
        try:
            async with self._database.transaction(self._station) as tx:
                await timers.park(tx, timer, reason)
                await report(Voice(tx, self._desk), "timer", timer.id)
        except Exception:
            log.exception("parked without a word to anyone", timer=timer.id)
            async with self._database.transaction(self._station) as tx:
                await timers.park(tx, timer, reason)
