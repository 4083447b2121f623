"""What the buttons of the issue list mean."""

from typing import Literal

from handlers.buttons import Press
from handlers.tables.importing import ImportPress


class IssueDraftPress(Press):
    """A choice while an issue is written, or before it is given to somebody."""

    prefix = "zd"
    do: Literal["element", "problem", "no-case", "owner", "due", "requirements", "list", "assign", "discard"]
    issue: int
    value: str = ""


class IssuePress(Press):
    """Something done to an issue, or seen of it."""

    prefix = "zi"
    do: Literal[
        "open", "acknowledge", "rectify", "extend", "object", "trail", "requirements",
        "reassign", "photos-done", "no-photos", "redo-text", "redo-photos", "take-back", "accept", "return", "photos",
    ]  # fmt: skip
    issue: int


class IssueExport(Press):
    """The issues of one element as a file; of all: an empty one."""

    prefix = "zx"
    element: Literal["", "incident", "case", "person", "property", "dossier", "venue"]


class IssueOwnerPress(Press):
    """Who is to put it right instead."""

    prefix = "zo"
    issue: int
    staff: str


class IssueDecision(Press):
    """What the supervision post says to an extension asked for, or to an objection."""

    prefix = "zr"
    request: int
    granted: bool


class IssueImportPress(ImportPress):
    """What becomes of the issues that a file orders."""

    prefix = "zm"


class IssueListPress(Press):
    """The issues of one element; of all: an empty one."""

    prefix = "zl"
    element: Literal["", "incident", "case", "person", "property", "dossier", "venue"]
