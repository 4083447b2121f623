"""The bot as a process of its own, against a sandbox server in this one."""

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bot.clock import Clock
from bot.sandbox.botapi import create_app
from bot.sandbox.demo_station import bind_everyone, demo_people, load_roster
from bot.sandbox.world import World
from bot.serving import serve
from storage.opening import open_database
from tests.conftest import STATION

ROOT = Path(__file__).parents[1]
TOKEN = "123456789:" + "a-token-that-is-nobodys-" + "0" * 11
CONFIG = """
[station]
id = "{station}"
name = "示范所"
[storage]
url = "{database}"
[remind]
quiet_hours = "00:00-00:00"
[backup]
keep_daily = {daily}
[telegram]
token = "{token}"
api_url = "{api}"
{telegram}
[web]
port = {port}
[log]
level = "info"
"""


class Process(Protocol):
    """What is asked of a run of the bot."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    def send_signal(self, number: signal.Signals, /) -> None: ...
    async def wait(self) -> int: ...


@dataclass
class Service:
    """A station's folder, the people's phones, and the bot's process while it runs."""

    folder: Path
    world: World
    web: str
    process: Process | None = None

    @property
    def database(self) -> Path:
        """The file of an SQLite database."""
        return self.folder / "dudao.sqlite3"

    @property
    def log(self) -> str:
        """Everything that the runs have told."""
        return (self.folder / "log").read_text("utf-8")

    @property
    def pid(self) -> int:
        """The process that runs."""
        assert self.process
        return self.process.pid

    async def start(self) -> None:
        """Start `python -m bot run`; returns at once."""
        with (self.folder / "log").open("a") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", "--config", str(self.folder / "config.toml")),
                stdout=log,
                stderr=log,
                env=os.environ | {"PYTHONPATH": str(ROOT), "PTB_TIMEDELTA": "true"},
            )

    async def at_work(self) -> None:
        """Wait until the run that was just started asks for updates."""
        asked = self.world.calls["getUpdates"]
        async with asyncio.timeout(30):
            while self.world.calls["getUpdates"] == asked:  # noqa: ASYNC110 - the sandbox tells nobody of a call
                await asyncio.sleep(0.02)

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; gives the exit code."""
        assert self.process
        self.process.send_signal(number)
        return await self.process.wait()

    def moved(self, folder: Path) -> "Service":
        """The same station's bot in another folder, with the same configuration and an SQLite file there."""
        config = (self.folder / "config.toml").read_text("utf-8")
        folder.mkdir()
        (folder / "config.toml").write_text(config.replace(str(self.folder), str(folder)), "utf-8")
        return Service(folder, self.world, self.web)

    def rows(self, sql: str) -> list[Any]:
        """Look into the SQLite file between two runs; none may be alive."""
        assert self.process is None or self.process.returncode is not None
        with sqlite3.connect(self.database) as connection:
            return connection.execute(sql).fetchall()


@asynccontextmanager
async def service(
    folder: Path, clock: Clock, *, url: str = "", telegram: str = "", daily: int = 0
) -> AsyncIterator[Service]:
    """A station whose people are enrolled and have phones; its bot is stopped at the end.

    `url` names the database (default: SQLite in `folder`), `telegram` adds lines to that section of
    the configuration; in it, {web} is the bot's own address. `daily` backups are kept.
    """
    world = World(clock, token=TOKEN, bot_name="筼小筜", bot_username="dudao_bot")
    chats = {}
    for person in demo_people():
        chats[person.staff_id] = str(world.add_person(person.staff_id, person.name, "").user_id)
        world.phones[person.staff_id].started = True
    url = url or f"sqlite:///{folder / 'dudao.sqlite3'}"
    database = await open_database(url, clock.now)
    async with database.transaction(STATION) as tx:
        await load_roster(tx)
        await bind_everyone(tx, "telegram", chats)
    await database.close()
    port = free_port()
    web = f"http://127.0.0.1:{port}"
    async with serve(create_app(world)) as api:
        config = CONFIG.format(
            station=STATION,
            database=url,
            daily=daily,
            token=TOKEN,
            api=api,
            port=port,
            telegram=telegram.format(web=web),
        )
        (folder / "config.toml").write_text(config, "utf-8")
        running = Service(folder, world, web)
        try:
            yield running
        finally:
            if running.process and running.process.returncode is None:
                await running.stop(signal.SIGKILL)


def free_port() -> int:
    """A port on which nobody listens just now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port
