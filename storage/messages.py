"""The vocabulary in which channels, handlers and the two queues speak of messages.

The neutral markup of `text` is `<b>`, `<code>`, `<a href>` and line breaks; what a person typed is
escaped where texts are rendered. Each channel translates it its own way.
"""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from storage.records import Record


class IncomingKind(StrEnum):
    """What arrived: something said, something pressed, or news about the chat itself."""

    MESSAGE = "message"
    EDIT = "edit"
    BUTTON = "button"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    MIGRATED = "migrated"
    UNREADABLE = "unreadable"


def chat_key(channel: str, chat: str) -> str:
    """The name of a chat among those of every channel: "channel/chat". What bears it is kept in order."""
    return f"{channel}/{chat}"


def channel_of(key: str) -> str:
    """The channel of a chat that bears such a name."""
    return key.partition("/")[0]


def _storable(value: object) -> object:
    return _UNSTORABLE.sub("\ufffd", value) if isinstance(value, str) else value


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
Words = Annotated[str, BeforeValidator(_storable)]
"""A text from outside, without what a database cannot keep (NUL, halves of a surrogate pair)."""
Key = Annotated[Words, Field(max_length=250)]
"""A name that a platform gives to something."""


class Photo(Record):
    """A picture in a message: where the channel keeps it, and, once stored here, its SHA-256.

    `refused` means too large for the channel or no picture at all, `lost` that fetching it was given up.
    """

    file_id: Key
    size: int | None = None
    sha256: str | None = None
    refused: bool = False
    lost: bool = False


class Cell(Record):
    """A cell of a table as it looks; `spoilt` when it is no text: what else it is."""

    text: Words = ""
    spoilt: Literal["", "date", "number", "formula", "error"] = ""


class Line(Record):
    """A line of a table, by its number in the file, from 1 on."""

    number: int
    cells: tuple[Cell, ...]


class Attached(Record):
    """A file in a message that is no picture: where the channel keeps it, its name, its size in bytes.

    `lines` is the table in it, once it was read for whoever waits for one; `fault` is the text that says why
    it could not be. Neither is kept: the file is read again where its turn is tried again.
    """

    file_id: Key
    name: Key = ""
    size: int | None = None
    lines: tuple[Line, ...] | None = Field(default=None, exclude=True)
    fault: str = Field(default="", exclude=True)

    @property
    def is_read(self) -> bool:
        """Whether it was looked at, with success or without."""
        return self.lines is not None or bool(self.fault)


class Location(Record):
    """A position in degrees, WGS 84."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Incoming(Record):
    """One thing that a channel received, with the quirks of the platform already put right.

    `provider_id` is unique within the channel and the same at every repeated delivery. `chat` and
    `sender` are the platform's ids as text. `private` is false in groups. `sent_at` is UTC.
    """

    channel: str
    provider_id: Key
    chat: Key
    sender: Key
    kind: IncomingKind
    sent_at: datetime | None = None
    private: bool = True
    message_id: Key | None = None
    text: Words = ""
    photos: tuple[Photo, ...] = ()
    unsupported: bool = False
    attached: Attached | None = None
    location: Location | None = None
    reply_to: Key | None = None
    button: Words | None = None
    press_id: Key | None = None
    moved_to: Key | None = None


class Button(Record):
    """A label of at most seven Chinese or twelve Latin characters, and a payload of at most 64 bytes."""

    label: str
    data: str


class MenuCommand(Record):
    """An entry of a chat's command menu: what is sent when it is tapped, and what it says."""

    name: str
    says: str


class Document(Record):
    """A file that is made when its message is sent (handlers/documents.py): what is made, of what."""

    kind: str
    data: dict[str, Any]


class File(Record):
    """A document that was made: its name and its bytes, which are kept nowhere."""

    name: str
    content: bytes


class Outgoing(Record):
    """One thing to say, in neutral markup.

    `replaces` names a message of ours that this one takes the place of: it is edited where the
    platform can, otherwise sent anew (unless it is `passing`: then it is not said). `answers` names a button press: then `text` is the toast (it
    may be empty) and nothing else is shown. `recalls` names messages of ours that are taken back: deleted where
    the platform still lets us, otherwise this text takes their place, and a placeholder that of each picture if
    they have `photos`. Those are SHA-256 sums of stored pictures. A `document` is
    made when the message is sent, and with it the text: `file` is there for the channel alone. With `menu`,
    nothing is said: the chat's command menu becomes these entries. What is `secret` is forgotten here once
    it is sent.
    """

    text: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    photos: tuple[str, ...] = ()
    recalls: tuple[str, ...] = ()
    document: Document | None = None
    file: File | None = Field(default=None, exclude=True)
    replaces: str | None = None
    passing: bool = False
    answers: str | None = None
    menu: tuple[MenuCommand, ...] | None = None
    secret: bool = False
    protect: bool = True

    @property
    def repeatable(self) -> bool:
        """Whether saying it twice shows it once."""
        return bool(self.recalls) or any(
            each is not None for each in (self.replaces, self.answers, self.menu)
        )


class Lane(StrEnum):
    """How urgent a message is; delivery serves the first lane first. Answers to presses take no place in it."""

    ANSWER = "answer"
    URGENT = "urgent"
    INTERACTIVE = "interactive"
    ROUTINE = "routine"
    BULK = "bulk"
