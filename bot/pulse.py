"""Whether one way of a channel works: in (polling) or out (sending). Whoever goes it, notes here how it went."""

from collections.abc import Callable
from enum import StrEnum

PATIENCE_SECONDS = 30
"""For so long it may go wrong: a restart of the platform, of the network, of ourselves."""
SILENT_SECONDS = 90
"""For so long nothing at all may be noted: an empty poll takes 25, its request gives up after 45."""


class Ailment(StrEnum):
    """Why a way does not work: the token is refused, another process polls, no answers, no sign of life."""

    TOKEN = "token"  # noqa: S105 - no token
    CONFLICT = "conflict"
    NETWORK = "network"
    SILENT = "silent"


class Pulse:
    """What was noted last. Times are seconds of a monotonic clock; a `steady` pulse has something to note always."""

    def __init__(self, monotonic: Callable[[], float], *, steady: bool = False) -> None:
        self._monotonic = monotonic
        self._steady = steady
        self._noted_at = monotonic()
        self._failing_since: float | None = None
        self._why = Ailment.NETWORK

    def beat(self) -> None:
        """It has just worked."""
        self._noted_at = self._monotonic()
        self._failing_since = None

    def fail(self, why: Ailment) -> None:
        """It has just failed."""
        self._noted_at = self._monotonic()
        self._failing_since = self._noted_at if self._failing_since is None else self._failing_since
        self._why = why

    def ailment(self, *, awaited: bool = False) -> Ailment | None:
        """Why it does not work, once our patience has run out; silence counts where something is `awaited`."""
        now = self._monotonic()
        if self._failing_since is not None:
            return self._why if now - self._failing_since >= PATIENCE_SECONDS else None
        is_silent = (awaited or self._steady) and now - self._noted_at >= SILENT_SECONDS
        return Ailment.SILENT if is_silent else None
