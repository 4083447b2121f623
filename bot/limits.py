"""How fast we may speak on a platform: limits as data, and the pace that keeps them and learns from refusals.

Times are seconds of a monotonic clock, handed in.
"""

from typing import NamedTuple


class Rate(NamedTuple):
    """So many a second on average, so many at once after silence: `burst` + seconds × `per_second` at most."""

    per_second: float
    burst: float


class Limits(NamedTuple):
    """What a platform allows: all chats together, each chat, each group, requests at once.

    The chats whose ids begin with `group_prefix` are groups. `heard` is what we allow: so many turns of one chat;
    what it sends beyond that waits in the inbox, and takes nothing from the others.
    """

    overall: Rate
    chat: Rate
    group: Rate | None = None
    group_prefix: str = "-"
    in_flight: int = 32
    heard: Rate = Rate(1e9, 1e9)

    def of(self, chat: str) -> Rate:
        """What is allowed in one chat."""
        return self.group if self.group and chat.startswith(self.group_prefix) else self.chat


TELEGRAM = Limits(
    # 30 a second, less what a server may see closer together than we sent it
    overall=Rate(29.4, 1),
    chat=Rate(0.97, 3),  # about one a second in a chat; short bursts pass
    group=Rate(17 / 60, 3),  # 20 in any minute
    heard=Rate(1, 60),  # a person sends an album of ten, or taps fast; a stuck phone does not stop
)
TELEGRAM_PAID = TELEGRAM._replace(overall=Rate(980, 1), in_flight=100)
"""With `allow_paid_broadcast`: 1,000 a second, each one beyond thirty paid for; a chat is spoken to no faster."""
UNLIMITED = Limits(overall=Rate(1e9, 1e9), chat=Rate(1e9, 1e9))

SOONER = 0.01
"""Seconds by which a message may leave too close to the one before it: so late do timers wake us."""
CHATS_REMEMBERED = 10_000
"""Beyond this, chats that have been idle are forgotten, so that memory stays flat."""
SLOWED_TO, SLOWEST = 0.75, 0.05
"""What is left of our rate after the platform has refused everybody, and the least of it."""
RECOVERED_A_SECOND = 0.01
"""How much of the full rate comes back with every second without a refusal."""


class Pace:
    """Keeps one channel's limits: says from when on a chat may be spoken to, and gives out places.

    A place is a plan: what leaves late, because something else kept the process, puts off what comes after it, or
    they would arrive together.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._share = 1.0
        self._share_at = 0.0
        self._overall = _Bucket(limits.overall)
        self._leaving = _Bucket(limits.overall, SOONER)
        self._to_leave: set[str] = set()
        self._chats: dict[str, _Bucket] = {}
        self._silent_until = 0.0
        self._refused: dict[str, float] = {}

    def next_place(self, now: float) -> float:
        """When the next place is free, for whomever."""
        return max(
            now,
            self._silent_until,
            self._overall.free_at(),
            self._leaving.free_at(behind=len(self._to_leave)),
        )

    def chat_free(self, chat: str) -> float:
        """From when on something may be said in a chat."""
        bucket = self._chats.get(chat)
        return max(self.held(chat), bucket.free_at() if bucket else 0.0)

    def held(self, chat: str) -> float:
        """Until when the platform wants us to say nothing in a chat."""
        return self._refused.get(chat, 0.0)

    def take(self, chat: str, now: float) -> float:
        """Take the next place for a chat that is free; returns its time."""
        if len(self._chats) > CHATS_REMEMBERED:
            self._chats = {key: bucket for key, bucket in self._chats.items() if bucket.busy(now)}
        start = self._overall.take(max(now, self._silent_until), self._learned(now))
        self._chats.setdefault(chat, _Bucket(self._limits.of(chat))).take(start)
        self._to_leave.add(chat)
        return start

    def leave(self, chat: str, place: float, now: float) -> float:
        """Let what has a place leave; or say for how many seconds it still has to wait."""
        wait = max(place, self._leaving.free_at()) - now
        if wait > 0:
            return wait
        self._leaving.take(now, self._learned(now))
        self._to_leave.discard(chat)
        if chat in self._chats:
            self._chats[chat].put_off(now - place)
        return 0.0

    def give_back(self, chat: str) -> None:
        """A chat's turn is over: its place is not needed any more, if it still is there."""
        self._to_leave.discard(chat)

    def refused(self, chat: str, seconds: float, now: float) -> None:
        """The platform has asked for silence, without saying where: that chat waits.

        Once a second chat is refused while one waits, all do, and we go slower from then on.
        """
        self._refused = {key: until for key, until in self._refused.items() if until > now}
        others = self._refused.keys() - {chat}
        self._refused[chat] = max(self.held(chat), now + seconds)
        if not others:
            return
        if self.silence(now) == 0:  # what was under way meets the same refusal; it is one
            self._share = max(SLOWEST, self._learned(now) * SLOWED_TO)
        self.pause(seconds, now)

    def pause(self, seconds: float, now: float) -> None:
        """Silence everywhere."""
        self._silent_until = max(self._silent_until, now + seconds)

    def silence(self, now: float) -> float:
        """Seconds for which nothing may be said to anyone."""
        return max(0.0, self._silent_until - now)

    def _learned(self, now: float) -> float:
        """Our share of the full rate: less after refusals, coming back little by little."""
        self._share = min(
            1.0, self._share + max(0.0, now - max(self._share_at, self._silent_until)) * RECOVERED_A_SECOND
        )
        self._share_at = now
        return self._share


class _Bucket:
    """A leaky bucket that gives out moments: each place is at the time when it becomes free."""

    def __init__(self, rate: Rate, sooner: float = 0.0) -> None:
        self._gap = 1 / rate.per_second
        self._slack = (rate.burst - 1) * self._gap + sooner
        self._next = 0.0

    def free_at(self, behind: int = 0) -> float:
        return self._next - self._slack + behind * self._gap

    def put_off(self, seconds: float) -> None:
        self._next += seconds

    def take(self, at: float, share: float = 1.0) -> float:
        start = max(at, self.free_at())
        self._next = max(self._next, start) + self._gap / share
        return start

    def busy(self, now: float) -> bool:
        return self._next > now
