"""From the outbox to the channels: lease, send, mark.

A crash may repeat what was in flight, it never loses anything. Order inside a chat is kept, chats go
side by side. What becomes of a failure is decided here, once, from the channels' closed set.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import structlog

from bot.channels.base import (
    Channel,
    ChannelError,
    MovedError,
    RetryAfterError,
    TransientError,
    UnauthorisedError,
    UnreachableError,
)
from bot.clock import Clock
from bot.limits import Pace
from bot.workers import Workers
from storage import addresses, outbox
from storage.db import Database, Tx
from storage.outbox import Notice

log = structlog.get_logger()

IN_FLIGHT = 8
"""Requests at once; the HTTP client gets slower with more (docs/decisions/0002-delivery.md)."""
TRIES = 8
RETRY_SECONDS = (1, 2, 5, 15, 60, 120, 300)
SHOUT_SECONDS = 60

WhenUnreachable = Callable[[Tx, str, str, str], Awaitable[None]]
"""Called with channel, chat and reason in the transaction that records it, the first time only."""


class Delivery:
    """Sends what is due, one task per chat."""

    def __init__(
        self,
        database: Database,
        station: str,
        channels: Mapping[str, Channel],
        clock: Clock,
        when_unreachable: WhenUnreachable,
        *,
        run_id: str,
    ) -> None:
        self._database = database
        self._station = station
        self._channels = channels
        self._clock = clock
        self._when_unreachable = when_unreachable
        self._run_id = run_id
        self._paces = {name: Pace(channel.limits) for name, channel in channels.items()}
        self._in_flight = asyncio.Semaphore(IN_FLIGHT)
        self._workers = Workers(self._send_next)
        database.listen("outbox", self._workers.wake)

    async def start(self) -> None:
        """Take back what an earlier run had leased, then send what waits."""
        async with self._database.transaction(self._station) as tx:
            reclaimed = await outbox.reclaim(tx)
        if reclaimed:
            log.info("leases taken back", notices=reclaimed)
        await self.wake_due()

    async def wake_due(self) -> None:
        """Begin with every chat for which something has become due."""
        async with self._database.transaction(self._station) as tx:
            chats = await outbox.chats(tx)
        self._workers.wake(set(chats))

    async def settle(self) -> None:
        """Wait until nothing that is due is left (for tests)."""
        await self._workers.settle()

    async def stop(self, within: float) -> None:
        """Finish what is in flight, start nothing new."""
        await self._workers.stop(within)

    async def _send_next(self, chat: str) -> bool:
        """Send the oldest due message of a chat; False when there was none."""
        async with self._database.transaction(self._station) as tx:
            notice = await outbox.lease(tx, chat, self._run_id)
        if notice is None:
            return False
        try:
            async with self._in_flight:
                await self._wait_for_a_place(notice)
                copy = await self._channels[notice.channel].send(notice.chat, notice.message)
        except ChannelError as error:
            await self._mark_failure(notice, error)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # a defect of ours must not stop the chats behind it
            log.exception("sending failed unexpectedly", notice=notice.id)
            await self._mark_failure(notice, TransientError(type(error).__name__))
        else:
            async with self._database.transaction(self._station) as tx:
                await outbox.sent(tx, notice, copy)
            log.debug("sent", notice=notice.id, chat=chat, lane=notice.lane)
        return True

    async def _wait_for_a_place(self, notice: Notice) -> None:
        pace = self._paces[notice.channel]
        if notice.message.answers is None:  # an answer to a press is no message: it takes no place
            await asyncio.sleep(pace.wait_in_chat(notice.chat, self._clock.monotonic()))
            await asyncio.sleep(pace.wait_overall(self._clock.monotonic()))
        if pause := pace.paused(self._clock.monotonic()):
            await asyncio.sleep(pause)

    async def _mark_failure(self, notice: Notice, error: ChannelError) -> None:
        log.warning("not sent", notice=notice.id, chat=notice.chat, reason=str(error), tries=notice.tries)
        async with self._database.transaction(self._station) as tx:
            match error:
                case RetryAfterError():
                    self._paces[notice.channel].pause(error.seconds, self._clock.monotonic())
                    await self._try_again(tx, notice, error.seconds, str(error))
                case UnauthorisedError():
                    log.error("the platform refuses us: check the token", channel=notice.channel)
                    self._paces[notice.channel].pause(SHOUT_SECONDS, self._clock.monotonic())
                    await self._try_again(tx, notice, SHOUT_SECONDS, str(error))
                case TransientError() if notice.tries < TRIES and notice.message.answers is None:
                    seconds = RETRY_SECONDS[min(notice.tries, len(RETRY_SECONDS)) - 1]
                    await self._try_again(tx, notice, seconds, str(error))
                case MovedError():
                    await addresses.move(tx, notice.channel, notice.chat, error.chat_now)
                    await outbox.hand_back(tx, notice.id, tx.now, str(error))
                    await outbox.move(tx, notice.channel, notice.chat, error.chat_now)
                case UnreachableError():
                    await outbox.fail(tx, notice.id, str(error))
                    if await addresses.mark(tx, notice.channel, notice.chat, str(error)):
                        await outbox.cancel(tx, notice.channel, notice.chat)
                        await self._when_unreachable(tx, notice.channel, notice.chat, str(error))
                case _:
                    await outbox.fail(tx, notice.id, str(error))

    async def _try_again(self, tx: Tx, notice: Notice, seconds: float, reason: str) -> None:
        await outbox.hand_back(tx, notice.id, tx.now + timedelta(seconds=seconds), reason)
        asyncio.get_running_loop().call_later(seconds, self._workers.wake, {notice.chat})
