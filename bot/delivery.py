"""From the outbox to the channels: lease, send, mark.

A crash may repeat what was in flight, it never loses anything. Order inside a chat is kept (what
waits for its next try holds its chat), chats go side by side. What becomes of a failure is decided here, once, from the channels' closed set.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial

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
from handlers import dispatch, documents
from handlers.desk import Desk
from storage import addresses, outbox
from storage.db import Database, Tx
from storage.messages import Outgoing
from storage.outbox import Notice

log = structlog.get_logger()

IN_FLIGHT = 8
"""Requests at once to a platform; its HTTP client gets slower with more (docs/decisions/0002-delivery.md)."""
TRIES = 8
RETRY_SECONDS = (1, 2, 5, 15, 60, 120, 300)
SHOUT_SECONDS = 60


class _StoppingError(Exception):
    """The bot is to stop while a notice waits for its turn to be sent."""


class Delivery:
    """Sends what is due, one task per chat."""

    def __init__(
        self,
        database: Database,
        station: str,
        channels: Mapping[str, Channel],
        desk: Desk,
        clock: Clock,
        *,
        run_id: str,
    ) -> None:
        self._database = database
        self._station = station
        self._channels = channels
        self._clock = clock
        self._desk = desk
        self._run_id = run_id
        self._paces = {name: Pace(channel.limits) for name, channel in channels.items()}
        self._in_flight = {name: asyncio.Semaphore(IN_FLIGHT) for name in channels}
        self._making = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._workers = Workers(self._send_next)
        database.listen("outbox", self._workers.wake)

    async def wake_due(self) -> None:
        """Begin with every chat for which something has become due."""
        async with self._database.transaction(self._station) as tx:
            await self._take_back(tx)
            chats = await outbox.chats(tx)
        self._workers.wake(chats)

    async def _take_back(self, tx: Tx) -> None:
        """Free what is leased though no worker has it in hand: that of an earlier run, or of a lost database."""
        for notice in await outbox.in_hand(tx):
            if not self._workers.busy(notice.chat_key):
                log.info("a lease taken back", notice=notice.id)
                await outbox.hand_back(tx, notice.id, tx.now, "lease taken back", failed=False)

    async def settle(self) -> None:
        """Wait until nothing that is due is left (for tests)."""
        await self._workers.settle()

    async def stop(self, within: float) -> None:
        """Finish what is in flight, for `within` seconds at most; whatever else is leased is handed back."""
        self._stopping.set()
        await self._workers.stop(within)
        async with self._database.transaction(self._station) as tx:
            await self._take_back(tx)

    async def _send_next(self, chat: str) -> bool:
        """Send the oldest due message of a chat; False when there was none, or the bot stops."""
        notice, leased = None, None
        try:
            async with self._database.transaction(self._station) as tx:
                leased = await outbox.lease(tx, chat, self._run_id)
                notice = await dispatch.as_it_stands(tx, self._desk, leased) if leased else None
        except Exception as error:
            if leased is None:
                raise
            log.exception("a notice could not be looked at again", notice=leased.id, purpose=leased.purpose)
            await self._not_asked(leased, error)
            return True
        if notice is None:
            return leased is not None  # what stopped being true is not said; the next one may be
        try:
            copy = await self._send(notice)
        except _StoppingError:
            return False  # `stop` hands it back
        except ChannelError as error:
            await self._mark_failure(notice, error)
        except Exception as error:  # a defect of ours must not stop the chats behind it
            log.exception("sending failed unexpectedly", notice=notice.id)
            await self._mark_failure(notice, TransientError(type(error).__name__))
        else:
            async with self._database.transaction(self._station) as tx:
                await outbox.sent(tx, notice, copy)
            log.debug("sent", notice=notice.id, chat=chat, lane=notice.lane)
        return True

    async def _not_asked(self, notice: Notice, error: Exception) -> None:
        """Whether a notice still holds could not be found out (a defect of ours): it counts as a try."""
        async with self._database.transaction(self._station) as tx:
            await outbox.lease(tx, notice.chat_key, self._run_id)  # the lease was undone with the question
        await self._mark_failure(notice, TransientError(type(error).__name__))

    async def _send(self, notice: Notice) -> str | None:
        """Send when its chat and the platform allow it; a chat that has to wait holds no place in flight."""
        message = await self._whole(notice)
        pace = self._paces[notice.channel]
        is_message = notice.message.answers is None  # an answer to a press takes no place
        if is_message:
            await self._pause(pace.wait_in_chat(notice.chat, self._clock.monotonic()))
        async with self._in_flight[notice.channel]:
            while True:
                now = self._clock.monotonic()
                await self._pause(pace.take(notice.chat, now) if is_message else pace.silence(now))
                if not pace.silence(self._clock.monotonic()):  # it may have been asked for meanwhile
                    break
            return await self._channels[notice.channel].send(notice.chat, message)

    async def _whole(self, notice: Notice) -> Outgoing:
        """The message, with its document if it names one: of those one at a time is made, it takes a while."""
        if notice.message.document is None:
            return notice.message
        async with self._making:
            transaction = partial(self._database.transaction, self._station)
            return await documents.completed(
                notice.message, notice.channel, notice.chat, self._desk, transaction
            )

    async def _pause(self, seconds: float) -> None:
        """Wait; raises _StoppingError as soon as the bot is to stop."""
        if seconds > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), seconds)
        if self._stopping.is_set():
            raise _StoppingError

    async def _mark_failure(self, notice: Notice, error: ChannelError) -> None:
        log.warning("not sent", notice=notice.id, chat=notice.chat, reason=str(error), tries=notice.tries + 1)
        try:
            async with self._database.transaction(self._station) as tx:
                await self._decide(tx, notice, error)
        except Exception as defect:  # what is behind it must go on all the same
            log.exception("a failure could not be dealt with", notice=notice.id)
            async with self._database.transaction(self._station) as tx:
                await outbox.fail(tx, notice.id, f"{error}; then {type(defect).__name__}")

    async def _decide(self, tx: Tx, notice: Notice, error: ChannelError) -> None:
        again = notice.tries + 1 < TRIES and notice.message.answers is None  # a toast is of use at once only
        match error:
            case RetryAfterError():
                self._paces[notice.channel].refused(notice.chat, error.seconds, self._clock.monotonic())
                await self._hold(tx, notice, error.seconds, str(error))
            case UnauthorisedError():
                log.error("the platform refuses us: check the token", channel=notice.channel)
                self._paces[notice.channel].pause(SHOUT_SECONDS, self._clock.monotonic())
                await self._hold(tx, notice, SHOUT_SECONDS, str(error))
            case TransientError() if again:
                seconds = RETRY_SECONDS[min(notice.tries, len(RETRY_SECONDS) - 1)]
                await self._hold(tx, notice, seconds, str(error), failed=True)
            case MovedError() if again:
                await addresses.move(tx, notice.channel, notice.chat, error.chat_now)
                await outbox.hand_back(tx, notice.id, tx.now, str(error), failed=True)
                await outbox.move(tx, notice.channel, notice.chat, error.chat_now)
            case UnreachableError():
                await outbox.fail(tx, notice.id, str(error))
                if await addresses.mark(tx, notice.channel, notice.chat, str(error)):
                    await outbox.cancel(tx, notice.channel, notice.chat)
                    await dispatch.unreachable(tx, self._desk, notice.channel, notice.chat, str(error))
            case _:
                log.error("given up", notice=notice.id, reason=str(error))
                await outbox.fail(tx, notice.id, str(error))
                if notice.message.answers is None and notice.subject != dispatch.REPORT:
                    await dispatch.report(tx, self._desk, "notice", notice.id)

    async def _hold(
        self, tx: Tx, notice: Notice, seconds: float, reason: str, *, failed: bool = False
    ) -> None:
        """Hand back for later; its chat waits with it."""
        await outbox.hand_back(tx, notice.id, tx.now + timedelta(seconds=seconds), reason, failed=failed)
        asyncio.get_running_loop().call_later(seconds, self._workers.wake, {notice.chat_key})
