"""How fast we may speak: limits as data, buckets that keep them; pure but for the time handed in."""

from typing import NamedTuple


class Rate(NamedTuple):
    """So many a second on average, so many at once after silence."""

    per_second: float
    burst: float


class Limits(NamedTuple):
    """What a platform allows: all chats together, and each chat."""

    overall: Rate
    chat: Rate


TELEGRAM = Limits(
    overall=Rate(30, 1),  # 30 a second overall, without the double burst that a full bucket would allow
    chat=Rate(1, 3),  # about one a second in a chat; short bursts pass
)


class Pace:
    """Keeps one channel's limits: says how long the next message has to wait.

    Times are seconds of a monotonic clock. Wait for the chat first, then take a place: one that is taken
    ahead of time would make the other chats wait for it.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall = _Bucket(limits.overall)
        self._chats: dict[str, _Bucket] = {}
        self._silent_until = 0.0
        self._refused: dict[str, float] = {}

    def wait_in_chat(self, chat: str, now: float) -> float:
        """Seconds until something may be said in a chat; who asks is the only one to speak there."""
        if len(self._chats) > _CHATS_REMEMBERED:
            self._chats = {key: bucket for key, bucket in self._chats.items() if bucket.busy(now)}
        bucket = self._chats.get(chat)
        return max(0.0, bucket.free_at() - now) if bucket else 0.0

    def take(self, chat: str, now: float) -> float:
        """Take the next place; returns the seconds until it."""
        start = self._overall.take(max(now, self._silent_until))
        self._chats.setdefault(chat, _Bucket(self._limits.chat)).take(start)
        return start - now

    def refused(self, chat: str, seconds: float, now: float) -> None:
        """The platform has asked for silence, without saying where: that chat waits.

        Once a second chat is refused while one waits, all do.
        """
        self._refused = {key: until for key, until in self._refused.items() if until > now and key != chat}
        if self._refused:
            self.pause(seconds, now)
        self._refused[chat] = now + seconds

    def pause(self, seconds: float, now: float) -> None:
        """Silence everywhere."""
        self._silent_until = max(self._silent_until, now + seconds)

    def silence(self, now: float) -> float:
        """Seconds for which nothing may be said to anyone."""
        return max(0.0, self._silent_until - now)


_CHATS_REMEMBERED = 10_000
"""Beyond this, chats that have been idle are forgotten, so that memory stays flat."""


class _Bucket:
    """A leaky bucket that gives out moments: each place is at the time when it becomes free."""

    def __init__(self, rate: Rate) -> None:
        self._gap = 1 / rate.per_second
        self._slack = (rate.burst - 1) * self._gap
        self._next = 0.0

    def free_at(self) -> float:
        return self._next - self._slack

    def take(self, at: float) -> float:
        start = max(at, self.free_at())
        self._next = max(self._next, start) + self._gap
        return start

    def busy(self, now: float) -> bool:
        return self._next > now
