"""Whose turn it is on one channel: lanes before one another, chats beside one another, within the limits.

Pure but for the time handed in (seconds of a monotonic clock). Messages stay in the outbox: what is known
here is in which chats something waits, of so many chats as are needed to keep going.

The rules
- The answer to a press goes at once: it takes no place and waits for no message of its chat.
- Otherwise the first lane goes first: urgent, interactive, routine, bulk. One that has let as many others pass as
  it has patience goes before them all: so a press is answered in the middle of an alert, and nothing starves.
- Inside a lane the chats take turns. A chat has one message under way at a time, whatever its lane.
- A chat that must wait, for its own pace or because it was refused, holds up nobody else.
"""

import heapq
import math
from collections import deque
from collections.abc import Iterable
from itertools import count
from typing import NamedTuple

from bot.limits import Limits, Pace
from storage.messages import Lane

PATIENCE = {Lane.URGENT: math.inf, Lane.INTERACTIVE: 6, Lane.ROUTINE: 60, Lane.BULK: 150}
"""How many places a lane lets pass: of 30 in a second, the others take five from an alert at the most."""
AHEAD = 0.05
"""Seconds by which places are given out before their time: enough to lease in, too little to be waited for."""
CHATS_KNOWN = 1_000
"""Of each lane; beyond them the outbox is looked into again when these become few."""


class Turn(NamedTuple):
    """The next message of a lane for a chat may be sent at a time."""

    lane: Lane
    chat: str
    at: float


class Lanes:
    """What waits on one channel, and who goes next."""

    def __init__(self, limits: Limits) -> None:
        self._in_flight = limits.in_flight
        self.pace = Pace(limits)
        self._ready: dict[Lane, deque[str]] = {lane: deque() for lane in Lane}
        self._known: dict[Lane, set[str]] = {lane: set() for lane in Lane}
        self._later: list[tuple[float, int, Lane, str]] = []
        self._under_way: dict[str, Turn] = {}
        self._on_the_wire: set[Turn] = set()
        self._behind: dict[str, list[Lane]] = {}
        self._again: set[tuple[Lane, str]] = set()
        self._passed = dict.fromkeys(PATIENCE, 0)
        self._numbers = count()

    def add(self, lane: Lane, chat: str) -> bool:
        """Something waits for a chat in a lane; False if there is no room to know of it."""
        known = self._known[lane]
        if chat in known:
            taken = self._under_way.get(chat)
            if lane is Lane.ANSWER or (taken and taken.lane is lane):
                self._again.add(
                    (lane, chat)
                )  # its turn was for what waited before; one that is to come is for all
        elif len(known) >= CHATS_KNOWN:
            return False
        else:
            known.add(chat)
            self._come(lane, chat)
        return True

    def few(self, lane: Lane) -> bool:
        """Whether so few chats of a lane are known that the outbox should be looked into for more."""
        return len(self._known[lane]) < CHATS_KNOWN // 2

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is under way."""
        return not any(self._known.values())

    def take(self, now: float) -> Turn | None:
        """The next turn, if there is one for which the time has come; `done` must follow."""
        while self._later and self._later[0][0] <= now:
            _, _, lane, chat = heapq.heappop(self._later)
            self._come(lane, chat, first=True)
        if len(self._on_the_wire) >= self._in_flight:
            return None
        turn = self._next(now)
        if turn:
            self._on_the_wire.add(turn)
        return turn

    def _next(self, now: float) -> Turn | None:
        if self.pace.silence(now) == 0 and (asked := self._next_of(Lane.ANSWER, now)):
            return Turn(Lane.ANSWER, asked, now)
        if self.pace.next_place(now) > now + AHEAD:
            return None
        for lane in self._order():
            if found := self._next_of(lane, now):
                self._let_pass(lane)
                turn = self._under_way[found] = Turn(lane, found, self.pace.take(found, now))
                return turn
        return None

    def leave(self, turn: Turn, now: float) -> float:
        """Let a turn's message leave; or say for how many seconds it still has to wait."""
        return 0.0 if turn.lane is Lane.ANSWER else self.pace.leave(turn.chat, turn.at, now)

    def answered(self, turn: Turn) -> None:
        """The platform has taken it: another may go while this one is marked; its chat waits for `done`."""
        self._on_the_wire.discard(turn)

    def done(self, turn: Turn, *, more: bool) -> None:
        """A turn is over; `more` says that the chat may have something else to be said in that lane."""
        lane, chat, _ = turn
        self._on_the_wire.discard(turn)
        if lane is not Lane.ANSWER:
            del self._under_way[chat]
            self.pace.give_back(chat)
        more |= (lane, chat) in self._again
        self._again.discard((lane, chat))
        if more:
            self._come(lane, chat)
        else:
            self._known[lane].discard(chat)
        for waiting in self._behind.pop(chat, ()):
            self._come(waiting, chat, first=True)

    def wait(self, now: float) -> float | None:
        """Seconds until `take` may give a turn, if nothing is added or done before; None: not before that."""
        if len(self._on_the_wire) >= self._in_flight:
            return None
        times = [self._later[0][0]] if self._later else []
        if self._ready[Lane.ANSWER]:
            times.append(now + self.pace.silence(now))
        if any(ready for lane, ready in self._ready.items() if lane is not Lane.ANSWER):
            times.append(self.pace.next_place(now) - AHEAD)
        return max(0.0, min(times) - now) if times else None

    def _order(self) -> Iterable[Lane]:
        impatient = [lane for lane, passed in self._passed.items() if passed >= PATIENCE[lane]]
        return impatient + [lane for lane in PATIENCE if lane not in impatient] if impatient else PATIENCE

    def _let_pass(self, served: Lane) -> None:
        for lane, passed in self._passed.items():
            self._passed[lane] = passed + 1 if lane is not served and self._ready[lane] else 0

    def _next_of(self, lane: Lane, now: float) -> str | None:
        """The first chat of a lane that may be spoken to now; those before it are set aside."""
        ready = self._ready[lane]
        while ready:
            chat = ready.popleft()
            if lane is not Lane.ANSWER and chat in self._under_way:
                self._behind.setdefault(chat, []).append(lane)
            elif (free := self._free(lane, chat)) > now:
                heapq.heappush(self._later, (free, next(self._numbers), lane, chat))
            else:
                return chat
        return None

    def _free(self, lane: Lane, chat: str) -> float:
        return self.pace.held(chat) if lane is Lane.ANSWER else self.pace.chat_free(chat)

    def _come(self, lane: Lane, chat: str, *, first: bool = False) -> None:
        if first:
            self._ready[lane].appendleft(chat)
        else:
            self._ready[lane].append(chat)
