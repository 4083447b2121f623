"""What the buttons of a review mean. Those that decide name what they were shown for: one that is old decides nothing."""

from typing import Annotated, Literal

from pydantic import Field

from handlers.buttons import Press

Few = Annotated[int, Field(ge=0, le=999)]


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
    returns: Few
    ticked: int
    """Bit n: the n-th item of the checklist is ticked."""


class MissingPress(Press):
    """The item of the checklist for which it is sent back."""

    prefix = "vm"
    review: int
    state: Literal["open", "leader_ok"]
    returns: Few
    item: Few


class AfterwardsPress(Press):
    """What is done about what was missing: handed in again, or made an issue."""

    prefix = "va"
    do: Literal["again", "raise"]
    review: int
    returns: Few


class HandInPress(Press):
    """Whether the stage of the case that was named is handed in."""

    prefix = "vh"
    do: Literal["submit", "leave"]
