"""Runs of the bot that begin at once: forked from a process in which everything is imported.

What is killed is a process of its own all the same, from the reading of its configuration on; what is left out is
Python's start, in which nothing happens that could be lost, and which would be two thirds of every run.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.cli import working
from tests.service import Service

_server = get_context("forkserver")
_server.set_forkserver_preload(["bot.app", "bot.logs", "storage.migrate", __name__])


@asynccontextmanager
async def forked(spawned: Service) -> AsyncIterator[Service]:
    """The same station, with such runs."""
    bot = _ForkedService(spawned.folder, spawned.world, spawned.web)
    try:
        yield bot
    finally:
        if bot.process and bot.process.returncode is None:
            await bot.stop(signal.SIGKILL)


class _ForkedService(Service):
    async def start(self) -> None:
        run = _server.Process(target=_run, args=(self.folder,), daemon=True)
        run.start()
        self.process = _Run(run)


class _Run:
    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        assert self._process.pid
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    async def wait(self) -> int:
        await asyncio.to_thread(self._process.join)
        assert self._process.exitcode is not None
        return self._process.exitcode


def _run(folder: Path) -> None:
    with (folder / "log").open("a") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    working.run(folder / "config.toml")
