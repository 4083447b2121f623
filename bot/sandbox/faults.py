"""What goes wrong: single failures that a test asks for, and a share of everything that the bot says."""

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.sandbox.errors import ApiError, BrokenAnswerError
from bot.sandbox.floods import FloodControl

SPEAKING = ("send", "edit", "delete", "answer")
"""How the methods begin of which a share goes wrong."""
GATEWAY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
GARBLED = b'{"ok":true,"result":{"message_'
SLOW_SECONDS = 8.0
"""Longer than the client waits for an answer."""
LONGEST_FLOOD = 3
"""Seconds for which a chat is flooded, at the most."""


class Trouble(StrEnum):
    """The ways in which a call goes wrong; which of them were carried out, nobody can tell by the answer."""

    FLOOD = "429"
    SERVER = "500"
    GATEWAY = "502"
    RESET_BEFORE = "reset-before"
    RESET_AFTER = "reset-after"
    SLOW = "slow"
    GARBLED = "garbled"


@dataclass(frozen=True)
class Fault:
    """One thing to go wrong with one call.

    The call waits `delay` seconds, and its chat is flooded for `flood`. With an `error` it then fails; `accepted` says
    that it was carried out all the same, at once, and only its answer comes late or was lost.
    """

    method: str | None = None
    error: ApiError | BrokenAnswerError | None = None
    delay: float = 0.0
    accepted: bool = False
    flood: int = 0


class Faults:
    """Asked before every call; nothing goes wrong unless somebody has asked for it.

    `share` (0 to 1) of what the bot says meets one of the `kinds`; a slow one takes `slow_seconds`, a flood `longest_flood`
    at the most.
    """

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self.floods = FloodControl(overall=None)
        self.share = 0.0
        self.kinds: Collection[Trouble] = tuple(Trouble)
        self.slow_seconds = SLOW_SECONDS
        self.longest_flood = LONGEST_FLOOD
        self.chance = random.Random()  # noqa: S311 - no secret hangs on it
        self._elapsed = elapsed
        self._coming: list[Fault] = []

    def flood(self, seconds: float, chat_id: int | None = None) -> None:
        """Refuse every message to that chat (default: to all) with 429 until `seconds` have passed."""
        self.floods.flood(seconds, self._elapsed(), None if chat_id is None else str(chat_id))

    def add(self, fault: Fault, times: int = 1) -> None:
        """Let the next `times` calls of the fault's method (default: of any) meet it."""
        self._coming += [fault] * times

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets; what was asked for is spent."""
        for index, fault in enumerate(self._coming):
            if fault.method in (None, method):
                return self._coming.pop(index)
        if self.kinds and method.startswith(SPEAKING) and self.chance.random() < self.share:
            return self._drawn()
        return None

    def check_flood(self, chat_id: int) -> None:
        """Raise 429 while that chat or the whole bot is flooded, or where more comes than is allowed."""
        if wait := self.floods.receive(str(chat_id), self._elapsed()):
            raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)

    def _drawn(self) -> Fault:
        by_chance = self.chance.choice((True, False))
        match self.chance.choice(sorted(self.kinds)):
            case Trouble.FLOOD:
                return Fault(flood=self.chance.randint(1, self.longest_flood))
            case Trouble.SERVER:
                return Fault(error=ApiError(500, "Internal Server Error"), accepted=by_chance)
            case Trouble.GATEWAY:
                return Fault(error=BrokenAnswerError(502, GATEWAY_PAGE), accepted=by_chance)
            case Trouble.RESET_BEFORE:
                return Fault(error=BrokenAnswerError())
            case Trouble.RESET_AFTER:
                return Fault(error=BrokenAnswerError(), accepted=True)
            case Trouble.SLOW:
                return Fault(delay=self.slow_seconds, accepted=True)
            case Trouble.GARBLED:
                return Fault(error=BrokenAnswerError(200, GARBLED), accepted=True)
