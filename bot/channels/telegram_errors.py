"""What Telegram's refusals mean for delivery (protocol: telegram.md 8, and the library's exceptions)."""

from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
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

NOT_PARSED = ("can't parse entities",)
NOT_MODIFIED = ("message is not modified",)
NOT_EDITABLE = ("message to edit not found", "message can't be edited", "there is no text in the message")
IMAGE_REFUSED = ("image_process_failed", "photo_invalid_dimensions")
_NOBODY_THERE = ("chat not found", "user is deactivated", "peer_id_invalid")
_TEMPORARY = ("temporarily unavailable",)
_TOO_LARGE = ("entity too large",)  # 413 comes as a NetworkError, which would be tried again
_NEVER_LEFT = ("ConnectError", "ConnectTimeout", "PoolTimeout")


def says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    """Whether a refusal is one of those."""
    return any(phrase in error.message.lower() for phrase in phrases)


def classified(error: TelegramError) -> ChannelError:
    """The same failure in the words of every channel."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            return RetryAfterError(wait.total_seconds() if isinstance(wait, timedelta) else wait)
        case ChatMigrated():
            return MovedError(str(error.new_chat_id))
        case InvalidToken():
            return UnauthorisedError("token refused")
        case Forbidden():
            return (
                UnauthorisedError("token refused")
                if says(error, ("unauthorized",))
                else UnreachableError("blocked")
            )
        case BadRequest() if says(error, _NOBODY_THERE):
            return UnreachableError("no such chat")
        case BadRequest() if says(error, _TEMPORARY):
            return TransientError(error.message)
        case BadRequest():
            return MalformedError(error.message)
        case NetworkError() if says(error, _TOO_LARGE):
            return MalformedError(error.message)
        case Conflict():
            return TransientError(error.message)
        case _:  # no answer, or one that is none (a gateway's page): perhaps it was done all the same
            cause = type(error.__cause__).__name__ if error.__cause__ else error.message
            return TransientError(cause, unknown=cause not in _NEVER_LEFT)
