"""What the buttons of a sheet mean."""

from typing import Annotated, Literal

from pydantic import Field

from handlers.buttons import Press
from handlers.sheets.rules import Snooze
from handlers.tables.importing import ImportPress
from storage.sheet_lists import Filter
from storage.sheets import Outcome

Days = Annotated[int, Field(ge=0, le=999)]
ReturnReason = Literal["one-sided", "vague", "no-photo", "not-met", "own-words", "not-at-all"]


class SheetPress(Press):
    """Something done to an issued sheet, or looked at."""

    prefix = "sh"
    do: Literal[
        "open", "more", "sign", "feed-back", "withdraw", "extend", "ask-transfer", "why", "trail", "text",
        "photos", "print", "batch", "accept", "return", "reopen", "contribute", "after", "ask-reviewer", "ask-owner", "book-slot", "mediate", "reassign", "transfer", "suspend", "resume", "void", "copy", "snooze",
    ]  # fmt: skip
    sheet: int


class DraftPress(Press):
    """Something chosen while a sheet is drafted; `value` is an identifier."""

    prefix = "sd"
    do: Literal[
        "group", "community", "class", "risk", "standard", "owner", "also", "co-handler", "edit", "preview",
        "issue", "issue-now", "discard", "discard-now", "resume", "anew",
    ]  # fmt: skip
    sheet: int
    value: str = ""


class FeedbackPress(Press):
    """Something chosen while feedback is written."""

    prefix = "sf"
    do: Literal["preview", "interim", "redo-text", "redo-photos", "keep"]
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


class ExtendPress(Press):
    """Why more time is asked for, then how many days."""

    prefix = "se"
    sheet: int
    reason: Literal["party", "department", "appraisal", ""] = ""
    days: Days = 0


class ExtensionDecision(Press):
    """What the director says to it; no days means no."""

    prefix = "sx"
    request: int
    days: Days


class SlotPress(Press):
    """A slot at the mediation centre: so many days from today, at HHMM."""

    prefix = "sb"
    sheet: int
    day: Literal["0", "1", "2"]
    at: str


class MediatePress(Press):
    """Who came, and what came of it."""

    prefix = "sm"
    sheet: int
    answer: Literal["came", "missed", "agreed", "partly", "failed"]


class RevisitPress(Press):
    """What was found on going back, so many days after closing."""

    prefix = "sz"
    sheet: int
    days: Days
    result: Literal["steady", "again", "unreached"]


class HandOverPress(Press):
    """Who is to own it from now on."""

    prefix = "sn"
    do: Literal["reassign", "transfer"]
    sheet: int
    staff: str


class TransferDecision(Press):
    """What the director says to a request for transfer."""

    prefix = "st"
    request: int
    yes: bool


class VoidPress(Press):
    """Void it indeed."""

    prefix = "sv"
    sheet: int


class SnoozePress(Press):
    """When to be reminded of a sheet again."""

    prefix = "sy"
    sheet: int
    until: Snooze


class SnoozeAllPress(Press):
    """When to be reminded again of everything that is due; or to ask when."""

    prefix = "sa"
    until: Literal["ask", "hour", "evening", "morning"]


class RelayPress(Press):
    """An answer to a question about a sheet, to whoever asked."""

    prefix = "sq"
    sheet: int
    to: str


class ReturnPress(Press):
    """Why the feedback is returned."""

    prefix = "sr"
    reason: ReturnReason
    sheet: int


ListScope = Literal["all", "group", "mine"]


class ListPress(Press):
    """A page of a list: the one behind the sheet `after`, ordered by `at` (microseconds since 1970); 0: the first."""

    prefix = "ls"
    scope: ListScope
    filter: Filter
    at: Annotated[int, Field(ge=0, le=253_370_764_800_000_000)]
    after: int


class ListExport(Press):
    """A whole list as a file."""

    prefix = "lx"
    scope: ListScope
    filter: Filter


FIRST_YEAR = 2000


Year = Annotated[int, Field(ge=FIRST_YEAR, le=9000)]
Month = Annotated[int, Field(ge=1, le=12)]


class SheetImportPress(ImportPress):
    """What becomes of the sheets that a file orders."""

    prefix = "si"


class MonthPress(Press):
    """What became of the sheets of a month."""

    prefix = "mo"
    year: Year
    month: Month


class MonthExport(Press):
    """The sheets of a month as a file."""

    prefix = "mx"
    year: Year
    month: Month
