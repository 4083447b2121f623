"""The only place that reads the time."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time, UTC and aware; the demo and the tests may move it forward, or stop it.

    `start` is the moment it shows first (default: the real one); a clock that is not `running`
    moves only by `advance`.
    """

    def __init__(self, start: datetime | None = None, *, running: bool = True) -> None:
        self._running = running
        self._stopped_at = start or datetime.now(UTC)
        self._offset = self._stopped_at - datetime.now(UTC) if start else timedelta(0)
        self._watchers: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        if self._running:
            return datetime.now(UTC) + self._offset
        return self._stopped_at

    def real(self, moment: datetime) -> datetime:
        """When, by the world's clock, this one will show `moment`: for schedulers that use that one."""
        return datetime.now(UTC) + (moment - self.now())

    def monotonic(self) -> float:
        """Seconds that pass as they do for the platforms, whatever the clock shows: for pacing.

        With a clock that stands still the platforms stand still too.
        """
        return time.monotonic() if self._running else self._stopped_at.timestamp()

    def advance(self, by: timedelta) -> None:
        """Move forward; whoever watches is told, so that what has come due is done at once."""
        self._offset += by
        self._stopped_at += by
        for watcher in self._watchers:
            watcher()

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` (from the thread that moves it) whenever the clock is moved."""
        self._watchers.append(watcher)
