"""What every channel does, and the closed set of ways in which it can fail.

Adapters classify, delivery decides (docs: the error table of each platform).
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from bot.limits import Limits
from bot.pulse import Pulse
from storage.messages import Attached, Incoming, Outgoing, Photo

Receive = Callable[[Sequence[Incoming]], Awaitable[None]]
"""Takes what has arrived and returns once it is committed; only then may the platform be told."""


class ChannelError(Exception):
    """Something that a platform would not do; the text says why, without any message's content."""


class RetryAfterError(ChannelError):
    """The platform asks to wait `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"asked to wait {seconds:g} s")
        self.seconds = seconds


class TransientError(ChannelError):
    """Not done, or (`unknown`) perhaps done with the answer lost; may be tried again."""

    def __init__(self, reason: str, *, unknown: bool = False) -> None:
        super().__init__(reason)
        self.unknown = unknown


class UnreachableError(ChannelError):
    """The person has blocked us, has left, or never wrote to us."""


class MovedError(ChannelError):
    """The chat has a new id."""

    def __init__(self, chat_now: str) -> None:
        super().__init__("the chat has moved")
        self.chat_now = chat_now


class GoneError(ChannelError):
    """The message that was to be edited is there no more, or cannot be edited."""


class MalformedError(ChannelError):
    """Our fault: trying again would change nothing."""


class UnauthorisedError(ChannelError):
    """The platform does not know us: stop and shout."""


class Channel(Protocol):
    """A platform on which people are reached."""

    name: str
    limits: Limits

    async def listen(self, receive: Receive, pulse: Pulse) -> None:
        """Receive until cancelled; how it goes is noted."""

    async def send(self, chat: str, message: Outgoing) -> Sequence[str]:
        """Say something (or edit, answer, take back, set the menu); returns the ids of what is there now.

        An album is several messages: by the first id it is edited. Of what could be deleted nothing is there.
        Raises ChannelError.
        """

    async def fetch(self, file: Photo | Attached) -> bytes:
        """The bytes of a picture or a file that arrived. Raises ChannelError."""
