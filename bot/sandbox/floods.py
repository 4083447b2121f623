"""Flood control as Telegram announces it, and kept strictly: what is refused counts for nothing."""

import math
from collections import deque

EVERYTHING, A_MINUTE = 30, 20
"""Messages in any second, and in any minute of a group."""
BURST = 3
"""Of one a second in a chat, so many may come at once after silence."""
GRACE = 0.1
"""Seconds by which a message may come before its time: the way it takes is not always as long."""


class FloodControl:
    """Says of each message, at a moment (seconds that only grow), whether it is taken, or how long to wait.

    `overall` is how many are taken in any second, one a second in a chat (after a silence three at once), twenty
    a minute in a group (whose id begins with "-"); None sets no limits. Floods that were asked for
    hold all the same. `refused` counts what was refused, `early` what came back before the time that it was told.
    """

    def __init__(self, overall: int | None = EVERYTHING) -> None:
        self.overall = overall
        self.refused = 0
        self.early = 0
        self._all: deque[float] = deque()
        self._groups: dict[str, deque[float]] = {}
        self._chats: dict[str, float] = {}
        self._flood = 0.0
        self._floods: dict[str, float] = {}
        self._told: dict[str, float] = {}

    def flood(self, seconds: float, now: float, chat: str | None = None) -> None:
        """Refuse everything, or one chat, for a while."""
        if chat is None:
            self._flood = now + seconds
        else:
            self._floods[chat] = now + seconds

    def receive(self, chat: str, now: float) -> int | None:
        """Take a message, or say for how many seconds not to send it again."""
        self.early += now < self._told.pop(chat, 0.0) - GRACE
        wait = math.ceil(self._wait(chat, now))
        if wait > 0:
            self.refused += 1
            self._told[chat] = now + wait
            return wait
        if self.overall is not None:
            self._all.append(now)
            if chat.startswith("-"):
                self._groups.setdefault(chat, deque()).append(now)
            else:
                self._chats[chat] = max(self._chats.get(chat, 0.0), now) + 1
        return None

    def _wait(self, chat: str, now: float) -> float:
        flood = max(self._flood, self._floods.get(chat, 0.0)) - now
        if self.overall is None:
            return flood
        _forget(self._all, now - 1)
        too_many = 1.0 if len(self._all) >= self.overall else 0.0
        return max(flood, too_many, self._in_chat(chat, now))

    def _in_chat(self, chat: str, now: float) -> float:
        if chat.startswith("-"):
            group = self._groups.get(chat, deque())
            _forget(group, now - 60)
            return group[0] + 60 - now if len(group) >= A_MINUTE else 0.0
        return round(self._chats.get(chat, 0.0) - now - BURST + 1, 6)


def _forget(times: deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()
