"""From the outbox to the channels: lease, send, mark.

A crash may repeat what was in flight, it never loses anything. Whose turn it is, `bot/lanes.py` says; the turns
of one moment are leased in one transaction, and what has been sent meanwhile (`bot/wire.py`) is marked in one.
What becomes of a failure, `bot/outcomes.py` decides.
"""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping
from functools import partial
from typing import Any

import structlog

from bot import outcomes
from bot.channels.base import Channel, ChannelError, TransientError
from bot.clock import Clock
from bot.lanes import Lanes, Turn
from bot.limits import UNLIMITED
from bot.pulse import Pulse
from bot.wire import Sending, Sent, Wire
from handlers import dispatch
from handlers.desk import Desk
from storage import outbox, said
from storage.db import Database, Tx
from storage.messages import Lane
from storage.outbox import Notice, Waiting

log = structlog.get_logger()

LOOKED_THROUGH = 500
"""Due messages that are looked through at a time for the chats that they are for."""
REST_SECONDS = 3
"""Where nothing may be said for so long, nobody waits for it; a timer wakes us."""


class _UnaskableError(Exception):
    """Whether a notice still holds could not be found out; the cause is a defect of ours, or a lost database."""

    def __init__(self, channel: str, turn: Turn, notice: Notice) -> None:
        super().__init__(notice.id)
        self.channel = channel
        self.turn = turn
        self.notice = notice


class Delivery:
    """Sends what is due, on every channel."""

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
        self._clock = clock
        self._desk = desk
        self._run_id = run_id
        self._wire = Wire(database, station, channels, desk, clock)
        self.pulses = {name: Pulse(clock.monotonic) for name in channels}
        self._lanes = {name: Lanes(channel.limits) for name, channel in channels.items()}
        self._unseen: dict[tuple[str, Lane], outbox.Place] = {}
        self._in_hand: set[int] = set()
        self._unmarked: list[Sent] = []
        self._undecided: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._conductor: asyncio.Task[None] | None = None
        self._marker: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()
        self._stopping = asyncio.Event()
        database.listen("outbox", self._wake)

    # From outside

    async def wake_due(self) -> None:
        """Look for everything that has become due, and take back what was leased by a run that is dead."""
        async with self._database.transaction(self._station) as tx:
            await self._take_back(tx)
            waiting = await outbox.channels(tx)
        for channel in waiting:
            self._of(channel)
        self._unseen |= {(channel, lane): outbox.START for channel in self._lanes for lane in Lane}
        self._mark_soon()
        self._go_on()

    async def settle(self) -> None:
        """Wait until nothing is left that may be said soon (for tests)."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def stop(self, within: float) -> None:
        """Finish what is in flight, for `within` seconds at most; what was not sent is handed back."""
        self._stopping.set()
        self._wire.stop()
        self._woken.set()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._mark()

    def _wake(self, keys: set[str]) -> None:
        for lane, channel, chat in map(Waiting.of, keys):
            if not chat or not self._of(channel).add(lane, chat):
                self._unseen.setdefault((channel, lane), outbox.START)
        self._go_on()

    def _of(self, channel: str) -> Lanes:
        """The lanes of a channel; of one that is gone too: what waits there is given up in the end."""
        if channel not in self._lanes:
            self._lanes[channel] = Lanes(UNLIMITED)
        return self._lanes[channel]

    async def _take_back(self, tx: Tx) -> None:
        """What an earlier run had in hand may have been said, or not."""
        for notice in await outbox.in_hand(tx):
            if notice.id not in self._in_hand:
                log.info("a lease taken back", notice=notice.id)
                await outcomes.in_doubt(tx, self._desk, notice, 0, "lease taken back")

    # Whose turn it is, and their leases

    def _go_on(self) -> None:
        self._woken.set()
        if self._conductor is None and not self._stopping.is_set():
            self._conductor = self._begin(self._conduct(), "delivery")

    async def _conduct(self) -> None:
        try:
            while not self._stopping.is_set():
                self._woken.clear()
                await self._look()
                if turns := self._take():
                    await self._lease(turns)
                elif await self._has_nothing_to_wait_for():
                    break
        except Exception:  # a lost database: the next sweep begins anew
            log.exception("delivery stopped; the next sweep wakes it")
        finally:
            self._conductor = None

    async def _has_nothing_to_wait_for(self) -> bool:
        """Wait for the next turn's time, or until something happens; True when neither is near."""
        now = self._clock.monotonic()
        waits = [wait for lanes in self._lanes.values() if (wait := lanes.wait(now)) is not None]
        loop = asyncio.get_running_loop()
        soon = min(waits, default=REST_SECONDS)
        if soon >= REST_SECONDS and len(self._tasks) == 1:  # it is ours
            if waits:
                loop.call_later(soon, self._go_on)
            return True
        alarm = loop.call_later(soon, self._woken.set)
        await self._woken.wait()
        alarm.cancel()
        return False

    async def _look(self) -> None:
        """Learn of more chats, where the outbox holds more than we know of and we know of few."""
        wanted = [(channel, lane) for channel, lane in self._unseen if self._of(channel).few(lane)]
        if not wanted:
            return
        async with self._database.transaction(self._station) as tx:
            for channel, lane in wanted:
                place: outbox.Place | None = self._unseen[channel, lane]
                while place and self._of(channel).few(lane):
                    chats, place = await outbox.due(tx, channel, lane, place, LOOKED_THROUGH)
                    for chat in chats:
                        self._of(channel).add(lane, chat)
                if place is None:
                    del self._unseen[channel, lane]
                else:
                    self._unseen[channel, lane] = (
                        outbox.START
                    )  # what waits behind a chat's first is found again

    def _take(self) -> list[tuple[str, Turn]]:
        now = self._clock.monotonic()
        return [
            (channel, turn)
            for channel, lanes in self._lanes.items()
            for turn in iter(partial(lanes.take, now), None)
        ]

    async def _lease(self, turns: list[tuple[str, Turn]]) -> None:
        """Lease what the turns are for, and send each at its time."""
        try:
            leased = await self._leased(turns)
        except Exception as error:
            if not isinstance(error, _UnaskableError):
                self._give_up(turns)
                raise
            await self._not_asked(error, turns)
            await self._lease([each for each in turns if each != (error.channel, error.turn)])
            return
        found = {(each.channel, each.turn) for each in leased}
        self._give_up([each for each in turns if each not in found])
        for each in leased:
            self._begin(self._deliver(each), f"notice {each.notice.id}")

    def _give_up(self, turns: list[tuple[str, Turn]]) -> None:
        for channel, turn in turns:
            self._lanes[channel].done(turn, more=False)

    async def _leased(self, turns: list[tuple[str, Turn]]) -> list[Sending]:
        """All in one transaction, the turns of a lane in one statement."""
        places: dict[tuple[str, Lane], dict[str, Turn]] = {}
        for channel, turn in turns:
            places.setdefault((channel, turn.lane), {})[turn.chat] = turn
        taken: set[int] = set()
        try:
            async with self._database.transaction(self._station) as tx:
                return [
                    each
                    for (channel, lane), of in places.items()
                    for each in await self._leased_in(tx, channel, lane, of, taken)
                ]
        except BaseException:
            self._in_hand -= taken
            raise

    async def _leased_in(
        self, tx: Tx, channel: str, lane: Lane, turns: dict[str, Turn], taken: set[int]
    ) -> list[Sending]:
        """What is to be said in a lane, by its chats' turns; the ids of what was leased for it go to `taken`."""
        standing: list[Notice] = []
        asked: Iterable[str] = turns
        while asked:
            found = await outbox.lease(tx, channel, lane, asked, self._run_id)
            taken |= {notice.id for notice in found}
            self._in_hand |= taken
            asked = []
            for notice in found:
                try:
                    holds = await dispatch.as_it_stands(tx, self._desk, notice)
                except Exception as error:
                    raise _UnaskableError(channel, turns[notice.chat], notice) from error
                if holds:
                    standing.append(holds)
                else:
                    self._in_hand.discard(notice.id)  # what stopped being true is not said
                    asked.append(notice.chat)
        more = await outbox.more(tx, channel, lane, [notice.chat for notice in standing])
        return [
            await self._sending(tx, channel, turns[notice.chat], notice, more=notice.chat in more)
            for notice in standing
        ]

    async def _sending(self, tx: Tx, channel: str, turn: Turn, notice: Notice, *, more: bool) -> Sending:
        message, twin = notice.message, None
        if notice.doubts and not message.repeatable:
            notice = await dispatch.said_again(tx, self._desk, notice)
        elif message.replaces:
            twin = await said.twin(tx, channel, turn.chat, message.replaces)
        return Sending(channel, turn, notice, twin, more)

    async def _not_asked(self, defect: _UnaskableError, turns: list[tuple[str, Turn]]) -> None:
        """Whether a notice still holds could not be found out (a defect of ours): it counts as a try."""
        channel, turn, notice = defect.channel, defect.turn, defect.notice
        log.error(
            "a notice could not be looked at again", notice=notice.id, purpose=notice.purpose, exc_info=defect
        )
        try:
            async with self._database.transaction(self._station) as tx:
                # it was undone with the question
                await outbox.lease(tx, channel, turn.lane, [turn.chat], self._run_id)
                self._in_hand.add(notice.id)
        except Exception:
            self._in_hand.discard(notice.id)
            self._give_up(turns)
            raise
        reason = TransientError(type(defect.__cause__).__name__)
        self._unmarked.append(Sent(Sending(channel, turn, notice, None, more=True), (), reason))
        self._mark_soon()

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._woken.set()

    async def _deliver(self, sending: Sending) -> None:
        lanes = self._lanes[sending.channel]
        sent = await self._wire.deliver(sending, lanes)
        if sent.error is None:
            lanes.answered(sending.turn)
        if isinstance(sent.error, ChannelError | None) and (pulse := self.pulses.get(sending.channel)):
            outcomes.note(sent.error, pulse)
        self._unmarked.append(sent)  # a new list by now, if others have been marked meanwhile
        self._mark_soon()

    # What became of it

    def _mark_soon(self) -> None:
        if self._unmarked and self._marker is None and not self._stopping.is_set():
            self._marker = self._begin(self._mark(), "marking")

    async def _mark(self) -> None:
        """Mark what has been sent, as long as there is any: all of a moment in one transaction."""
        try:
            while self._unmarked:
                together, self._unmarked = self._unmarked, []
                try:
                    await self._mark_all(together)
                except BaseException:  # they stay in hand: the next sweep marks them
                    left = [each for each in together if each.sending.notice.id in self._in_hand]
                    self._unmarked = left + self._unmarked
                    raise
        except Exception:
            log.exception("what was sent could not be marked yet")
        finally:
            self._marker = None

    async def _mark_all(self, together: list[Sent]) -> None:
        if done := [each for each in together if each.error is None]:
            async with self._database.transaction(self._station) as tx:
                await outbox.sent(tx, ((each.sending.notice, each.copies) for each in done))
        for each in done:
            self._over(each, more=each.sending.more)
        for each in together:
            if each.error is not None:
                await self._mark_failure(each)

    def _over(self, sent: Sent, *, more: bool) -> None:
        channel, turn, notice, *_ = sent.sending
        self._in_hand.discard(notice.id)
        self._lanes[channel].done(turn, more=more)
        self._woken.set()

    async def _mark_failure(self, sent: Sent) -> None:
        sending, _, error = sent
        notice = sending.notice
        waits: float | None = None
        try:
            async with self._database.transaction(self._station) as tx:
                if isinstance(error, ChannelError):
                    log.warning("not sent", notice=notice.id, reason=str(error), tries=notice.tries + 1)
                    pace = self._lanes[notice.channel].pace
                    now = self._clock.monotonic()
                    waits = await outcomes.decide(tx, self._desk, notice, error, pace, now)
                else:
                    await outbox.hand_back(tx, notice.id, tx.now, None)
        except Exception as defect:
            log.exception("a failure could not be dealt with", notice=notice.id)
            if notice.id not in self._undecided:
                self._undecided.add(notice.id)
                raise  # the database may have been gone: it is dealt with once more
            # what is behind it must go on all the same
            async with self._database.transaction(self._station) as tx:
                await outbox.fail(tx, notice.id, f"{error}; then {type(defect).__name__}")
        self._undecided.discard(notice.id)
        self._over(sent, more=waits is None)
        if waits is not None:
            key = Waiting(notice.lane, notice.channel, notice.chat).key
            asyncio.get_running_loop().call_later(waits, self._wake, {key})
