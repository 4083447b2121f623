"""How many turns a second, over HTTP: an update received and committed, a sheet signed for, the answer sent.

Beside it, in the same run: the library's echo bot and aiogram's (long polling, their own clients, everything in memory, nothing
kept), and what the disk allows (plain sqlite3, one row a commit). The far end has a process of its own.
"""

import asyncio
import json
import sqlite3
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from telegram import Update
from telegram.ext import Application, MessageHandler, filters

from bench.answering import answering, taken
from bench.databases import both
from bench.peers import aiogram_echoes
from bench.seeding import OFFICERS, add_officers, add_open_sheets, chat_of
from bot import logs
from bot.app import running
from bot.channels.telegram import TelegramChannel
from bot.clock import Clock
from bot.config import Config
from bot.limits import UNLIMITED
from handlers.desk import Desk
from storage.db import Tx

TOKEN = "123456789:" + "a-token-that-is-nobodys-" + "0" * 11
TURNS = 3_000


def updates() -> list[dict[str, Any]]:
    """签收 D001, 签收 D002 …: each by the sheet's owner."""

    def one(number: int) -> dict[str, Any]:
        who = int(chat_of(number % OFFICERS))
        sender = {"id": who, "is_bot": False, "first_name": "x"}
        chat = {"id": who, "type": "private"}
        text = f"签收 D{number:03d}"
        message = {"message_id": number, "date": 1, "from": sender, "chat": chat, "text": text}
        return {"update_id": number - 1, "message": message}

    return [one(number) for number in range(1, TURNS + 1)]


async def prepare(tx: Tx, desk: Desk) -> None:
    """As many sheets as there are turns."""
    await add_officers(tx, desk)
    await add_open_sheets(tx, 1, TURNS, tx.now + timedelta(hours=4))


async def ours(database: str, folder: Path, api_url: str) -> float:
    """The bot as `dudao run` makes it, but for Telegram's limits."""
    config = Config.model_validate(
        {
            "station": {"id": "YD", "name": "示例派出所"},
            "storage": {"url": database, "data_dir": folder},
            "backup": {"folder": folder / "backups"},
            "telegram": {"token": TOKEN, "api_url": api_url},
        }
    )
    began = 0.0

    async def ready(tx: Tx, desk: Desk) -> None:
        nonlocal began
        await prepare(tx, desk)
        began = time.monotonic()

    async with running(config, Clock(), ready):
        last = await taken(api_url, TURNS, 60)
    return TURNS / (last.last_at - began)


def floor(folder: Path) -> float:
    """Commits a second of plain sqlite3, as durable as ours."""
    connection = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)")
    began = time.perf_counter()
    for _ in range(TURNS):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t (body) VALUES (?)", ("x" * 300,))
        connection.execute("COMMIT")
    return TURNS / (time.perf_counter() - began)


async def library(api_url: str, *, side_by_side: bool) -> float:
    """The library's echo bot as its documentation writes it, one update after the other or many at once."""

    async def echo(update: Update, _: Any) -> None:
        if update.message:
            await update.message.reply_text(update.message.text or "")

    application = (
        Application.builder().token(TOKEN).base_url(f"{api_url}/bot").concurrent_updates(side_by_side).build()
    )
    application.add_handler(MessageHandler(filters.TEXT, echo))
    assert application.updater is not None  # noqa: S101 - the builder made it
    await application.initialize()
    await application.start()
    began = time.monotonic()
    await application.updater.start_polling()
    last = await taken(api_url, TURNS, 120)
    await application.updater.stop()
    await application.stop()
    await application.shutdown()
    return TURNS / (last.last_at - began)


async def aiogram(api_url: str) -> float:
    """The echo bot of aiogram; the seconds that its process takes to begin do not count."""
    async with aiogram_echoes(api_url):
        first = await taken(api_url, 1, 60)
        last = await taken(api_url, TURNS, 60)
    return (TURNS - first.messages) / (last.last_at - first.last_at)


async def main() -> None:
    """Print the table."""
    logs.configure("error", "auto")
    TelegramChannel.limits = UNLIMITED
    with TemporaryDirectory() as name, both() as urls:
        folder = Path(name)
        script = folder / "updates.json"
        script.write_text(json.dumps(updates()), "utf-8")
        rates = {"plain sqlite3, one row a commit": floor(folder)}
        for side_by_side in (False, True):
            async with answering(script) as url:
                how = "many at once" if side_by_side else "one after the other"
                rates[f"python-telegram-bot's echo bot, {how}"] = await library(
                    url, side_by_side=side_by_side
                )
        async with answering(script) as url:
            rates["aiogram's echo bot"] = await aiogram(url)
        for kind, database in urls.items():
            async with answering(script) as url:
                rates[f"Dudao on {kind}, a durable turn"] = await ours(database, folder / kind, url)
    base = rates["python-telegram-bot's echo bot, one after the other"]
    for what, found in rates.items():
        print(f"{what:<60}{found:>8,.0f}/s{found / base:>8.2f}x")


if __name__ == "__main__":
    asyncio.run(main())
