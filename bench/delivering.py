"""How many messages a second go through the whole delivery, each leased and marked durably, to a server that takes all.

Five for each of a thousand people, without a platform's limits. Beside it, in the same run: aiohttp's bare client,
aiogram's and python-telegram-bot's own loops, which keep nothing. Server and sender have a process each, on the same machine.
"""

import asyncio
import gc
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from telegram.request import HTTPXRequest

from bench.answering import answering
from bench.databases import both
from bench.peers import aiogram_sends
from bench.seeding import STATION, chat_of
from bench.sending import BUTTONS, IN_FLIGHT, TEXT, bare, library
from bot import logs
from bot.app import COLLECT
from bot.channels.telegram import TelegramChannel
from bot.clock import Clock
from bot.delivery import Delivery
from bot.limits import UNLIMITED
from handlers import CAPABILITIES
from handlers.desk import Desk
from handlers.settings import Settings
from handlers.texts import Texts
from storage import outbox
from storage.messages import Lane, Outgoing
from storage.opening import open_database
from storage.photos import PhotoStore
from tests.service import TOKEN

CHATS, EACH = 1_000, 5


async def ours(database_url: str, folder: Path, api_url: str) -> float:
    """Everything between the commit of five thousand messages and the mark of the last."""
    clock = Clock()
    database = await open_database(database_url, clock.now)
    store = PhotoStore(folder)
    desk = Desk(Settings(), Texts(Settings().time_zone), store, CAPABILITIES)
    channel = TelegramChannel(TOKEN, api_url, store, pay=True)
    channel.limits = UNLIMITED._replace(in_flight=channel.limits.in_flight)
    delivery = Delivery(database, STATION, {"telegram": channel}, desk, clock, run_id="this run")
    try:
        async with database.transaction(STATION) as tx:
            for _ in range(EACH):
                for number in range(CHATS):
                    message = Outgoing(text=TEXT, buttons=BUTTONS)
                    await outbox.append(tx, "telegram", chat_of(number), message, lane=Lane.BULK)
        began = time.perf_counter()
        await delivery.settle()
        return CHATS * EACH / (time.perf_counter() - began)
    finally:
        await delivery.stop(1)
        await channel.close()
        await database.close()


async def main() -> None:
    """Print the table."""
    logs.configure("error", "auto")
    gc.set_threshold(*COLLECT)
    with TemporaryDirectory() as name, both() as urls:
        async with answering() as url:
            rates = {"bare aiohttp client": await bare(url)}
            for kind, database in urls.items():
                rates[f"our delivery on {kind}"] = await ours(database, Path(name), url)
            rates["aiogram's send_message"] = await aiogram_sends(url, CHATS * EACH, IN_FLIGHT)
            rates["python-telegram-bot's send_message"] = await library(url, HTTPXRequest(), CHATS)
    base = rates["bare aiohttp client"]
    for what, found in rates.items():
        print(f"{what:<60}{found:>8,.0f}/s{found / base:>8.2f}")


if __name__ == "__main__":
    asyncio.run(main())
