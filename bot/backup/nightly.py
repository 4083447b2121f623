"""The scheduled backup: once a day at the hour that is configured; one that was missed is made up."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.backup.contents import Backup, backups, quietly
from bot.backup.making import make
from bot.backup.retention import outlived, remove
from bot.clock import Clock
from bot.config import Config
from bot.system_errors import reason
from handlers.desk import Desk
from handlers.keeping import not_backed_up
from storage.db import Database
from storage.photos import PhotoStore
from storage.runlock import InUseError

log = structlog.get_logger()

LOOK_SECONDS = 60
RETRY = timedelta(hours=1)


def last_due(now: datetime, at: time, time_zone: ZoneInfo) -> datetime:
    """The latest moment, not after `now`, at which a backup is to be made."""
    local = now.astimezone(time_zone)
    today = datetime.combine(local.date(), at, time_zone)
    return today if today <= local else datetime.combine(local.date() - timedelta(days=1), at, time_zone)


class Nightly:
    """Looks every minute whether a backup is due; the backups themselves say when the last one was."""

    def __init__(
        self, database: Database, config: Config, store: PhotoStore, desk: Desk, clock: Clock
    ) -> None:
        self._database = database
        self._config = config
        self._store = store
        self._desk = desk
        self._clock = clock
        self._retry_at: datetime | None = None
        self._task: asyncio.Task[None] | None = None
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def start(self) -> None:
        """Look now, then every minute; nothing at all where no backups are to be kept."""
        if self._config.backup.keep_daily:
            now = datetime.now(UTC)
            self._scheduler.add_job(self._tick, "interval", seconds=LOOK_SECONDS, next_run_time=now)
            self._scheduler.start()

    async def stop(self) -> None:
        """Give up what is in hand; nothing of it is left."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _tick(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self.look(), name="backup")

    async def look(self) -> None:
        """Make a backup if one is due, then delete those that have had their time."""
        if self._retry_at and self._clock.now() < self._retry_at:
            return
        try:
            if not await asyncio.to_thread(self._is_due):
                return
            station, wanted = self._config.station, self._config.backup
            await make(
                self._database,
                station.id,
                self._store,
                wanted.folder,
                time_zone=station.time_zone,
                scheduled=True,
                tell=quietly,
            )
            await asyncio.to_thread(self._tidy)
            self._retry_at = None
        except InUseError:
            return  # somebody makes one by hand just now: the next look will do
        except Exception as error:
            log.exception("a backup failed")
            self._retry_at = self._clock.now() + RETRY
            await self._tell(error)

    def _kept(self) -> list[Backup]:
        return backups(self._config.backup.folder, self._config.station.id)

    def _is_due(self) -> bool:
        last = next((each.manifest.created_at for each in self._kept() if each.manifest.scheduled), None)
        due = last_due(self._clock.now(), self._config.backup.at, self._config.station.time_zone)
        return last is None or last < due

    def _tidy(self) -> None:
        wanted = self._config.backup
        for backup in outlived(
            self._kept(),
            keep_daily=wanted.keep_daily,
            keep_weekly=wanted.keep_weekly,
            time_zone=self._config.station.time_zone,
        ):
            remove(backup)
            log.info("a backup has had its time", backup=backup.path.name)

    async def _tell(self, error: Exception) -> None:
        why = reason(error) if isinstance(error, OSError) else type(error).__name__
        try:
            async with self._database.transaction(self._config.station.id) as tx:
                await not_backed_up(tx, self._desk, why)
        except Exception:
            log.exception("a backup failed without a word to anyone")
