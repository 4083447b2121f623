"""What a person gives in several messages: words, and pictures that come one by one or as albums do."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from handlers.buttons import Press
from handlers.refusal import Refused
from handlers.turn import Turn

ALBUM_ENDS_AFTER = timedelta(seconds=2)
"""An album's end is not marked: nothing is said of its pictures for so long (protocol: telegram.md 1)."""


class Burst(NamedTuple):
    """The pictures that come in a chat for something, by its number: what the timer of their end is set for."""

    number: int
    channel: str
    chat: str

    @classmethod
    def of(cls, subject: str) -> "Burst":
        """What a timer was set for."""
        number, _, address = subject.partition("@")
        channel, _, chat = address.partition("/")
        return cls(int(number), channel, chat)

    @property
    def subject(self) -> str:
        """As `of` reads it."""
        return f"{self.number}@{self.channel}/{self.chat}"


def burst_of(turn: Turn, number: int) -> Burst:
    """That of this turn's chat."""
    return Burst(number, turn.message.channel, turn.message.chat)


def need_text_or_photos(turn: Turn, otherwise: str, offers: Sequence[tuple[str, Press]] = ()) -> str:
    """The words of a message that brings words, pictures of an allowed size, or both.

    Anything else is refused with the text `otherwise`, which says how many megabytes a picture may have.
    """
    message = turn.message
    most = turn.settings.sheet.max_photo_mb
    too_large = any(photo.refused or (photo.size or 0) > most * 1_000_000 for photo in message.photos)
    text = message.text.strip()
    if message.unsupported or too_large or not (text or message.photos):
        raise Refused(otherwise, offers=offers, most=most)
    return text


async def replaces(turn: Turn, step: str, what: str) -> bool:
    """Whether words or pictures that were to be given anew have come; what comes next is added to them again."""
    anew = turn.data.get("anew", [])
    if what not in anew:
        return False
    await turn.ask(step, **(turn.data | {"anew": [other for other in anew if other != what]}))
    return True
