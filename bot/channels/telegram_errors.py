"""What Telegram's refusals mean for delivery (protocol: telegram.md 8, and the library's exceptions)."""

import re
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.base import (
    ChannelError,
    MalformedError,
    MovedError,
    RetryAfterError,
    TransientError,
    UnauthorisedError,
    UnreachableError,
)
from bot.channels.telegram_request import NeverLeftError

NOT_PARSED = ("can't parse entities",)
NOT_MODIFIED = ("message is not modified",)
NOT_EDITABLE = ("message to edit not found", "message can't be edited", "there is no text in the message")
DELETED_ALREADY = ("message to delete not found",)
NOT_DELETABLE = ("message can't be deleted",)
IMAGE_REFUSED = ("image_process_failed", "photo_invalid_dimensions")
FILE_GONE = ("wrong file identifier", "wrong file_id", "wrong remote file")
_NOBODY_THERE = ("chat not found", "user is deactivated", "peer_id_invalid")
_TEMPORARY = ("temporarily unavailable",)
_TOO_LARGE = ("entity too large",)  # 413 comes as a NetworkError, which would be tried again
_QUOTED = re.compile(r'"[^"]*"|\d{6,}|[^ -~]+')
"""What Telegram may have of ours in its refusals: a tag, a link, a name. Its own words are plain English."""
_MOST_TOLD = 200


def says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    """Whether a refusal is one of those."""
    return any(phrase in error.message.lower() for phrase in phrases)


def told(error: TelegramError) -> str:
    """A refusal in Telegram's words, without what it quotes of ours: it stands in logs and in the outbox."""
    return _QUOTED.sub("…", error.message)[:_MOST_TOLD]


def classified(error: TelegramError) -> ChannelError:
    """The same failure in the words of every channel."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            return RetryAfterError(wait.total_seconds() if isinstance(wait, timedelta) else wait)
        case ChatMigrated():
            return MovedError(str(error.new_chat_id))
        case InvalidToken() | EndPointNotFound():  # a 404: that of a token which was revoked meanwhile
            return UnauthorisedError("token refused")
        case Forbidden():
            return (
                UnauthorisedError("token refused")
                if says(error, ("unauthorized",))
                else UnreachableError("blocked")
            )
        case BadRequest() if says(error, _NOBODY_THERE):
            return UnreachableError("no such chat")
        case BadRequest() if not says(error, _TEMPORARY):
            return MalformedError(told(error))
        case NetworkError() if says(error, _TOO_LARGE):
            return MalformedError(told(error))
        case BadRequest() | Conflict() | NeverLeftError():
            return TransientError(told(error))
        case _:  # no answer, or one that is none (a gateway's page): perhaps it was done all the same
            return TransientError(_reason(error), unknown=True)


def _reason(error: TelegramError) -> str:
    # an answer that is none is quoted in the message: it may be long, and hold anything
    return type(error.__cause__).__name__ if error.__cause__ else told(error)
