"""Logs carry ids, never tokens, codes, message bodies or names: canaries are planted everywhere."""

import io
import json
import logging
import sqlite3
import subprocess
import sys
from collections.abc import Iterator

import pytest
import structlog

from bot import logs

TOKEN = "123456789:" + "AbC-_" * 7
CANARY = "canary"


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """Logging belongs to the whole process: put it back."""
    root = logging.getLogger()
    handlers, level, configured = root.handlers[:], root.level, structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**configured)


@pytest.fixture(params=["console", "json"])
def written(request: pytest.FixtureRequest) -> io.StringIO:
    stream = io.StringIO()
    logs.configure("debug", request.param, stream)
    return stream


def test_off_a_terminal_a_line_is_json_with_its_ids() -> None:
    stream = io.StringIO()
    logs.configure("info", "auto", stream)
    structlog.get_logger("bot.delivery").info("sent", outbox=17, chat="42")
    line = json.loads(stream.getvalue())
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "sent", "outbox": 17, "chat": "42", "level": "info", "logger": "bot.delivery"}


def test_ids_bound_to_the_turn_stand_in_every_line(written: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(inbox=7):
        structlog.get_logger().info("handled")
        logging.getLogger("elsewhere").info("told by a library")
    assert written.getvalue().count("inbox") == 2


@pytest.mark.parametrize("field", sorted(logs.CONTENT))
def test_a_field_that_means_content_is_left_out(written: io.StringIO, field: str) -> None:
    structlog.get_logger().info("received", **{field: CANARY}, inbox=7)
    assert CANARY not in written.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
        f"file/bot{TOKEN.replace(':', '%3A')}/photos/1.jpg",
        "postgresql://dudao:canary@db/dudao failed",
        "https://t.me/yundang_bot?start=canary",
        "future: <Task finished name='t' coro=<f()> exception=ValueError('canary)')>",
    ],
)
def test_secrets_are_cut_out_of_any_librarys_line(written: io.StringIO, text: str) -> None:
    logging.getLogger("library").warning("told: %s", text)
    structlog.get_logger().warning(text)
    assert written.getvalue().count("\n") == 2
    assert TOKEN[10:] not in written.getvalue()
    assert CANARY not in written.getvalue()


def fail(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("logger", [logging.getLogger("library"), structlog.get_logger("ours")])
def test_an_exception_is_told_by_its_frames_and_type(written: io.StringIO, logger: logging.Logger) -> None:
    try:
        try:
            int(CANARY)
        except ValueError:
            fail(ExceptionGroup(CANARY, [KeyError(CANARY), OSError(28, f"no space for bot{TOKEN}")]))
    except ExceptionGroup:
        logger.exception("turn failed")
    text = written.getvalue()
    assert "in fail" in text
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "no space for bot<token>" in text
    assert CANARY not in text


def test_a_databases_words_are_told_but_only_their_first_line(written: io.StringIO) -> None:
    try:
        raise sqlite3.IntegrityError(f"UNIQUE constraint failed\nDETAIL: {CANARY}")
    except sqlite3.Error:
        structlog.get_logger().exception("turn failed")
    assert "UNIQUE constraint failed" in written.getvalue()
    assert CANARY not in written.getvalue()


def test_libraries_that_tell_urls_are_quiet_below_warning(written: io.StringIO) -> None:
    for library in logs.QUIET_LIBRARIES:
        logging.getLogger(f"{library}.part").info("GET https://…")
    assert written.getvalue() == ""


def test_a_terminal_is_told_readably() -> None:
    script = (
        "import os, pty, sys\n"
        "def child():\n"
        "    from bot import logs; import structlog\n"
        "    logs.configure('info', 'auto'); structlog.get_logger('x').info('sent', outbox=17)\n"
        "pid, fd = pty.fork()\n"
        "if pid == 0:\n    child(); os._exit(0)\n"
        "out = b''\n"
        "try:\n"
        "    while part := os.read(fd, 4096): out += part\n"
        "except OSError: pass\n"
        "sys.stdout.write(out.decode())\n"
    )
    command = [sys.executable, "-c", script]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own
    assert "sent" in told
    assert "{" not in told
