"""What the buttons of a review mean. Those that decide name what they were shown for: one that is old decides nothing."""

from typing import Literal

from handlers.buttons import Press


class ReviewPress(Press):
    """Something seen of a review, or gone on with."""

    prefix = "vi"
    do: Literal["open", "trail", "next"]
    review: int


class SignPress(Press):
    """What a reviewer does: the decision that was awaited, and how often it was sent back by then."""

    prefix = "vs"
    do: Literal["pass", "return", "tick"]
    review: int
    state: Literal["open", "leader_ok"]
    returns: int
    ticked: int
    """Bit n: the n-th item of the checklist is ticked."""


class MissingPress(Press):
    """The item of the checklist for which it is sent back."""

    prefix = "vm"
    review: int
    state: Literal["open", "leader_ok"]
    returns: int
    item: int


class AfterwardsPress(Press):
    """What is done about what was missing: handed in again, or made an issue."""

    prefix = "va"
    do: Literal["again", "raise"]
    review: int
    returns: int


class HandInPress(Press):
    """Whether the stage of the case that was named is handed in."""

    prefix = "vh"
    do: Literal["submit", "leave"]
