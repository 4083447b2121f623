"""The composition root: every part is made here, started in order, and stopped in reverse."""

import asyncio
import gc
import secrets
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import structlog

from bot import metrics
from bot.backup.nightly import Nightly
from bot.channels.base import Channel
from bot.channels.telegram import TelegramChannel
from bot.clock import Clock
from bot.config import Config, TelegramConfig
from bot.control import ControlServer
from bot.delivery import Delivery
from bot.intake import Intake
from bot.pulse import Pulse
from bot.serving import serve
from bot.timekeeper import Timekeeper
from bot.watchdog import Watchdog
from bot.web import create_web
from handlers import CAPABILITIES
from handlers.desk import Desk
from handlers.texts import Texts
from storage import stations
from storage.db import Database, Tx
from storage.opening import open_database
from storage.photos import PhotoStore
from storage.runlock import RunLock

log = structlog.get_logger()

FINISH_TURNS_SECONDS = 2
FINISH_SENDING_SECONDS = 3


@dataclass(frozen=True)
class Parts:
    """What a running bot is made of."""

    config: Config
    database: Database
    desk: Desk
    store: PhotoStore
    intake: Intake
    delivery: Delivery
    timekeeper: Timekeeper


Prepare = Callable[[Tx, Desk], Awaitable[None]]


COLLECT = (20_000, 20, 20)
"""Objects that a turn makes die by themselves: to look for circles among them after each 700 cost 5 % of its time."""


@asynccontextmanager
async def running(config: Config, clock: Clock, prepare: Prepare | None = None) -> AsyncIterator[Parts]:
    """A running bot; stopped within ten seconds when the block ends.

    `prepare` fills the database before anything starts (the demo). Raises InUseError when another
    process works on the data folder.
    """
    async with AsyncExitStack() as stack:
        lock = RunLock(config.storage.data_dir)
        stack.callback(lock.release)
        database = await open_database(config.storage.url.get_secret_value(), clock.now)
        stack.push_async_callback(database.close)
        store = PhotoStore(config.storage.photos)
        desk = Desk(
            settings=config.settings,
            texts=Texts(config.settings.time_zone),
            photos=store,
            capabilities=CAPABILITIES,
        )
        async with database.transaction(config.station.id) as tx:
            await stations.put_name(tx, config.station.name)
            if prepare:
                await prepare(tx, desk)
        channels: dict[str, Channel] = {}
        if config.telegram:
            telegram = TelegramChannel(
                config.telegram.token.get_secret_value(),
                config.telegram.api_url,
                store,
                pay=config.telegram.allow_paid_broadcast,
            )
            stack.push_async_callback(telegram.close)
            channels["telegram"] = telegram
        parts = _assemble(config, database, desk, store, channels, clock)
        await _start(parts, stack, clock)
        if config.telegram:
            await _listen(parts, telegram, config.telegram, stack, clock)
        gc.set_threshold(*COLLECT)
        log.info("running", station=config.station.id, channels=sorted(channels))
        yield parts
        log.info("stopping")


async def run(config: Config) -> None:
    """Run until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with running(config, Clock()):
        await stop.wait()


def _assemble(
    config: Config,
    database: Database,
    desk: Desk,
    store: PhotoStore,
    channels: dict[str, Channel],
    clock: Clock,
) -> Parts:
    station = config.station.id
    intake = Intake(database, station, channels, store, desk, clock)
    delivery = Delivery(database, station, channels, desk, clock, run_id=secrets.token_hex(4))

    async def wake_others() -> None:
        await delivery.wake_due()
        await intake.start()

    timekeeper = Timekeeper(database, station, desk, clock, wake_others)
    return Parts(config, database, desk, store, intake, delivery, timekeeper)


async def _start(parts: Parts, stack: AsyncExitStack, clock: Clock) -> None:
    """Start what works on the database; stopped in the order: receive nothing, finish turns, finish sending."""
    stack.push_async_callback(parts.delivery.stop, FINISH_SENDING_SECONDS)
    stack.push_async_callback(parts.timekeeper.stop, 1)
    stack.push_async_callback(parts.intake.stop, FINISH_TURNS_SECONDS)
    await parts.delivery.wake_due()
    await parts.intake.start()
    await parts.timekeeper.start()
    config = parts.config
    nightly = Nightly(parts.database, config, parts.store, parts.desk, clock)
    nightly.start()
    stack.push_async_callback(nightly.stop)
    control = ControlServer(parts.database, config)
    await control.start()
    stack.push_async_callback(control.stop)


async def _listen(
    parts: Parts, telegram: TelegramChannel, config: TelegramConfig, stack: AsyncExitStack, clock: Clock
) -> None:
    if config.mode == "webhook":
        secret = config.webhook_secret.get_secret_value() if config.webhook_secret else ""
        pulse = Pulse(clock.monotonic)
        listening = telegram.listen_by_webhook(config.webhook_url or "", secret, pulse)
    else:
        secret = ""
        pulse = Pulse(clock.monotonic, steady=True)
        listening = telegram.listen(parts.intake.receive, pulse)
    task = asyncio.create_task(listening, name="telegram")
    stack.push_async_callback(_cancel, task)

    async def push(update: dict[str, Any]) -> None:
        await parts.intake.receive(telegram.translate(update))

    watchdog = Watchdog(
        parts.database,
        parts.config.station.id,
        parts.desk,
        clock,
        {telegram.name: pulse},
        parts.delivery.pulses,
    )
    watchdog.start()
    stack.push_async_callback(watchdog.stop)

    async def ready() -> list[str]:
        async with parts.database.transaction(parts.config.station.id) as tx:
            await stations.name(tx)
        is_listening = not task.done() or (config.mode == "webhook" and task.exception() is None)
        return watchdog.troubles + ([] if is_listening else ["telegram: not listening"])

    async def measure() -> bytes:
        async with parts.database.transaction(parts.config.station.id) as tx:
            return await metrics.exposition(tx)

    web = create_web(ready, measure, push if config.mode == "webhook" else None, secret)
    address = await stack.enter_async_context(serve(web, parts.config.web.host, parts.config.web.port))
    log.info("web server", address=address)


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
