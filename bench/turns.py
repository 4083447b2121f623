"""How many turns a second, over HTTP: an update received and committed, a sheet signed for, the answer sent.

Beside it, in the same run: the library's echo bot (long polling, its own client, everything in memory, nothing
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
from bot import logs
from bot.app import running
from bot.channels.telegram import TelegramChannel
from bot.clock import Clock
from bot.config import Config
from bot.limits import Limits, Rate
from bot.sandbox.demo_station import bind_everyone, demo_people, enrolled, load_roster
from handlers.desk import Desk
from storage import sheets
from storage.db import Tx
from storage.people import Person, Role
from storage.sheets import HandlingClass, Risk, SheetState

TOKEN = "123456789:" + "a-token-that-is-nobodys-" + "0" * 11
TURNS = 3_000
NO_LIMITS = Limits(overall=Rate(1e9, 1e9), chat=Rate(1e9, 1e9))


def owners() -> list[Person]:
    """The officers with an account: each signs for sheets of their own, side by side."""
    bound = enrolled()
    return [p for p in demo_people() if Role.COMMUNITY_OFFICER in p.roles and p.staff_id in bound]


def updates() -> list[dict[str, Any]]:
    """签收 D0001, 签收 D0002 …: each by the sheet's owner."""
    everyone = len(owners())

    def one(number: int) -> dict[str, Any]:
        who = 5_000_000 + number % everyone
        sender = {"id": who, "is_bot": False, "first_name": "x"}
        chat = {"id": who, "type": "private"}
        text = f"签收 D{number + 1:04d}"
        message = {"message_id": number + 1, "date": 1, "from": sender, "chat": chat, "text": text}
        return {"update_id": number, "message": message}

    return [one(number) for number in range(TURNS)]


async def prepare(tx: Tx, _: Desk) -> None:
    """The demo's roster, with as many sheets as there are turns."""
    await load_roster(tx)
    everyone = owners()
    await bind_everyone(tx, "telegram", {p.staff_id: str(5_000_000 + n) for n, p in enumerate(everyone)})
    for number in range(TURNS):
        owner = everyone[number % len(everyone)]
        await sheets.load(
            tx,
            year=2023,
            serial=number + 1,
            number=f"督导〔2023〕{number + 1:04d}号",
            state=SheetState.ISSUED,
            object="仙岳示例里3栋501、502",
            content="两户因漏水多次争吵,请上门了解,促成协商。",
            supporting="",
            requirements="见到双方本人;照片不少于1张。",
            handling_class=HandlingClass.ORDINARY,
            risk=Risk.YELLOW,
            community_id=owner.community_id,
            owner_id=owner.staff_id,
            issuer_id="P-ZX01",
            issued_at=tx.now,
            acknowledged_at=None,
            due_at=tx.now + timedelta(days=7),
            submitted_at=None,
            closed_at=None,
            outcome=None,
            returns=0,
            sign_by=tx.now + timedelta(hours=4),
            handed_at=tx.now,
            suspended_until=None,
            batch=None,
        )


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


async def main() -> None:
    """Print the table."""
    logs.configure("error", "auto")
    TelegramChannel.limits = NO_LIMITS
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
        for kind, database in urls.items():
            async with answering(script) as url:
                rates[f"Dudao on {kind}, a durable turn"] = await ours(database, folder / kind, url)
    base = rates["python-telegram-bot's echo bot, one after the other"]
    for what, found in rates.items():
        print(f"{what:<60}{found:>8,.0f}/s{found / base:>8.2f}x")


if __name__ == "__main__":
    asyncio.run(main())
