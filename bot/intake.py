"""From the channels to the handlers: commit what arrives, then one transaction for each turn.

Nothing is confirmed to a platform before it is in the inbox; nothing leaves the inbox but by a turn
that is committed whole, or parked after a bounded number of tries.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

import structlog

from bot import metrics
from bot.channels.base import Channel, ChannelError, RetryAfterError, TransientError
from bot.clock import Clock
from bot.limits import UNLIMITED, Limits, Pace
from bot.workers import Workers
from handlers import dispatch
from handlers.desk import Desk
from handlers.refusal import Refused
from handlers.tables.reading import IN_CHAT, UnreadableError, lines
from storage import inbox, photos
from storage.db import Database, Tx
from storage.inbox import Arrival
from storage.messages import Attached, Incoming, IncomingKind, Photo, channel_of
from storage.photos import PhotoStore, StoredPhoto

log = structlog.get_logger()

TRIES = 3
RETRY_SECONDS = (1, 5)
FETCH_TRIES = 6
FETCH_RETRY_SECONDS = (1, 2, 5, 10, 30)


class Intake:
    """Receives, and lets each chat have its turns in order."""

    def __init__(
        self,
        database: Database,
        station: str,
        channels: Mapping[str, Channel],
        store: PhotoStore,
        desk: Desk,
        clock: Clock,
    ) -> None:
        self._database = database
        self._station = station
        self._channels = channels
        self._store = store
        self._desk = desk
        self._clock = clock
        self._pace = {
            name: Pace(Limits(overall=UNLIMITED.overall, chat=channel.limits.heard))
            for name, channel in channels.items()
        }
        self._resting: set[str] = set()
        self._workers = Workers(self._handle_next)
        database.listen("inbox", self._workers.wake)

    async def receive(self, messages: Sequence[Incoming]) -> None:
        """Commit what has arrived; once this returns the platform may forget it."""
        async with self._database.transaction(self._station) as tx:
            await inbox.add(tx, messages)

    async def start(self) -> None:
        """Go on with what was not handled yet."""
        async with self._database.transaction(self._station) as tx:
            chats = await inbox.chats(tx)
        self._workers.wake(chats)

    async def settle(self) -> None:
        """Wait until every chat has had its turns (for tests)."""
        await self._workers.settle()

    async def stop(self, within: float) -> None:
        """Finish the turns in hand, start no other."""
        await self._workers.stop(within)

    async def _handle_next(self, chat: str, read: Incoming | None = None) -> bool:
        """Handle the oldest message of a chat; False when there is none that may be handled now.

        `read` is that message with the file in it, which is kept nowhere.
        """
        if read is None and self._is_too_fast(chat):
            return False
        arrival, is_ready, began = None, False, self._clock.monotonic()
        try:
            async with self._database.transaction(self._station) as tx:
                arrival = await inbox.first(tx, chat)
                if arrival and read and read.provider_id == arrival.message.provider_id:
                    arrival = arrival.model_copy(update={"message": read})
                if arrival and (is_ready := await self._is_ready(tx, arrival)):
                    self._count(chat)
                    await self._turn(tx, arrival)
        except Refused as refusal:
            assert arrival is not None  # noqa: S101 - who else would refuse
            async with self._database.transaction(self._station) as tx:
                if await inbox.claim(tx, arrival.id):
                    await photos.add(tx, _stored(arrival.message))
                    await dispatch.refuse(tx, arrival.message, self._desk, refusal)
            metrics.turns.labels(outcome="refused").inc()
            return True
        except Exception as error:  # whatever it is: undone, tried again, then parked
            if arrival is None:
                raise
            log.exception("a turn failed", arrival=arrival.id, tries=arrival.tries + 1)
            metrics.turns.labels(outcome="failed").inc()
            await self._set_aside(arrival, type(error).__name__)
            return True
        if arrival and is_ready:
            metrics.turns.labels(outcome="done").inc()
            metrics.turn_seconds.observe(self._clock.monotonic() - began)
            return arrival.followed  # what comes later wakes this chat
        return await self._make_ready(arrival) if arrival else False

    def _is_too_fast(self, chat: str) -> bool:
        """Whether a chat has had so many turns that the next one waits; it is woken for that."""
        pace, now = self._pace.get(channel_of(chat)), self._clock.monotonic()
        wait = pace.chat_free(chat) - now if pace else 0
        if wait > 0 and chat not in self._resting:
            self._resting.add(chat)
            asyncio.get_running_loop().call_later(wait, self._has_rested, chat)
        return wait > 0

    def _has_rested(self, chat: str) -> None:
        self._resting.discard(chat)
        self._workers.wake({chat})

    def _count(self, chat: str) -> None:
        if pace := self._pace.get(channel_of(chat)):
            pace.take(chat, self._clock.monotonic())

    async def _is_ready(self, tx: Tx, arrival: Arrival) -> bool:
        message = arrival.message
        return (
            arrival.next_try_at <= self._clock.now()
            and message.kind != IncomingKind.UNREADABLE
            and not _to_fetch(message)
            and not await dispatch.awaits_file(tx, message, self._desk)
        )

    async def _turn(self, tx: Tx, arrival: Arrival) -> None:
        """The claim, what the handler changes, and what it says, in one transaction."""
        if await inbox.claim(tx, arrival.id):
            await photos.add(tx, _stored(arrival.message))
            await dispatch.handle(tx, arrival.message, self._desk)

    async def _make_ready(self, arrival: Arrival) -> bool:
        """Wait, fetch, or give up: what a message needs before its turn."""
        wait = (arrival.next_try_at - self._clock.now()).total_seconds()
        if wait > 0:
            asyncio.get_running_loop().call_later(wait, self._workers.wake, {arrival.chat})
            return False
        if arrival.message.kind == IncomingKind.UNREADABLE:
            await self._park(arrival, "an update that could not be read")
            return True
        if _to_fetch(arrival.message):
            return await self._fetch_photos(arrival)
        return await self._read_file(arrival)

    async def _set_aside(self, arrival: Arrival, reason: str) -> None:
        if arrival.tries + 1 >= TRIES:
            await self._park(arrival, reason)
            return
        async with self._database.transaction(self._station) as tx:
            seconds = RETRY_SECONDS[arrival.tries]
            await inbox.postpone(tx, arrival.id, tx.now + timedelta(seconds=seconds), reason)

    async def _park(self, arrival: Arrival, reason: str) -> None:
        """Give up on a message, and say so; what is behind it goes on even if that cannot be said."""
        log.error("parked", arrival=arrival.id, reason=reason)
        try:
            async with self._database.transaction(self._station) as tx:
                if await inbox.park(tx, arrival.id, reason):
                    await dispatch.apologise(tx, arrival.message, self._desk, reference=arrival.id)
        except Exception:
            log.exception("parked without a word to anyone", arrival=arrival.id)
            async with self._database.transaction(self._station) as tx:
                await inbox.park(tx, arrival.id, reason)

    async def _read_file(self, arrival: Arrival) -> bool:
        """Read the table that a person was asked for, then let them have their turn with it."""
        attached = arrival.message.attached
        assert attached is not None  # noqa: S101 - it is awaited
        try:
            read = await self._table(arrival, attached)
        except ChannelError as error:
            return await self._fetch_later(arrival, error)
        return await self._handle_next(arrival.chat, arrival.message.model_copy(update={"attached": read}))

    async def _table(self, arrival: Arrival, attached: Attached) -> Attached:
        if (attached.size or 0) > IN_CHAT.bytes:
            return attached.model_copy(update={"fault": "table-too-large"})
        try:
            content = await self._channels[arrival.message.channel].fetch(attached)
            found = await asyncio.to_thread(lines, content, attached.name, IN_CHAT)
            return attached.model_copy(update={"lines": tuple(found)})
        except UnreadableError as error:
            return attached.model_copy(update={"fault": error.key})
        except (RetryAfterError, TransientError):
            if arrival.tries + 1 < FETCH_TRIES:
                raise
        except ChannelError as error:
            log.warning("a file was given up", arrival=arrival.id, reason=str(error))
        return attached.model_copy(update={"fault": "table-lost"})

    async def _fetch_later(self, arrival: Arrival, error: ChannelError) -> bool:
        seconds = FETCH_RETRY_SECONDS[min(arrival.tries, len(FETCH_RETRY_SECONDS) - 1)]
        if isinstance(error, RetryAfterError):
            seconds = max(seconds, int(error.seconds) + 1)
        log.warning("what was sent could not be fetched yet", arrival=arrival.id, reason=str(error))
        async with self._database.transaction(self._station) as tx:
            await inbox.postpone(tx, arrival.id, tx.now + timedelta(seconds=seconds), str(error))
        return True

    async def _fetch_photos(self, arrival: Arrival) -> bool:
        """Get the pictures into the store before the turn; returns True once all are decided."""
        try:
            fetched = [await self._fetch(arrival, photo) for photo in arrival.message.photos]
        except ChannelError as error:
            return await self._fetch_later(arrival, error)
        async with self._database.transaction(self._station) as tx:
            message = arrival.message.model_copy(update={"photos": tuple(fetched)})
            await inbox.remember(tx, arrival.id, message)
        sizes = [each.size or 0 for each in fetched if each.sha256]
        metrics.photos_stored.inc(len(sizes))
        metrics.photo_bytes.inc(sum(sizes))
        return True

    async def _fetch(self, arrival: Arrival, photo: Photo) -> Photo:
        if photo.sha256 or photo.refused:
            return photo
        failure: ChannelError
        try:
            content = await self._channels[arrival.message.channel].fetch(photo)
            if not await self._store.is_picture(content):
                return photo.model_copy(update={"refused": True})
            return photo.model_copy(update={"sha256": await self._store.save(content), "size": len(content)})
        except ChannelError as error:
            failure = error
        except Exception as error:  # a defect of ours, or a full disk
            log.exception("a photo could not be stored", arrival=arrival.id)
            failure = TransientError(type(error).__name__)
        if isinstance(failure, RetryAfterError | TransientError) and arrival.tries + 1 < FETCH_TRIES:
            raise failure
        log.warning("a photo was given up", arrival=arrival.id, reason=str(failure))
        return photo.model_copy(update={"lost": True})


def _to_fetch(message: Incoming) -> bool:
    return any(not (photo.sha256 or photo.refused or photo.lost) for photo in message.photos)


def _stored(message: Incoming) -> list[StoredPhoto]:
    return [
        StoredPhoto(sha256=photo.sha256, size=photo.size or 0) for photo in message.photos if photo.sha256
    ]
