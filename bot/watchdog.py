"""Notices when a channel is heard or spoken to no more, and says so: in the log, in /readyz, to the administrators.

They are told on every account they have, so that a channel that still works brings it; on the one that does not,
the word dies with its time. What has stopped working is tried again by whoever does it, without end.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Literal, NamedTuple

import structlog

from bot import metrics
from bot.clock import Clock
from bot.pulse import SILENT_SECONDS, Ailment, Pulse
from handlers import watching
from handlers.desk import Desk
from storage import outbox
from storage.db import Database, Tx

log = structlog.get_logger()

LOOK_SECONDS = 10


class Way(NamedTuple):
    """One way of a channel."""

    channel: str
    direction: Literal["in", "out"]


class Trouble(NamedTuple):
    """Why a way does not work, and since when we know (seconds of the monotonic clock)."""

    why: Ailment
    since: float


class Watchdog:
    """Looks at the pulses of every way: those by which a channel is heard, and those by which it is spoken to."""

    def __init__(
        self,
        database: Database,
        station: str,
        desk: Desk,
        clock: Clock,
        heard: Mapping[str, Pulse],
        spoken: Mapping[str, Pulse],
    ) -> None:
        self._database = database
        self._station = station
        self._desk = desk
        self._clock = clock
        self._heard = heard
        self._spoken = spoken
        self._troubles: dict[Way, Trouble] = {}
        self._task: asyncio.Task[None] | None = None

    @property
    def troubles(self) -> list[str]:
        """What does not work, in words for whoever watches over the machine."""
        return [
            f"{way.channel} {way.direction}: {trouble.why}" for way, trouble in sorted(self._troubles.items())
        ]

    def start(self) -> None:
        """Look from now on."""
        self._task = asyncio.create_task(self._go_on(), name="watchdog")

    async def stop(self) -> None:
        """Look no more."""
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _go_on(self) -> None:
        while True:
            try:
                await self.look()
            except Exception:  # the database is away: /readyz says so by itself
                log.exception("the watchdog could not look")
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Look at every way once; what has changed is told."""
        async with self._database.transaction(self._station) as tx:
            found = await self._ailments(tx)
            begun = {way: why for way, why in found.items() if way not in self._troubles}
            over = {way: since for way, (_, since) in self._troubles.items() if way not in found}
            for way, why in begun.items():
                log.error("a channel does not work", channel=way.channel, way=way.direction, why=why)
                await watching.tell_trouble(tx, self._desk, way.channel, way.direction, why)
            now = self._clock.monotonic()
            for way, since in over.items():
                log.warning("a channel works again", channel=way.channel, way=way.direction)
                lasted = timedelta(seconds=now - since)
                await watching.tell_recovery(tx, self._desk, way.channel, way.direction, lasted)
        for way in begun.keys() | over.keys():
            metrics.ill.labels(way.channel, way.direction).set(way in found)
        self._troubles = {
            way: self._troubles[way]._replace(why=why) if way in self._troubles else Trouble(why, now)
            for way, why in found.items()
        }

    async def _ailments(self, tx: Tx) -> dict[Way, Ailment]:
        before = tx.now - timedelta(seconds=SILENT_SECONDS)
        found = {Way(name, "in"): pulse.ailment() for name, pulse in self._heard.items()}
        for name, pulse in self._spoken.items():
            found[Way(name, "out")] = pulse.ailment(awaited=await outbox.is_due_since(tx, name, before))
        return {way: why for way, why in found.items() if why}
