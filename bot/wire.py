"""On the wire: one message is sent at its time, and what happened is noted."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import structlog

from bot import metrics
from bot.channels.base import Channel, ChannelError, GoneError, TransientError
from bot.clock import Clock
from bot.lanes import Lanes, Turn
from handlers import documents
from handlers.desk import Desk
from storage.db import Database
from storage.messages import Outgoing
from storage.outbox import Notice

log = structlog.get_logger()


class NotNowError(Exception):
    """The time of a turn has not come, or the platform has asked for silence meanwhile: nothing was sent."""


class Sending(NamedTuple):
    """A turn that was taken on a channel, and the notice leased for it; an edit may be meant for two copies."""

    channel: str
    turn: Turn
    notice: Notice
    twin: str | None
    more: bool


class Sent(NamedTuple):
    """What became of it: the platform's ids of the copies, or the error."""

    sending: Sending
    copies: Sequence[str]
    error: ChannelError | NotNowError | None


class Wire:
    """Sends on every channel, until it is told to stop."""

    def __init__(
        self, database: Database, station: str, channels: Mapping[str, Channel], desk: Desk, clock: Clock
    ) -> None:
        self._database = database
        self._station = station
        self._channels = channels
        self._desk = desk
        self._clock = clock
        self._under_way: set[int] = set()
        self._making = asyncio.Lock()
        self._stopping = False

    def stop(self) -> None:
        """Begin with no other message."""
        self._stopping = True

    async def deliver(self, sending: Sending, lanes: Lanes) -> Sent:
        """Send it at its time, unless the pace of `lanes`, its channel's, has been told to be silent by then."""
        notice = sending.notice
        copies: Sequence[str] = ()
        error: ChannelError | NotNowError | None = None
        try:
            copies = await self._send(sending, lanes)
        except (ChannelError, NotNowError) as failure:
            error = failure
        except asyncio.CancelledError:
            error = TransientError("stopped", unknown=True) if notice.id in self._under_way else NotNowError()
        except Exception as failure:  # a defect of ours must not stop the chats behind it
            log.exception("sending failed unexpectedly", notice=notice.id)
            error = TransientError(type(failure).__name__)
        self._under_way.discard(notice.id)
        return Sent(sending, copies, error)

    async def _send(self, sending: Sending, lanes: Lanes) -> Sequence[str]:
        notice = sending.notice
        message = await self._whole(notice)
        wait = lanes.leave(sending.turn, self._clock.monotonic())
        while wait > 0:
            await asyncio.sleep(wait)
            wait = lanes.leave(sending.turn, self._clock.monotonic())
        now = self._clock.monotonic()
        if self._stopping or lanes.pace.silence(now) or lanes.pace.held(notice.chat) > now:
            raise NotNowError
        channel = self._channels[sending.channel]
        self._under_way.add(notice.id)
        copies = await _timed(channel, notice.chat, message)
        if sending.twin:
            try:
                await _timed(channel, notice.chat, message.model_copy(update={"replaces": sending.twin}))
            except GoneError:
                log.info("the other copy is gone", notice=notice.id)
        return copies

    async def _whole(self, notice: Notice) -> Outgoing:
        """The message, with its document if it names one: of those one at a time is made, it takes a while."""
        if notice.message.document is None:
            return notice.message
        async with self._making:
            transaction = partial(self._database.transaction, self._station)
            return await documents.completed(
                notice.message, notice.channel, notice.chat, self._desk, transaction
            )


async def _timed(channel: Channel, chat: str, message: Outgoing) -> Sequence[str]:
    try:
        with metrics.sending_seconds(channel.name).time():
            copies = await channel.send(chat, message)
    except ChannelError as error:
        metrics.count_sending(channel.name, error)
        raise
    metrics.count_sending(channel.name, None)
    return copies
