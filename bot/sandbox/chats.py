"""What the sandbox's Telegram remembers: people, their phones, and the messages on them."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.files import File, Picture

ANSWERS_KEPT = 20


@dataclass(frozen=True)
class Person:
    """Somebody with a phone; `key` is the sandbox's own name for them, `user_id` is Telegram's."""

    key: str
    name: str
    team: str
    user_id: int


@dataclass(frozen=True)
class Button:
    """A button under a message: pressing it sends `data` back, or opens `url`."""

    label: str
    data: str | None = None
    url: str | None = None


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Entity:
    """A stretch of formatted text, measured in UTF-16 units as Telegram does."""

    kind: str
    offset: int
    length: int
    argument: str = ""


@dataclass(frozen=True)
class Place:
    """A position in degrees."""

    latitude: float
    longitude: float


@dataclass
class Message:
    """One message in one chat; `text` is the caption where there is a picture or a document.

    `other` names a kind that has no body here (sticker, voice, video). `version` is the number of
    the world's change that touched the message last. A deleted message stays as a gravestone.
    """

    message_id: int
    from_bot: bool
    date: datetime
    text: str = ""
    entities: tuple[Entity, ...] = ()
    photo: Picture | None = None
    document: File | None = None
    place: Place | None = None
    other: str = ""
    album: str = ""
    reply_to: int | None = None
    keyboard: Keyboard = ()
    protected: bool = False
    edited: datetime | None = None
    deleted: bool = False
    version: int = 0


@dataclass
class Press:
    """A press of a button and what the bot answered: `toast` is None until it has."""

    query_id: str
    message_id: int
    data: str
    pressed_at: float
    toast: str | None = None
    alert: bool = False
    version: int = 0


@dataclass
class Phone:
    """A person's private chat with the bot, as their phone shows it."""

    person: Person
    started: bool = False
    blocked: bool = False
    unread: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    answers: deque[Press] = field(default_factory=lambda: deque(maxlen=ANSWERS_KEPT))
    version: int = 0

    def shown(self) -> list[Message]:
        """The messages that can be seen, oldest first."""
        return [message for message in self.messages.values() if not message.deleted]

    def last(self) -> Message | None:
        """The newest message that can be seen."""
        return next((message for message in reversed(self.messages.values()) if not message.deleted), None)
