"""Between the command line and a running bot: one line of JSON there, one line back, on a local socket.

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

from bot.clock import Clock
from bot.commands import COMMANDS
from bot.config import Config
from handlers.refusal import Refused
from handlers.settings import Settings
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

    def __init__(self, path: Path, database: Database, station: str, settings: Settings) -> None:
        self._path = path
        self._database = database
        self._station = station
        self._settings = settings
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
            answer = await _answer(self._database, self._station, self._settings, request)
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
        except Exception:  # the other end gets no answer and says so
            log.exception("a command failed")
        finally:
            writer.close()


async def ask(config: Config, command: str, **arguments: Any) -> dict[str, Any]:
    """Have a command done, by the running bot or here. Raises CommandRefusedError."""
    request = {"command": command, "arguments": arguments}
    try:
        lock = RunLock(config.storage.data_dir)
    except InUseError:
        answer = await _ask_running(config.storage.socket, request)
    else:
        try:
            database = await open_database(config.storage.url.get_secret_value(), Clock().now)
            try:
                answer = await _answer(database, config.station.id, config.settings, request)
            finally:
                await database.close()
        finally:
            lock.release()
    if "refused" in answer:
        raise CommandRefusedError(answer["refused"])
    done: dict[str, Any] = answer["done"]
    return done


async def _ask_running(path: Path, request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        reader, writer = await asyncio.open_unix_connection(path, limit=MOST_BYTES)
    except OSError:
        raise CommandRefusedError("另一个督导进程正在使用数据目录,但没有应答,请稍后再试。") from None
    writer.write(json.dumps(request).encode() + b"\n")
    await writer.drain()
    line = await reader.readline()
    writer.close()
    if not line:
        raise CommandRefusedError("正在运行的督导没有完成这条命令,请看它的日志。")
    answer: dict[str, Any] = json.loads(line)
    return answer


async def _answer(
    database: Database, station: str, settings: Settings, request: Mapping[str, Any]
) -> dict[str, Any]:
    command = COMMANDS[request["command"]]
    try:
        return {"done": await command(database, station, settings, request["arguments"])}
    except Refused as refusal:
        return {"refused": Texts(settings.time_zone).plain(refusal.key, **refusal.values_)}
