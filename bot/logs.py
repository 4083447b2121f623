"""Logs: readable on a terminal, JSON otherwise; ids in them, never tokens, codes, bodies or names.

Three guards stand behind that rule (docs/decisions/0011-what-logs-may-say.md): fields whose names
mean content are emptied, exceptions are told without messages that may quote a person, and every
finished line, from whichever library, is searched for tokens and passwords.
"""

import logging
import re
import sqlite3
import sys
import traceback
from collections.abc import Iterator
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

CONTENT = frozenset(
    {"answers", "body", "caption", "code", "message", "name", "password", "secret", "text", "token", "url"}
)
"""Fields that would hold what must not be told."""

QUIET_LIBRARIES = ("alembic", "apscheduler", "asyncio", "telegram", "uvicorn.access")
"""What they tell at INFO helps nobody who runs a bot."""

_SECRETS = (
    (re.compile(r"\d{6,}(?::|%3[Aa])[A-Za-z0-9_-]{30,}"), "<token>"),
    (re.compile(r"(?<=://)[^\s/@]+@"), "<login>@"),
    (re.compile(r"(?<=[?&]start=)[\w-]+"), "<code>"),
    (re.compile(r"(?<=exception=)(\w+)\(.*\)(?=>)"), r"\1(…)"),  # asyncio, of a task nobody awaited
)
_OPEN_ERRORS = (OSError, ImportError, NameError, AttributeError, TypeError, sqlite3.Error)
_OPEN_LIBRARIES = frozenset({"apscheduler", "asyncpg", "telegram"})


def configure(level: str, style: str, stream: TextIO | None = None) -> None:
    """Send every log record, ours and the libraries', to `stream` (default: standard error).

    `level` is "debug" … "error"; `style` is "console", "json" or "auto" (console on a terminal).
    """
    stream = stream or sys.stderr
    readable = style == "console" or (style == "auto" and stream.isatty())
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if readable else "iso", utc=not readable),
        _without_content,
        _with_traceback,
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Redacting(foreign_pre_chain=before, processors=_rendering(readable, stream)))
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for library in QUIET_LIBRARIES:
        logging.getLogger(library).setLevel(logging.WARNING)


def _rendering(readable: bool, stream: TextIO) -> list[Processor]:
    last: Processor = (
        structlog.dev.ConsoleRenderer(
            colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
        if readable
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    return [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]


class _Redacting(structlog.stdlib.ProcessorFormatter):
    def format(self, record: logging.LogRecord) -> str:
        """The finished line, searched for secrets last of all."""
        return redact(super().format(record))


def redact(text: str) -> str:
    """The text without bot tokens, logins in URLs, codes in links, and quoted exceptions."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def _without_content(_logger: Any, _method: str, event: EventDict) -> EventDict:
    for field in CONTENT & event.keys():
        event[field] = "<left out>"
    return event


def _with_traceback(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Replace the exception by our own telling of it (also where the renderer would tell it)."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = "".join(_told(error))
    return event


def _told(error: BaseException) -> Iterator[str]:
    """An exception's frames and type, and those of what led to it, oldest first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before:
        yield from _told(before)
        yield "\nthen:\n\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}{_message(error)}\n"
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _told(part)


def _message(error: BaseException) -> str:
    """The first line of a message that cannot quote a person: of the system and the libraries below."""
    library = type(error).__module__.partition(".")[0]
    if isinstance(error, _OPEN_ERRORS) or library in _OPEN_LIBRARIES:
        return ": " + str(error).partition("\n")[0]
    return ""
