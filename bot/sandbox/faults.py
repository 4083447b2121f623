"""What a test asks to go wrong: floods that last a while, and single failures in a row."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.errors import ApiError


@dataclass(frozen=True)
class Fault:
    """One thing to go wrong with one call.

    The call waits `delay` seconds first. With a `code` it then fails; `accepted` says that it was
    carried out all the same and only its answer was lost.
    """

    method: str | None = None
    code: int = 0
    description: str = ""
    delay: float = 0.0
    accepted: bool = False


class Faults:
    """Asked before every call; empty unless a test has put something in."""

    def __init__(self, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._floods: dict[int | None, float] = {}
        self._coming: list[Fault] = []

    def flood(self, seconds: float, chat_id: int | None = None) -> None:
        """Refuse every message to that chat (default: to all) with 429 until `seconds` have passed."""
        self._floods[chat_id] = self._elapsed() + seconds

    def add(self, fault: Fault, times: int = 1) -> None:
        """Let the next `times` calls of the fault's method (default: of any) meet it."""
        self._coming += [fault] * times

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets; it is spent."""
        for index, fault in enumerate(self._coming):
            if fault.method in (None, method):
                return self._coming.pop(index)
        return None

    def check_flood(self, chat_id: int) -> None:
        """Raise 429 while that chat or the whole bot is flooded."""
        left = max(self._floods.get(which, 0.0) for which in (None, chat_id)) - self._elapsed()
        if left > 0:
            wait = math.ceil(left)
            raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
