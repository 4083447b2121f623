"""What the buttons of a sheet mean."""

from typing import Literal

from handlers.buttons import Press
from storage.sheets import Outcome

ReturnReason = Literal["one-sided", "vague", "no-photo", "not-met", "own-words", "not-at-all"]


class SheetPress(Press):
    """Something done to an issued sheet, or looked at."""

    prefix = "sh"
    do: Literal["open", "sign", "feed-back", "withdraw", "why", "trail", "text", "photos", "accept", "return"]
    sheet: int


class DraftPress(Press):
    """Something chosen while a sheet is drafted; `value` is an identifier."""

    prefix = "sd"
    do: Literal[
        "group", "community", "class", "risk", "standard", "owner", "co-handler", "edit", "preview",
        "issue", "issue-now", "discard", "discard-now", "resume", "anew",
    ]  # fmt: skip
    sheet: int
    value: str = ""


class FeedbackPress(Press):
    """Something chosen while feedback is written."""

    prefix = "sf"
    do: Literal["preview", "redo-text", "redo-photos", "keep"]
    sheet: int


class WhichPress(Press):
    """Which sheet it is for, what came unasked; 0 for none."""

    prefix = "sw"
    sheet: int


class OutcomePress(Press):
    """What has come of it: hands the feedback in."""

    prefix = "so"
    outcome: Outcome
    sheet: int


class ReturnPress(Press):
    """Why the feedback is returned."""

    prefix = "sr"
    reason: ReturnReason
    sheet: int
