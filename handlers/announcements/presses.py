"""What the buttons of an announcement mean."""

from typing import Annotated, Literal

from pydantic import Field

from handlers.buttons import Press
from storage.audiences import Kind

Page = Annotated[int, Field(ge=0, le=999)]


class ComposePress(Press):
    """Something chosen while an announcement is written."""

    prefix = "nc"
    do: Literal[
        "preview", "done", "send", "audience", "at", "at-once", "anew", "save", "discard", "discard-now"
    ]
    announcement: int


class AudiencePress(Press):
    """A part of an audience taken or left; without a key, a page of the parts of a kind to choose from."""

    prefix = "nu"
    announcement: int
    kind: Kind | Literal["saved"]
    key: str = ""
    page: Page = 0


class AnnouncementPress(Press):
    """Something done to an announcement that is out, or looked at."""

    prefix = "na"
    do: Literal["open", "nudge", "pause", "resume", "stop", "stop-now", "revise", "recall", "recall-now"]
    announcement: int


class NamesPress(Press):
    """Those who have said 收到, or have not, behind a staff id."""

    prefix = "nn"
    announcement: int
    who: Literal["silent", "received"]
    after: str = ""


class ReceiptPress(Press):
    """收到, or the pictures of what one was told."""

    prefix = "nr"
    do: Literal["received", "photos"]
    announcement: int
