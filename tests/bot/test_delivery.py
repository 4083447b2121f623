"""From the outbox to the phones: in order, side by side, and what becomes of each kind of failure."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import outcomes
from bot.channels.base import (
    ChannelError,
    GoneError,
    MalformedError,
    MovedError,
    RetryAfterError,
    TransientError,
    UnauthorisedError,
    UnreachableError,
)
from bot.clock import Clock
from bot.delivery import Delivery
from bot.limits import Limits, Rate
from handlers import CAPABILITIES
from handlers.desk import Desk
from handlers.reports import MOST, report_unknown
from handlers.settings import Settings
from handlers.texts import Markup, Texts
from handlers.unbinding import unbind
from handlers.voice import Spoken, Voice, saying
from storage import addresses, outbox, people, said, waiting
from storage.db import Database, Tx
from storage.messages import Lane, Outgoing
from storage.photos import PhotoStore
from storage.query import Query
from tests.conftest import STATION
from tests.rows import rows, states
from tests.scenario import Member, Phones, Station

ONE_AND_NO_MORE = Limits(overall=Rate(1e9, 1e9), chat=Rate(0.001, 1))


class SlowPhones(Phones):
    """Phones that show a message only when they are let, one after the other; in a chat that is `shut`, later."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits=limits)
        self.asked: asyncio.Queue[str] = asyncio.Queue()
        self.open = asyncio.Event()
        self.shut: dict[str, asyncio.Event] = {}

    async def send(self, chat: str, message: Outgoing) -> Sequence[str]:
        self.asked.put_nowait(chat)
        await self.shut.get(chat, self.open).wait()
        return await super().send(chat, message)


def deliver(database: Database, clock: Clock, *phones: Phones) -> Delivery:
    store = PhotoStore(Path("nowhere"))
    desk = Desk(
        settings=Settings(), texts=Texts(Settings().time_zone), photos=store, capabilities=CAPABILITIES
    )
    channels = {each.name: each for each in phones}
    return Delivery(database, STATION, channels, desk, clock, run_id="this run")


async def say(database: Database, chat: str, *texts: str, channel: str = "phones") -> None:
    async with database.transaction(STATION) as tx:
        for text in texts:
            await outbox.append(tx, channel, chat, Outgoing(text=text), lane=Lane.INTERACTIVE)


async def edit(database: Database, chat: str, copy: str, text: str, lane: Lane = Lane.INTERACTIVE) -> None:
    async with database.transaction(STATION) as tx:
        await outbox.append(tx, "phones", chat, Outgoing(text=text, replaces=copy), lane=lane)


def shown(phones: Phones, chat: str) -> list[str]:
    return [message.text for message in phones.chats.get(chat, [])]


async def test_what_waits_for_its_next_try_holds_its_chat_and_no_other(station: Station) -> None:
    station.phones.failures["a"] = [TransientError("no answer")]
    await say(station.database, "a", "1", "2", "3")
    await say(station.database, "b", "1")
    await station.settle()
    assert shown(station.phones, "a") == []
    assert shown(station.phones, "b") == ["1"]
    await station.moments_pass(1)
    assert shown(station.phones, "a") == ["1", "2", "3"]


async def test_what_is_held_back_for_the_morning_holds_nothing(database: Database, station: Station) -> None:
    async with database.transaction(STATION) as tx:
        later = tx.now + timedelta(hours=8)
        await outbox.append(tx, "phones", "a", Outgoing(text="morning"), lane=Lane.ROUTINE, not_before=later)
        await outbox.append(tx, "phones", "a", Outgoing(text="now"), lane=Lane.INTERACTIVE)
    await station.settle()
    assert shown(station.phones, "a") == ["now"]
    await station.hours_pass(8)
    assert shown(station.phones, "a") == ["now", "morning"]


async def test_chats_of_two_channels_may_have_the_same_id(database: Database, clock: Clock) -> None:
    one, other = Phones("one"), Phones("other")
    one.failures["7"] = [TransientError("no answer")]
    sending = deliver(database, clock, one, other)
    async with database.transaction(STATION) as tx:
        for channel in ("one", "other"):
            message = Outgoing(text=channel)
            await outbox.append(tx, channel, "7", message, lane=Lane.ROUTINE, subject=f"of:{channel}")
    await sending.settle()
    assert (shown(one, "7"), shown(other, "7")) == ([], ["other"])
    clock.advance(timedelta(seconds=1))
    await sending.wake_due()
    await sending.settle()
    assert shown(one, "7") == ["one"]
    async with database.transaction(STATION) as tx:
        assert await said.subject_of(tx, "one", "7", "b1") == "of:one"
        assert await said.subject_of(tx, "other", "7", "b1") == "of:other"


async def test_chats_that_wait_for_their_pace_hold_up_no_other(database: Database, clock: Clock) -> None:
    phones = SlowPhones(ONE_AND_NO_MORE)
    phones.open.set()
    sending = deliver(database, clock, phones)
    for n in range(ONE_AND_NO_MORE.in_flight):
        await say(database, f"busy{n}", "1", "2")
        assert await phones.asked.get() == f"busy{n}"
    await sending.settle()
    await say(database, "other", "1")
    assert await asyncio.wait_for(phones.asked.get(), 5) == "other"
    await sending.stop(5)
    assert sorted(await states(database, outbox.outbox)) == ["pending"] * 32 + ["sent"] * 33


async def test_no_more_requests_are_in_flight_than_the_platform_takes(
    database: Database, clock: Clock
) -> None:
    phones = SlowPhones(ONE_AND_NO_MORE._replace(in_flight=8))
    sending = deliver(database, clock, phones)
    for n in range(11):
        await say(database, f"chat{n}", "1")
    for _ in range(8):
        await phones.asked.get()
    await asyncio.gather(*(say(database, f"more{n}", "1") for n in range(3)))
    assert phones.asked.empty()
    phones.open.set()
    await sending.settle()
    assert await states(database, outbox.outbox) == ["sent"] * 14


async def test_one_that_is_answered_long_after_the_others_were_marked_is_marked_too(
    database: Database, clock: Clock
) -> None:
    phones = SlowPhones(ONE_AND_NO_MORE)
    phones.open.set()
    phones.shut["late"] = asyncio.Event()
    sending = deliver(database, clock, phones)
    for chat in ("late", "early"):
        await say(database, chat, "1")
        await phones.asked.get()
    while await states(database, outbox.outbox) != ["sending", "sent"]:  # noqa: ASYNC110 - rows ring no bell
        await asyncio.sleep(0)
    phones.shut["late"].set()
    await sending.settle()
    assert await states(database, outbox.outbox) == ["sent", "sent"]


async def test_one_that_is_cancelled_in_the_middle_is_handed_back(database: Database, clock: Clock) -> None:
    phones = SlowPhones(ONE_AND_NO_MORE)
    sending = deliver(database, clock, phones)
    await say(database, "a", "1", "2")
    await phones.asked.get()
    await sending.stop(0.01)
    assert await states(database, outbox.outbox) == ["pending", "pending"]
    phones.open.set()
    phones.limits = Limits(overall=Rate(1e9, 1e9), chat=Rate(1e9, 1e9))
    clock.advance(timedelta(seconds=1))
    next_run = deliver(database, clock, phones)
    await next_run.wake_due()
    await next_run.settle()
    assert shown(phones, "a") == ["〔重发 № 1〕1", "2"]


async def test_leases_of_a_dead_run_are_taken_back_those_of_a_living_one_are_not(
    database: Database, clock: Clock
) -> None:
    phones = SlowPhones(ONE_AND_NO_MORE)
    await say(database, "dead", "1")
    async with database.transaction(STATION) as tx:
        assert await outbox.lease(tx, "phones", Lane.INTERACTIVE, ["dead"], "another run")
        assert await outbox.lease(tx, "phones", Lane.INTERACTIVE, ["dead"], "this run") == []
    sending = deliver(database, clock, phones)
    await say(database, "alive", "1")
    await phones.asked.get()
    await sending.wake_due()
    await phones.asked.get()
    phones.open.set()
    await sending.settle()
    assert shown(phones, "alive") == ["1"]
    assert shown(phones, "dead") == ["〔重发 № 1〕1"]


async def test_what_was_sent_while_the_database_was_gone_is_not_forgotten(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = outbox.sent

    async def fail(*_: object) -> bool:
        raise ConnectionError

    monkeypatch.setattr(outbox, "sent", fail)
    await say(station.database, "a", "1", "2")
    await station.delivery.settle()
    assert await states(station.database, outbox.outbox) == ["sending", "pending"]
    monkeypatch.setattr(outbox, "sent", mark)
    await station.delivery.wake_due()
    await station.delivery.settle()
    assert shown(station.phones, "a") == ["1", "2"], "it is marked later, not said again"


@pytest.mark.parametrize("gone_for", [1, 2, 1000], ids=lambda n: f"{n} transactions")
@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (TransientError("ConnectError"), ["1", "2"]),
        (TransientError("ReadTimeout", unknown=True), ["〔重发 № 1〕1", "2"]),
        (RetryAfterError(5), ["1", "2"]),
    ],
    ids=["not sent", "no answer", "too many"],
)
async def test_what_failed_while_the_database_was_gone_is_neither_lost_nor_in_the_way(
    station: Station, monkeypatch: pytest.MonkeyPatch, failure: ChannelError, said: list[str], gone_for: int
) -> None:
    send, transaction, left = station.phones.send, station.database.transaction, 0

    async def fail_as_the_database_goes(*_: object) -> Sequence[str]:
        nonlocal left
        left = gone_for
        monkeypatch.setattr(station.phones, "send", send)
        raise failure

    @asynccontextmanager
    async def sometimes(of: str) -> AsyncIterator[Tx]:
        nonlocal left
        if left:
            left -= 1
            raise ConnectionError
        async with transaction(of) as tx:
            yield tx

    monkeypatch.setattr(station.phones, "send", fail_as_the_database_goes)
    monkeypatch.setattr(station.database, "transaction", sometimes)
    await say(station.database, "a", "1", "2")
    await station.delivery.settle()
    assert shown(station.phones, "a") == []
    left = 0
    for _ in range(3):
        await station.delivery.wake_due()
        await station.delivery.settle()
        station.clock.advance(timedelta(seconds=6))
    assert shown(station.phones, "a") == said
    assert await states(station.database, outbox.outbox) == ["sent", "sent"]


# Whether it was said is unknown


NO_ANSWER = TransientError("ReadTimeout", unknown=True)


async def test_what_may_have_been_said_is_said_once_more_with_a_mark_and_not_a_third_time(
    station: Station, admin: Member
) -> None:
    station.phones.failures["a"] = [NO_ANSWER, NO_ANSWER]
    await say(station.database, "a", "1", "2")
    await station.settle()
    assert await states(station.database, outbox.outbox) == ["pending", "pending"]
    await station.moments_pass(1)
    assert (await states(station.database, outbox.outbox))[:2] == ["unknown", "sent"]
    assert shown(station.phones, "a") == ["2"]
    admin.sees("不知是否送达", "1")


async def test_of_many_that_are_in_doubt_the_first_is_told_at_once_and_all_others_together(
    station: Station, admin: Member
) -> None:
    async def are_in_doubt(*chats: str) -> None:
        for chat in chats:
            station.phones.failures[chat] = [NO_ANSWER, NO_ANSWER]
            await say(station.database, chat, "1")
        await station.settle()
        await station.moments_pass(1)

    def told() -> list[str]:
        return [each.partition("编号")[2] for each in shown(station.phones, admin.chat)]

    await are_in_doubt("a")
    assert told() == [" 1。请查看日志。"]
    await are_in_doubt("b", "c")
    await are_in_doubt("d")
    assert len(told()) == 1
    await station.moments_pass(10 * 60)
    assert told()[1:] == [" 3、4、5。请查看日志。"]
    admin.sees("有3条通知不知是否送达")
    await station.hours_pass(1)
    assert len(told()) == 2, "a rest after which nothing is to be told is over"
    await are_in_doubt("e")
    assert told()[2:] == [" 7。请查看日志。"]


async def test_a_report_names_so_many_numbers_as_a_message_holds(station: Station, admin: Member) -> None:
    async with station.database.transaction(STATION) as tx:
        for number in range(MOST + 2):
            await report_unknown(Voice(tx, station.desk), 900_001 + number)
    await station.settle()
    admin.sees(f"有{MOST + 2}条通知", f"、{900_000 + MOST}、…。")
    assert len(admin.last.text.encode()) < 2_048


async def test_a_repetition_says_that_it_is_one_once_however_often_it_has_to_wait(station: Station) -> None:
    station.phones.failures["a"] = [NO_ANSWER, TransientError("ConnectError"), TransientError("ConnectError")]
    await say(station.database, "a", "1")
    for _ in range(4):
        await station.moments_pass(5)
    assert shown(station.phones, "a") == ["〔重发 № 1〕1"]


async def test_a_repetition_is_worded_for_its_reader(station: Station, officer: Member) -> None:
    async with station.database.transaction(STATION) as tx:
        await people.speak(tx, officer.staff_id, "en")
    station.phones.failures[officer.chat] = [NO_ANSWER]
    await say(station.database, officer.chat, "1")
    await station.settle()
    await station.moments_pass(1)
    officer.sees("[again, no. 1] 1")


async def test_an_edit_is_simply_done_again(station: Station) -> None:
    await say(station.database, "a", "1")
    await station.settle()
    station.phones.failures["a"] = [NO_ANSWER, NO_ANSWER]
    await edit(station.database, "a", "b1", "2")
    for _ in range(3):
        await station.moments_pass(5)
    assert shown(station.phones, "a") == ["2"]
    assert await states(station.database, outbox.outbox) == ["sent", "sent"]


async def test_a_press_on_either_copy_is_a_press_on_the_message_and_both_are_redrawn(
    station: Station, officer: Member
) -> None:
    station.phones.lost[officer.chat] = 1
    await officer.says("菜单")
    await station.moments_pass(1)
    first, second = officer.messages
    assert second.text.startswith("〔重发")
    assert second.text.endswith(first.text)
    label = first.labels[0]
    await officer.presses(label, on=first)
    await edit(station.database, officer.chat, first.id, "redrawn")
    await station.settle()
    assert [message.text for message in (first, second)] == ["redrawn", "redrawn"]
    await edit(station.database, officer.chat, second.id, "redrawn once more")
    await station.settle()
    assert [message.text for message in (first, second)] == ["redrawn once more"] * 2


async def test_a_press_on_a_copy_whose_answer_was_lost_makes_the_repetition_needless(
    station: Station, officer: Member
) -> None:
    station.phones.lost[officer.chat] = 1
    await officer.says("菜单")
    [only] = officer.messages
    await officer.presses(only.labels[0], on=only)
    await station.moments_pass(5)
    assert not any("重发" in message.text for message in officer.messages)


# Edits of one card


async def test_of_many_edits_of_a_card_only_the_newest_is_sent(station: Station) -> None:
    await say(station.database, "a", "progress")
    await station.settle()
    async with station.database.transaction(STATION) as tx:
        for n in range(1, 201):
            bar = Outgoing(text=f"{n}/200", replaces="b1")
            await outbox.append(tx, "phones", "a", bar, lane=Lane.ROUTINE)
    await station.settle()
    assert shown(station.phones, "a") == ["200/200"]
    assert Counter(await states(station.database, outbox.outbox)) == {"stale": 199, "sent": 2}


async def test_an_older_edit_never_overwrites_a_newer_one_of_another_lane(station: Station) -> None:
    await say(station.database, "a", "card")
    await station.settle()
    station.phones.failures["a"] = [TransientError("ConnectError")]
    await edit(station.database, "a", "b1", "older", lane=Lane.BULK)
    await station.settle()
    await edit(station.database, "a", "b1", "newer", lane=Lane.URGENT)
    await station.settle()
    await station.moments_pass(5)
    assert shown(station.phones, "a") == ["newer"]
    assert await states(station.database, outbox.outbox) == ["sent", "stale", "sent"]


async def test_a_card_that_cannot_be_edited_any_more_is_sent_anew(station: Station) -> None:
    station.phones.failures["a"] = [GoneError("message to edit not found")]
    await edit(station.database, "a", "b9", "now")
    await station.settle()
    assert shown(station.phones, "a") == ["now"]


# What becomes of each kind of failure


async def test_a_platform_that_asks_to_wait_is_obeyed_and_it_counts_as_no_try(station: Station) -> None:
    waits = 2 * outcomes.TRIES
    station.phones.failures["a"] = [*[RetryAfterError(30)] * waits, TransientError("no answer")]
    await say(station.database, "a", "1")
    await station.settle()
    for _ in range(waits):
        await station.moments_pass(29)
        assert shown(station.phones, "a") == []
        await station.moments_pass(1)
    await station.moments_pass(1)
    assert shown(station.phones, "a") == ["1"]


async def test_a_refused_token_is_shouted_about_and_tried_again(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "SHOUT_SECONDS", 0)
    station.phones.failures["a"] = [*[UnauthorisedError("token refused")] * 2 * outcomes.TRIES]
    await say(station.database, "a", "1")
    await station.settle()
    assert shown(station.phones, "a") == ["1"]


async def test_one_who_has_blocked_us_is_marked_admins_are_told_once_and_nothing_more_is_sent(
    station: Station, officer: Member, admin: Member
) -> None:
    station.phones.failures[officer.chat] = [UnreachableError("blocked")]
    await say(station.database, officer.chat, "1", "2", "3")
    await station.settle()
    assert shown(station.phones, officer.chat) == []
    assert await states(station.database, outbox.outbox) == ["kept"] * 3 + ["sent"]
    admin.sees("警员乙01")
    station.phones.failures[officer.chat] = [UnreachableError("blocked")]
    await say(station.database, officer.chat, "4")
    await station.settle()
    assert len(admin.messages) == 1
    async with station.database.transaction(STATION) as tx:
        address = await addresses.at(tx, "phones", officer.chat)
        assert address is not None
        assert address.unreachable == "blocked"


async def test_one_who_can_be_reached_again_is_told_what_is_still_of_use(
    station: Station, officer: Member
) -> None:
    station.phones.failures[officer.chat] = [UnreachableError("blocked")]
    await say(station.database, officer.chat, "1", "2")
    async with station.database.transaction(STATION) as tx:
        soon = tx.now + timedelta(hours=1)
        over = Outgoing(text="over")
        await outbox.append(tx, "phones", officer.chat, over, lane=Lane.INTERACTIVE, valid_until=soon)
    await station.settle()
    await station.hours_pass(2)
    async with station.database.transaction(STATION) as tx:
        await Voice(tx, station.desk).tell(officer.staff_id, saying("toast", text="3"), urgent=True)
    await station.settle()
    assert shown(station.phones, officer.chat) == []
    await officer.says("我的任务")
    assert [text for text in shown(station.phones, officer.chat) if text in ("1", "2")] == ["1", "2"]
    officer.has_seen("3")
    officer.has_not_seen("over")
    async with station.database.transaction(STATION) as tx:
        address = await addresses.at(tx, "phones", officer.chat)
        assert address is not None
        assert address.unreachable is None


async def test_what_was_kept_for_too_long_is_not_said(station: Station, officer: Member) -> None:
    station.phones.failures[officer.chat] = [UnreachableError("blocked")]
    await say(station.database, officer.chat, "1")
    await station.settle()
    await station.away_for(waiting.KEPT_FOR.days + 1)
    await officer.says("我的任务")
    assert "1" not in shown(station.phones, officer.chat)


async def test_whoever_has_left_is_told_nothing_of_what_was_kept(station: Station, officer: Member) -> None:
    station.phones.failures[officer.chat] = [UnreachableError("blocked")]
    await say(station.database, officer.chat, "1")
    await station.settle()
    async with station.database.transaction(STATION) as tx:
        await unbind(tx, officer.staff_id, "P-AD01")
        await waiting.release(tx, "phones", officer.chat)
    await station.settle()
    assert shown(station.phones, officer.chat) == []


async def test_whoever_caused_a_notice_is_told_that_it_was_not_delivered(
    station: Station, room: Member, officer: Member
) -> None:
    async with station.database.transaction(STATION) as tx:
        message = Outgoing(text="📋 <b>D017</b>\n内容")
        await outbox.append(tx, "phones", officer.chat, message, lane=Lane.ROUTINE, sender=room.staff_id)
    station.phones.failures[officer.chat] = [UnreachableError("blocked")]
    await station.delivery.settle()
    room.sees("警员乙01", "📋 D017")
    assert "内容" not in room.last.text


async def test_one_who_writes_again_can_be_reached_again(station: Station, officer: Member) -> None:
    station.phones.failures[officer.chat] = [UnreachableError("blocked")]
    await say(station.database, officer.chat, "1")
    await station.settle()
    await officer.says("我的任务")
    async with station.database.transaction(STATION) as tx:
        address = await addresses.at(tx, "phones", officer.chat)
        assert address is not None
        assert address.unreachable is None


async def test_a_chat_that_has_moved_is_followed_in_order(station: Station, officer: Member) -> None:
    station.phones.failures[officer.chat] = [MovedError("new-chat")]
    await say(station.database, officer.chat, "1", "2")
    await station.settle()
    assert shown(station.phones, "new-chat") == ["1", "2"]
    async with station.database.transaction(STATION) as tx:
        assert [address.chat for address in await addresses.of(tx, officer.staff_id)] == ["new-chat"]


@pytest.mark.parametrize(
    "failure",
    [
        lambda: MalformedError("message is too long"),
        lambda: MovedError("chat-P-AD01"),  # somebody has it: it cannot be followed
        lambda: UnreachableError("blocked"),
    ],
)
async def test_a_notice_that_cannot_be_sent_never_stops_the_rest(
    station: Station, failure: Callable[[], ChannelError], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> bool:
        raise RuntimeError

    monkeypatch.setattr(addresses, "mark", broken)
    station.phones.failures["chat-P-YI01"] = [failure()]
    await say(station.database, "chat-P-YI01", "1", "2")
    await station.settle()
    await station.delivery.wake_due()  # the next sweep: what could not be decided is decided once more
    await station.settle()
    assert (await states(station.database, outbox.outbox))[:2] == ["failed", "sent"]
    assert shown(station.phones, "chat-P-YI01") == ["2"]


@pytest.mark.parametrize("failure", [TransientError("no answer"), RuntimeError("a defect of ours")])
async def test_what_fails_again_and_again_is_given_up_after_eight_tries(
    station: Station, failure: Exception
) -> None:
    station.phones.failures["a"] = [failure] * outcomes.TRIES  # type: ignore[list-item]
    await say(station.database, "a", "1", "2")
    for _ in range(outcomes.TRIES):
        await station.moments_pass(max(outcomes.RETRY_SECONDS))
    assert (await states(station.database, outbox.outbox))[:2] == ["failed", "sent"]
    assert shown(station.phones, "a") == ["2"]


async def test_a_toast_is_tried_a_few_times_and_holds_up_nothing(station: Station) -> None:
    station.phones.failures["a"] = [TransientError("no answer")]
    async with station.database.transaction(STATION) as tx:
        await outbox.append(tx, "phones", "a", Outgoing(answers="p1", text="✓"), lane=Lane.INTERACTIVE)
    await say(station.database, "a", "1")
    await station.settle()
    assert shown(station.phones, "a") == ["1"]
    for _ in range(outcomes.TOAST_TRIES):
        station.phones.failures["a"] = [TransientError("no answer")]
        await station.moments_pass(max(outcomes.RETRY_SECONDS))
    assert await states(station.database, outbox.outbox) == ["failed", "sent"]


async def test_administrators_are_told_of_a_notice_that_was_given_up_but_not_of_such_a_report(
    station: Station, admin: Member
) -> None:
    station.phones.failures["a"] = [MalformedError("message is too long")]
    station.phones.failures[admin.chat] = [MalformedError("message is too long")]
    await say(station.database, "a", "1")
    await station.settle()
    assert await states(station.database, outbox.outbox) == ["failed", "failed"]
    station.phones.failures["a"] = [MalformedError("message is too long")]
    await say(station.database, "a", "2")
    await station.settle()
    admin.sees("没能送达", "3")


async def test_a_notice_for_a_channel_that_is_gone_fails_in_the_end(station: Station) -> None:
    await say(station.database, "a", "1", channel="pigeon")
    for _ in range(outcomes.TRIES):
        await station.moments_pass(max(outcomes.RETRY_SECONDS))
    assert (await states(station.database, outbox.outbox))[0] == "failed"


async def test_a_secret_is_forgotten_once_it_is_sent(station: Station) -> None:
    async with station.database.transaction(STATION) as tx:
        message = Outgoing(text="JQA2-7KQ2", secret=True)
        await outbox.append(tx, "phones", "a", message, lane=Lane.INTERACTIVE)
    await station.settle()
    assert shown(station.phones, "a") == ["JQA2-7KQ2"]
    assert "JQA2" not in str(await rows(station.database, outbox.outbox))


class Known:
    """A capability that knows what is said for one kind of purpose, and what the test lets it say."""

    def __init__(self, station: Station) -> None:
        self.says: str | Exception | None = "as it stands"
        self.asked: list[str] = []
        vars(station.desk)["notices"] = {"known": self._put_into_words}

    async def _put_into_words(self, _: Voice, about: str) -> Spoken | None:
        self.asked.append(about)
        if isinstance(self.says, Exception):
            raise self.says
        return Spoken(Markup(self.says), subject="known") if self.says else None


async def remind(
    station: Station, *texts: str, purpose: str | None = "known/17", valid_for: float | None = None
) -> None:
    async with station.database.transaction(STATION) as tx:
        valid_until = tx.now + timedelta(seconds=valid_for) if valid_for is not None else None
        for text in texts:
            message = Outgoing(text=text)
            await outbox.append(
                tx, "phones", "a", message, lane=Lane.ROUTINE, purpose=purpose, valid_until=valid_until
            )


async def test_what_has_a_purpose_is_sent_in_the_words_that_are_true_then(station: Station) -> None:
    known = Known(station)
    await remind(station, "as it was written")
    await station.settle()
    assert shown(station.phones, "a") == ["as it stands"]
    assert known.asked == ["17"]
    (kept,) = await rows(station.database, outbox.outbox)
    assert kept["message"]["text"] == "as it stands", "what is kept is what was said"
    assert kept["subject"] == "known", "and what a reply to it is about"


async def test_what_stopped_being_true_dies_quietly_and_what_is_behind_it_is_said(station: Station) -> None:
    Known(station).says = None
    await remind(station, "1", "2")
    await say(station.database, "a", "3")
    await station.settle()
    assert shown(station.phones, "a") == ["3"]
    assert [(row["state"], row["error"]) for row in await rows(station.database, outbox.outbox)] == [
        ("stale", None),
        ("stale", None),
        ("sent", None),
    ]


async def test_it_is_asked_again_at_every_try(station: Station) -> None:
    known = Known(station)
    station.phones.failures["a"] = [TransientError("no answer")]
    await remind(station, "1")
    await station.settle()
    known.says = None
    await station.moments_pass()
    assert shown(station.phones, "a") == []
    assert await states(station.database, outbox.outbox) == ["stale"]


@pytest.mark.parametrize(("seconds", "said"), [(0, []), (1, ["1"])])
async def test_what_has_an_end_is_said_before_it_or_not_at_all(
    station: Station, seconds: float, said: list[str]
) -> None:
    await remind(station, "1", purpose=None, valid_for=seconds)
    await station.settle()
    assert shown(station.phones, "a") == said


async def test_a_defect_in_asking_counts_as_a_try_and_does_not_stop_the_rest(
    station: Station, admin: Member
) -> None:
    known = Known(station)
    known.says = RuntimeError("a defect of ours")
    await remind(station, "1")
    await say(station.database, "a", "2")
    for _ in range(outcomes.TRIES):
        await station.moments_pass(max(outcomes.RETRY_SECONDS))
    assert len(known.asked) == outcomes.TRIES
    assert shown(station.phones, "a") == ["2"]
    assert (await states(station.database, outbox.outbox))[:2] == ["failed", "sent"]
    admin.sees("没能送达")


async def test_what_has_no_purpose_costs_no_statement_more(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements: list[str] = []
    ask = Tx._ask

    async def counted(tx: Tx, query: Query, *arguments: Any) -> Any:
        statements.append(query.on("sqlite").sql.split(maxsplit=1)[0])
        return await ask(tx, query, *arguments)

    monkeypatch.setattr(Tx, "_ask", counted)
    async with station.database.transaction(STATION) as tx:
        await outbox.append(tx, "phones", "a", Outgoing(text="1"), lane=Lane.INTERACTIVE)
    statements.clear()
    await station.delivery.settle()
    assert shown(station.phones, "a") == ["1"]
    assert statements == ["UPDATE", "SELECT"], "lease, and ask for more"
