"""How the sandbox's Telegram says no."""

from typing import Any


class ApiError(Exception):
    """An answer with `ok: false`: an HTTP status, a description, and sometimes parameters."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class BrokenAnswerError(Exception):
    """What comes instead of an answer: a page that is none of Telegram's, or (without a code) a cut connection."""

    def __init__(self, code: int = 0, body: bytes = b"") -> None:
        super().__init__(code)
        self.code = code
        self.body = body


def bad_request(reason: str) -> ApiError:
    """400: the request makes no sense, and will not the next time either."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """403: this person cannot be written to."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """409: somebody else is fetching the updates."""
    return ApiError(409, f"Conflict: {reason}")
