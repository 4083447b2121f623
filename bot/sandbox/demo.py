"""The demo: a Bot API server, a station and its phones in one process, with no account and no network."""

import asyncio
import random
import secrets
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.app import running
from bot.clock import Clock
from bot.config import BackupConfig, Config, StationConfig, StorageConfig, TelegramConfig, WebConfig
from bot.sandbox import demo_clocks, demo_enforcement, demo_reviews, demo_station
from bot.sandbox.botapi import create_app
from bot.sandbox.floods import EVERYTHING
from bot.sandbox.phones import Landmark, mount
from bot.sandbox.world import World
from bot.serving import serve
from handlers.desk import Desk
from handlers.settings import Settings
from handlers.texts import Texts
from storage.db import Tx

OPENED = ("P-ZX01", "P-YI01", "P-SQ00")
"""Whose phones a newcomer sees first: the quality post, an officer, and the lead of the officer's team."""

RULES = tuple(Settings.model_fields.keys() & Config.model_fields.keys())
"""The sections of a configuration that say how a station works."""


async def run(
    host: str,
    port: int,
    when_open: Callable[[str], None],
    rules: Config | None = None,
    *,
    limited: bool = False,
    percent: int = 0,
) -> None:
    """Run the demo until SIGTERM or SIGINT; `when_open` is given the page's address.

    Of `rules` the sections about how a station works are used, nothing of its data. Its Telegram is `limited` as
    the real one, and of what the bot says so many `percent` go wrong. OSError if the port is taken.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with TemporaryDirectory(prefix="dudao-demo-") as folder:
        async with demo(Path(folder), host, port, rules) as (address, world):
            world.faults.floods.overall = EVERYTHING if limited else None
            world.faults.share = percent / 100
            when_open(address)
            await stop.wait()


@asynccontextmanager
async def demo(
    folder: Path, host: str, port: int, rules: Config | None = None
) -> AsyncIterator[tuple[str, World]]:
    """The running demo: the page's address and the world behind it."""
    clock = Clock(demo_station.demo_now())
    data = demo_station.demo_data()["station"]
    token = f"{random.randrange(10**8, 10**9)}:{secrets.token_urlsafe(27)[:35]}"  # noqa: S311 - the number is no secret
    world = World(clock, token=token, bot_name=data["bot_name"], bot_username="dudao_demo_bot")
    chats = _give_phones(world, Texts(Settings().time_zone))
    app = create_app(world)
    landmarks = [Landmark(**each) for each in demo_station.demo_data()["landmarks"]]
    mount(app, world, station=data["name"], landmarks=landmarks, opened=OPENED)

    async def prepare(tx: Tx, desk: Desk) -> None:
        await demo_station.load_roster(tx)
        await demo_station.bind_everyone(tx, "telegram", chats)
        await demo_station.load_sheets(tx, desk)
        await demo_enforcement.load_issues(tx, desk)
        await demo_reviews.load_reviews(tx, desk)
        await demo_clocks.load_clocks(tx, desk)

    async with serve(app, host, port) as address:
        config = Config(
            station=StationConfig(id=data["station_id"], name=data["name"], bot_name=data["bot_name"]),
            storage=StorageConfig(data_dir=folder),
            telegram=TelegramConfig(token=SecretStr(token), api_url=address),
            web=WebConfig(port=0),
            backup=BackupConfig(keep_daily=0),
            **({name: getattr(rules, name) for name in RULES} if rules else {}),
        )
        async with running(config, clock, prepare):
            yield address, world


def _give_phones(world: World, texts: Texts) -> dict[str, str]:
    """Everyone has a phone; those who are enrolled have started the bot. Gives staff id to chat."""
    chats = {}
    enrolled = demo_station.enrolled()
    for person in demo_station.demo_people():
        owner = world.add_person(person.staff_id, person.name, texts.plain(f"team-{person.team}"))
        chats[person.staff_id] = str(owner.user_id)
        if person.staff_id in enrolled:
            world.phones[person.staff_id].started = True
    return chats
