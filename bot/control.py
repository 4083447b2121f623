"""Between the command line and a running bot, on a local socket: one line of JSON there, one line back.

Before the line that answers, a long command may send others that tell how far it is.

On SQLite one process alone may write (`storage/sqlite.py`), so a command asks the bot that is running;
where none is, it takes the run lock and does the work itself. The socket is the owner's alone.
"""

import asyncio
import json
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

from bot.backup.contents import Tell, quietly
from bot.clock import Clock
from bot.commands import COMMANDS, Call
from bot.config import Config
from handlers.refusal import Refused
from handlers.texts import Texts
from storage.db import Database
from storage.opening import open_database
from storage.runlock import InUseError, RunLock

log = structlog.get_logger()

MOST_BYTES = 8_000_000
"""Of one line: a roster of some thousand people."""


class CommandRefusedError(Exception):
    """A command was refused; the text is for the person at the terminal."""


class ControlServer:
    """Answers the command line while the bot runs."""

    def __init__(self, database: Database, config: Config) -> None:
        self._path = config.storage.socket
        self._database = database
        self._config = config
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen; the run lock proves that an older socket is nobody's."""
        self._path.unlink(missing_ok=True)
        listening = socket.socket(socket.AF_UNIX)
        before = os.umask(0o177)  # it is the owner's alone from its first moment
        try:
            listening.bind(str(self._path))
        finally:
            os.umask(before)
        self._server = await asyncio.start_unix_server(self._serve, sock=listening, limit=MOST_BYTES)

    async def stop(self) -> None:
        """Listen no more."""
        if self._server:
            self._server.close()
            await self._server.wait_closed()
            self._path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = json.loads(await reader.readline())
            told: tuple[str, int] | None = None

            def tell(step: str, done: int, all_: int) -> None:
                nonlocal told
                now = step, done * 100 // max(all_, 1)
                if told != now and not writer.is_closing():
                    told = now
                    writer.write(_line({"progress": (step, done, all_)}))

            writer.write(_line(await _answer(self._database, self._config, request, tell)))
            await writer.drain()
        except Exception:  # the other end gets no answer and says so
            log.exception("a command failed")
        finally:
            writer.close()


async def ask(config: Config, command: str, tell: Tell = quietly, /, **arguments: Any) -> dict[str, Any]:
    """Have a command done, by the running bot or here; `tell` is told how far it is.

    Raises CommandRefusedError.
    """
    request = {"command": command, "arguments": arguments}
    try:
        lock = RunLock(config.storage.data_dir)
    except InUseError:
        answer = await _ask_running(config.storage.socket, request, tell)
    else:
        try:
            database = await open_database(config.storage.url.get_secret_value(), Clock().now)
            try:
                answer = await _answer(database, config, request, tell)
            finally:
                await database.close()
        finally:
            lock.release()
    if "refused" in answer:
        raise CommandRefusedError(answer["refused"])
    done: dict[str, Any] = answer["done"]
    return done


async def _ask_running(path: Path, request: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    try:
        reader, writer = await asyncio.open_unix_connection(path, limit=MOST_BYTES)
    except OSError:
        raise CommandRefusedError("另一个督导进程正在使用数据目录,但没有应答,请稍后再试。") from None
    writer.write(_line(request))
    await writer.drain()
    try:
        async for line in reader:
            answer: dict[str, Any] = json.loads(line)
            if "progress" not in answer:
                return answer
            tell(*answer["progress"])
    finally:
        writer.close()
    raise CommandRefusedError("正在运行的督导没有完成这条命令,请看它的日志。")


async def _answer(
    database: Database, config: Config, request: Mapping[str, Any], tell: Tell
) -> dict[str, Any]:
    command = COMMANDS[request["command"]]
    try:
        return {"done": await command(Call(database, config, request["arguments"], tell))}
    except Refused as refusal:
        return {"refused": Texts(config.station.time_zone).plain(refusal.key, **refusal.values_)}


def _line(message: Mapping[str, Any]) -> bytes:
    return json.dumps(message).encode() + b"\n"
