"""Announcements live at random: sent, paused, corrected, taken back, while sends fail and people come and go.

After every step the invariants are read from the database and from what the phones were sent:

- nobody is told who is not of the audience, nor an account that was lost
- nothing goes out while it is paused, nor once it was stopped or taken back
- every copy stands in exactly one line of the report

At the end everyone can be reached again, and then

- no phone shows what was taken back, but those that the card names; the others show the corrected words
- once it was stopped, a 收到 is waited for from those who were told, and from nobody else
- the card says what is true, and is looked at no more
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import select

from bot.channels.base import (
    ChannelError,
    GoneError,
    MalformedError,
    RetryAfterError,
    TransientError,
    UnreachableError,
)
from bot.sandbox.demo_station import demo_people
from handlers.announcements import cards
from handlers.unbinding import depart, unbind
from handlers.voice import Voice
from storage import addresses, announcements, audit, batches, people, receipts, stations
from storage.announcements import OUT, Announcement, AnnouncementState
from storage.batches import Fate
from storage.db import Tx
from storage.messages import IncomingKind, Outgoing
from storage.outbox import outbox
from storage.query import STATION as THIS_STATION
from storage.query import Query
from storage.waiting import KEPT_FOR
from tests.model.life import INBOX, TIMERS, StationLife, lives
from tests.scenario import STATION, Member, Phones, picture

SENDERS = ("P-ZX01", "P-ZH01")
CAST = ("P-YI01", "P-YI02", "P-YI03", "P-BA01")
AUDIENCES = (("P-YI01", "P-YI02"), ("乙组",), ("P-BA01", "P-YI03", "P-ZH01"), ("P-YI01",))
DOS = ("pause", "resume", "stop-now", "nudge", "recall-now", "open")
FAILURES: tuple[Callable[[], ChannelError], ...] = (
    lambda: RetryAfterError(30),
    lambda: TransientError("ConnectError"),
    lambda: TransientError("ReadTimeout", unknown=True),
    lambda: UnreachableError("blocked"),
    lambda: GoneError("gone"),
    lambda: MalformedError("malformed"),
)
SENT, PAUSED = AnnouncementState.SENT, AnnouncementState.PAUSED
STOPPED, RECALLED = AnnouncementState.STOPPED, AnnouncementState.RECALLED
OVER = (STOPPED, RECALLED)
MOVES = {
    "announcement.schedule": ({AnnouncementState.DRAFT}, AnnouncementState.SCHEDULED),
    "announcement.unschedule": ({AnnouncementState.SCHEDULED}, AnnouncementState.DRAFT),
    "announcement.send": ({AnnouncementState.DRAFT, AnnouncementState.SCHEDULED}, SENT),
    "announcement.pause": ({SENT}, PAUSED),
    "announcement.resume": ({PAUSED}, SENT),
    "announcement.stop": ({SENT, PAUSED}, STOPPED),
    "announcement.recall": (OUT, RECALLED),
    "announcement.nudge": ({SENT}, None),
    "announcement.revise": (OUT, None),
    "announcement.receive": (OUT, None),
}
"""From which states each act may be done, and to which it leads, by hand."""

_ALL = Query(
    select(*(announcements.announcements.c[name] for name in Announcement.model_fields)).where(
        announcements.announcements.c.station_id == THIS_STATION
    )
)
_RECEIPTS = Query(select(*receipts.receipts.c).where(receipts.receipts.c.station_id == THIS_STATION))
_OUTBOX = Query(select(*outbox.c).where(outbox.c.station_id == THIS_STATION))


@dataclass
class NotedPhones(Phones):
    """Phones that note every new message they were sent, and fail for whoever has blocked the bot."""

    blocked: set[str] = field(default_factory=set)
    noted: list[tuple[str, str]] = field(default_factory=list)

    async def send(self, chat: str, message: Outgoing) -> Sequence[str]:
        """Show it, and note a new one; an edit of what is not there fails as it does on a platform."""
        if chat in self.blocked:
            raise UnreachableError("blocked")
        there = {each.id for each in self.chats.get(chat, [])}
        if message.replaces and message.replaces not in there and not self.failures.get(chat):
            raise GoneError("gone")
        try:
            return await super().send(chat, message)
        finally:
            self.noted += [
                (chat, each.text)
                for each in self.chats.get(chat, [])
                if each.id not in there and each.text != ""
            ]


@dataclass
class Said:
    """What the model knows of one announcement: its audience, once it is sent who they are, who of them were told, and
    who have said 收到."""

    words: str
    sender: str
    audience: tuple[str, ...]
    expected: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    received: set[str] = field(default_factory=set)


class Life(StationLife):
    """One station and what its command room says to many."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Said] = []
        self.looked = 0
        self.holds = False
        self.copies: Counter[tuple[str, str]] = Counter()
        self.present = set(CAST)
        self.bound = set(CAST)
        self.gone: Counter[str] = Counter()
        self.undisturbed = set(CAST)

    @property
    def phones(self) -> NotedPhones:
        phones = self.station.phones
        assert isinstance(phones, NotedPhones)
        return phones

    @initialize()
    def the_station_opens(self) -> None:
        self.opens(NotedPhones())
        self.one_is_sent(SENDERS[0], AUDIENCES[1], pictures=1)

    @rule(
        sender=st.sampled_from(SENDERS),
        audience=st.sampled_from(AUDIENCES),
        pictures=st.sampled_from([0, 0, 1]),
        hours=st.sampled_from([0, 0, 0, 3]),
    )
    def one_is_sent(self, sender: str, audience: tuple[str, ...], pictures: int = 0, hours: int = 0) -> None:
        said = Said(f"示例通知{len(self.said) + 1:03}号", sender, audience)
        self.said.append(said)

        async def sending() -> None:
            room = self.member(sender)
            await room.says("取消")
            await room.says("发通知")
            if pictures:
                await room.sends_photos(picture(1), caption=said.words)
                await self.station.moments_pass(3)
            else:
                await room.says(said.words)
            await room.says("、".join(audience))
            async with self.database.transaction(STATION) as tx:
                draft = await announcements.draft_of(tx, sender)
            assert draft
            if hours:
                await self._presses(room, f"nc:at:{draft.id}", said.words)
                at = (self.clock.now() + timedelta(hours=hours)).astimezone(self.station.desk.texts.time_zone)
                await room.says(f"{at:%m-%d %H:%M}")
            else:
                await self._presses(room, f"nc:send:{draft.id}", said.words)
            async with self.database.transaction(STATION) as tx:
                await announcements.discard(tx, draft.id)  # all of its audience have left

        self.run(sending())

    @rule(who=st.sampled_from(SENDERS), do=st.sampled_from(DOS), which=st.integers(0, 4))
    def the_room_does_something_to_one(self, who: str, do: str, which: int) -> None:
        async def doing() -> None:
            if found := await self._nth(which):
                room = self.member(who)
                await room.says(found.code or "通知")
                await self._presses(room, f"na:{do}:{found.id}", self._words_of(found))

        self.run(doing())

    @rule(who=st.sampled_from(SENDERS), which=st.integers(0, 4))
    def the_room_corrects_one(self, who: str, which: int) -> None:
        async def revising() -> None:
            if found := await self._nth(which):
                room = self.member(who)
                await self._presses(room, f"na:revise:{found.id}", self._words_of(found))
                await room.says(f"{self._words_of(found)} 更正")

        self.run(revising())

    @rule(who=st.sampled_from(SENDERS))
    def what_is_scheduled_is_a_draft_again_and_sent_now(self, who: str) -> None:
        async def unscheduling() -> None:
            async with self.database.transaction(STATION) as tx:
                rows = await tx.all(_ALL, Announcement)
            for each in rows:
                if each.sender_id == who and each.state == AnnouncementState.SCHEDULED:
                    for do in ("preview", "send"):
                        await self._presses(self.member(who), f"nc:{do}:{each.id}", self._words_of(each))

        self.run(unscheduling())

    @rule(who=st.sampled_from((*CAST, SENDERS[1])), which=st.integers(0, 4), typed=st.booleans())
    def somebody_says_received(self, who: str, which: int, typed: bool) -> None:
        async def receiving() -> None:
            if not (found := await self._nth(which)) or f"chat-{who}" in self.phones.blocked:
                return
            member, said = self.member(who), self._said_of(found)
            async with self.database.transaction(STATION) as tx:
                receipt = await receipts.get(tx, found.subject, who)
            if receipt and (who in self.bound or who in SENDERS) and found.state in OUT:
                said.received.add(who)
            if typed:
                await member.says(f"收到 {found.code}")
            else:
                await self._presses(member, f"nr:received:{found.id}", said.words)

        self.run(receiving())

    @rule(who=st.sampled_from(CAST), which=st.integers(0, 4))
    def somebody_looks_at_the_pictures(self, who: str, which: int) -> None:
        async def looking() -> None:
            if (found := await self._nth(which)) and f"chat-{who}" not in self.phones.blocked:
                await self._presses(self.member(who), f"nr:photos:{found.id}", self._words_of(found))

        self.run(looking())

    @rule(who=st.sampled_from(CAST), failing=st.lists(st.sampled_from(FAILURES), min_size=1, max_size=3))
    def sends_are_going_to_fail(self, who: str, failing: list[Callable[[], ChannelError]]) -> None:
        self.undisturbed.discard(who)
        errors = [make() for make in failing]
        self.gone[f"chat-{who}"] += sum(isinstance(error, GoneError) for error in errors)
        self.phones.failures.setdefault(f"chat-{who}", []).extend(errors)

    @rule(who=st.sampled_from(CAST), times=st.integers(1, 2))
    def answers_are_going_to_be_lost(self, who: str, times: int) -> None:
        self.undisturbed.discard(who)
        self.phones.lost[f"chat-{who}"] = times

    @rule(who=st.sampled_from(CAST))
    def somebody_blocks_the_bot_or_lets_it_in_again(self, who: str) -> None:
        self.undisturbed.discard(who)
        chat = f"chat-{who}"
        kind = IncomingKind.UNBLOCKED if chat in self.phones.blocked else IncomingKind.BLOCKED
        self.phones.blocked ^= {chat}
        self.run(self.member(who).sends(kind=kind))

    @rule(who=st.sampled_from(CAST))
    def somebody_loses_or_gets_an_account(self, who: str) -> None:
        self.undisturbed.discard(who)

        async def turning() -> None:
            async with self.database.transaction(STATION) as tx:
                if who in self.bound:
                    await unbind(tx, who, "system")
                elif who in self.present:
                    await addresses.bind(tx, "phones", f"chat-{who}", who)
            await self.station.settle()

        self.run(turning())
        if who in self.bound:
            self.bound.discard(who)
        elif who in self.present:
            self.bound.add(who)

    @rule(who=st.sampled_from(CAST))
    def somebody_leaves_or_comes_back(self, who: str) -> None:
        self.undisturbed.discard(who)

        async def turning() -> None:
            async with self.database.transaction(STATION) as tx:
                if who in self.present:
                    await depart(tx, who, "system")
                else:
                    await people.put(tx, next(each for each in demo_people() if each.staff_id == who))
            await self.station.settle()

        self.run(turning())
        self.present ^= {who}
        self.bound &= self.present

    @rule(hours=st.sampled_from([0.01, 0.01, 0.2, 4, 14, 50, 24 * 8]))
    def time_passes(self, hours: float) -> None:
        async def passing() -> None:
            self.clock.advance(timedelta(hours=hours))
            await self.station.settle()

        self.run(passing())

    async def _nth(self, which: int) -> Announcement | None:
        """One of those that were sent, the newest first."""
        async with self.database.transaction(STATION) as tx:
            found = await announcements.newest(tx, 100)
        return found[min(which, len(found) - 1)] if found else None

    def _said_of(self, found: Announcement) -> Said:
        return next(each for each in self.said if each.words in found.text)

    def _words_of(self, found: Announcement) -> str:
        return self._said_of(found).words

    async def _presses(self, member: Member, data: str, words: str) -> None:
        """A button, of this or of an earlier day, of the newest message that says these words; or of one that is gone."""
        shown = next((each.id for each in reversed(member.messages) if words in each.text), "b0")
        await member.presses_data(data, shown)

    @invariant()
    def everything_holds(self) -> None:
        if hasattr(self, "station"):
            self.holds = False
            self.run(self._look())
            self.holds = True

    async def _look(self) -> None:
        async with self.database.transaction(STATION) as tx:
            found = await tx.all(_ALL, Announcement)
            rows = await tx.rows(_OUTBOX)
            assert not [row for row in await tx.rows(INBOX) if row["state"] != "handled"], "a turn failed"
            assert not [row for row in await tx.rows(TIMERS) if row["error"]], "a timer failed"
            told = await tx.rows(_RECEIPTS)
            for each in found:
                self._history_leads_to(each, await audit.of(tx, each.subject))
                if each.sent_at:
                    said = self._said_of(each)
                    said.expected = said.expected or await self._expected(tx, said)
                    self._receipts_are_right(each, said, told)
                    await self._counts(tx, each, rows)
        self._nobody_is_told_who_should_not_be(found)

    def _receipts_are_right(self, each: Announcement, said: Said, rows: Sequence[Any]) -> None:
        theirs = {row["staff_id"]: row["received_at"] for row in rows if row["batch"] == each.subject}
        assert theirs.keys() <= said.expected, "a receipt of somebody else"
        assert theirs.keys() == said.expected or each.state in OVER, "a receipt is missing"
        assert {who for who, at in theirs.items() if at} == said.received

    async def _expected(self, tx: Tx, said: Said) -> set[str]:
        groups = {place.community_id: place.group_id for place in await stations.all_communities(tx)}
        names = {group.group_id: group.name for group in await stations.all_groups(tx)}
        return {
            person.staff_id
            for person in await people.everyone(tx)
            if person.left_at is None
            and person.staff_id != said.sender
            and {person.staff_id, names.get(groups.get(person.community_id or "") or "", "")}
            & set(said.audience)
        }

    async def _counts(self, tx: Tx, each: Announcement, rows: Sequence[Any]) -> None:
        """Every copy is in exactly one line of the report."""
        of_it = [row for row in rows if row["batch"] == each.subject]
        copies = [row for row in of_it if row["recalls"] is None and row["replaces"] is None]
        assert sum(await batches.progress(tx, each.subject)) == sum(
            row["sender"] is not None for row in copies
        )
        assert sum((await batches.fates(tx, each.subject)).values()) == len(copies)

    def _history_leads_to(self, each: Announcement, history: Sequence[Any]) -> None:
        at = AnnouncementState.DRAFT
        for entry in history:
            froms, to = MOVES[entry.action]
            assert at in froms, f"{each.code}: {entry.action} from {at}"
            at = to or at
        assert at == each.state, f"{each.code} is {each.state}, its history says {at}"

    def _nobody_is_told_who_should_not_be(self, found: Sequence[Announcement]) -> None:
        new, self.looked = self.phones.noted[self.looked :], len(self.phones.noted)
        for chat, text in new:
            each = next((a for a in found if self._words_of(a) in text and "📣 通知 T" in text), None)
            if each is None:
                continue
            said, staff_id = self._said_of(each), chat.removeprefix("chat-")
            assert staff_id in said.expected, f"{each.code} is told to {staff_id}"
            assert staff_id in self.bound or staff_id not in CAST, f"{each.code} goes to a lost account"
            said.told.add(staff_id)
            if "⏰" in text or "✅" in text:  # asked once more, or looked at again
                continue
            self.copies[each.code, chat] += "重发" not in text
            once = self.copies[each.code, chat] <= 1 + self.gone[chat]
            assert once, f"{each.code} is told twice to {staff_id}, and the second is not marked"
            assert each.state == SENT, f"{each.code} is {each.state}, and told to {staff_id}"

    def teardown(self) -> None:
        try:
            if self.holds:
                self.run(self._end())
        finally:
            super().teardown()

    async def _end(self) -> None:
        """Everyone can be reached again, nothing fails any more: then the cards say what is true, and rest."""
        self.phones.failures.clear()
        self.phones.lost.clear()
        for chat in sorted(self.phones.blocked):
            self.phones.blocked.discard(chat)
            await Member(self.station, "", chat).sends(kind=IncomingKind.UNBLOCKED)
        for _ in range(16):
            self.clock.advance(timedelta(hours=1))
            await self.station.settle()
        await self._look()
        async with self.database.transaction(STATION) as tx:
            for each in await tx.all(_ALL, Announcement):
                if each.sent_at:
                    await self._its_card_is_true(tx, each)
                    await self._its_copies_are_right(tx, each)
                if each.state == STOPPED:
                    await self._only_those_told_are_waited_for(tx, each)
            soon = tx.now + timedelta(minutes=6)  # people who are waited for are looked after by the hour
            waiting = [
                row
                for row in await tx.rows(TIMERS)
                if row["kind"] == cards.CARD_TIMER and row["due_at"] < soon
            ]
            assert not waiting, "a card is looked at for ever"

    async def _its_card_is_true(self, tx: Tx, each: Announcement) -> None:
        since = each.recalled_at or each.sent_at
        if each.card and since and tx.now - since < KEPT_FOR:  # later it is shown to whoever asks
            voice = await Voice(tx, self.station.desk).for_chat(each.card.channel, each.card.chat)
            text, _ = await cards.card(voice, each)
            shown = [message.text for message in self.phones.chats[each.card.chat]]
            assert text in shown, f"{text!r} is not shown, but {each.card}"

    async def _its_copies_are_right(self, tx: Tx, each: Announcement) -> None:
        words = self._words_of(each)
        found = [(who, copy.text) for who in CAST for copy in self.member(who).messages if words in copy.text]
        if each.state != RECALLED:
            old = [who for who, text in found if each.text not in text and who in self.undisturbed]
            assert not old, f"{each.code} is corrected, but not before {old}"
            return
        fates = await batches.fates(tx, each.subject)
        assert not fates.get(Fate.WAITING), fates
        named = {left.name for left in await batches.left(tx, each.subject, 1000)}
        have = {person.name for who, _ in found if (person := await people.get(tx, who))}
        assert have <= named, f"{each.code} is before {have}, the report names {named}"

    async def _only_those_told_are_waited_for(self, tx: Tx, each: Announcement) -> None:
        said = self._said_of(each)
        silent = {receipt.staff_id for receipt in await receipts.silent(tx, each.subject, "", 100)}
        unsure = {
            row["purpose"].partition("@")[2]
            for row in await tx.rows(_OUTBOX)
            if row["batch"] == each.subject and row["purpose"] and row["doubts"]
        }
        assert said.told - said.received <= silent <= said.told | unsure


TestLife = Life.TestCase
TestLife.settings = lives(5, 25)
