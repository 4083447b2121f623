"""What the buttons of legal clocks mean."""

from typing import Literal

from handlers.buttons import Press


class ClockStartPress(Press):
    """A choice while a clock is started: which limit (`key`), since when."""

    prefix = "kn"
    do: Literal["begin", "limit", "now"]
    key: str = ""


class ClockPress(Press):
    """Something done to a clock, or seen of it."""

    prefix = "kc"
    do: Literal["open", "stop", "extend", "trail"]
    clock: int
