"""From the phones to the handlers: kept once, in order, tried again, parked and told about; photos fetched."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import intake
from bot.channels.base import ChannelError, MalformedError, RetryAfterError, TransientError
from bot.clock import Clock
from bot.limits import Rate
from handlers import dispatch
from handlers.desk import Desk
from handlers.settings import Settings
from storage import addresses, photos
from storage.db import Database, Tx
from storage.inbox import add, inbox
from storage.messages import Attached, Incoming, IncomingKind, Photo
from storage.outbox import outbox
from tests.conftest import STATION
from tests.rows import rows, states
from tests.scenario import NO_LIMITS, Member, Phones, Station, picture
from tests.scenarios.steps import FEEDBACK, issue

Handle = Callable[[Tx, Incoming, Desk], Awaitable[None]]


def message(number: int, chat: str, **fields: Any) -> Incoming:
    fields.setdefault("kind", IncomingKind.MESSAGE)
    return Incoming(channel="phones", provider_id=str(number), chat=chat, sender=chat, **fields)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Texts on which every handler fails, after it has spoken; one is taken off the list at each failure."""
    texts: list[str] = []
    handle = dispatch.handle

    async def sometimes(tx: Tx, message: Incoming, desk: Desk) -> None:
        await handle(tx, message, desk)
        if message.text in texts:
            texts.remove(message.text)
            raise RuntimeError

    monkeypatch.setattr(dispatch, "handle", sometimes)
    return texts


async def test_an_update_that_is_delivered_twice_is_seen_once(station: Station, officer: Member) -> None:
    again = message(7, officer.chat, text="菜单", message_id="7")
    await station.intake.receive([again, again])
    await station.settle()
    await station.intake.receive([again])
    await station.settle()
    assert await states(station.database, inbox) == ["handled"]
    assert len(officer.messages) == 1


async def test_a_phone_that_does_not_stop_is_heard_at_its_pace_and_nobody_waits_for_it(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    phones = Phones(limits=NO_LIMITS._replace(heard=Rate(1, 5)))
    station = Station(database, clock, tmp_path, Settings(), phones)
    await station.intake.receive([message(number, "stuck", text="在吗") for number in range(1, 101)])
    await station.intake.receive([message(101, "other", text="在吗")])
    await station.settle()
    assert await states(database, inbox) == ["handled"] * 5 + ["new"] * 95 + ["handled"]
    for seconds in range(1, 96):
        station.clock.advance(timedelta(seconds=1))
        await station.intake.start()
        await station.settle()
        assert (await states(database, inbox)).count("handled") == 6 + seconds


async def test_a_chat_that_was_too_fast_goes_on_by_itself(database: Database, tmp_path: Path) -> None:
    phones = Phones(limits=NO_LIMITS._replace(heard=Rate(100, 1)))
    station = Station(database, Clock(), tmp_path, Settings(), phones)
    heard = asyncio.Event()
    database.listen("outbox", lambda _: heard.set())
    await station.intake.receive([message(n, "fast", text=f"ABCD-234{n}") for n in range(2, 6)])
    async with asyncio.timeout(10):
        while len(phones.chats.get("fast", [])) < 4:
            await heard.wait()
            heard.clear()
            await station.settle()


async def test_a_turn_that_fails_leaves_nothing_behind_and_is_tried_again(
    station: Station, officer: Member, broken: list[str]
) -> None:
    broken += ["菜单"]
    await officer.says("菜单")
    assert officer.messages == []
    assert await rows(station.database, outbox) == []
    await station.moments_pass(1)
    assert len(officer.messages) == 1


async def test_a_poisoned_message_is_parked_told_about_and_holds_up_nobody(
    station: Station, officer: Member, admin: Member, broken: list[str]
) -> None:
    broken += ["帮助"] * intake.TRIES
    await officer.says("帮助")
    await officer.says("菜单")
    assert officer.messages == [], "what is behind it waits, for the order's sake"
    other = station.member("P-JIA01")
    await other.says("菜单")
    assert len(other.messages) == 1
    for _ in range(intake.TRIES):
        await station.moments_pass(max(intake.RETRY_SECONDS))
    assert await states(station.database, inbox) == ["parked", "handled", "handled"]
    reference = (await rows(station.database, inbox))[0]["id"]
    assert officer.messages[0].text == (
        f"没有保存成功,请稍后再试。您的内容还在。管理员已收到提醒,编号 {reference}。"
    )
    assert len(officer.messages) == 2
    admin.sees(str(reference))


async def fails_for_good(member: Member, text: str, broken: list[str]) -> None:
    """Somebody says something, and every turn with it fails."""
    broken += [text] * intake.TRIES
    await member.says(text)
    for _ in range(intake.TRIES):
        await member.station.moments_pass(max(intake.RETRY_SECONDS))
    assert member.last.labels == ["重试"]


async def test_a_message_that_was_given_up_has_another_turn_when_its_person_asks_for_one(
    station: Station, officer: Member, broken: list[str]
) -> None:
    await fails_for_good(officer, "菜单", broken)
    apology = officer.last
    again = apology.buttons[0][0].data
    await officer.presses("重试")
    assert officer.messages[0].text == "正在重试……"
    officer.sees("警员乙01,您好")
    await officer.presses_data(again, apology.id)
    assert officer.toast == "已记录,无需重复点击。"
    assert len(officer.messages) == 2
    assert set(await states(station.database, inbox)) == {"handled"}


async def test_what_fails_again_is_given_up_again_and_can_be_tried_again(
    station: Station, officer: Member, broken: list[str]
) -> None:
    await fails_for_good(officer, "菜单", broken)
    broken += ["菜单"]
    await officer.presses("重试")
    officer.sees("没有保存成功")
    await officer.presses("重试")
    officer.sees("警员乙01,您好")


async def test_nobody_else_can_ask_for_it(station: Station, officer: Member, broken: list[str]) -> None:
    await fails_for_good(officer, "菜单", broken)
    again = officer.last.buttons[0][0].data
    other = station.member("P-JIA01")
    await other.presses_data(again)
    async with station.database.transaction(STATION) as tx:
        await addresses.bind(tx, "phones", officer.chat, "P-JIA02")
    heir = Member(station, "P-JIA02", officer.chat)
    heir.clears_chat()
    await heir.presses_data(again)
    assert (other.messages, heir.messages) == ([], [])
    assert "parked" in await states(station.database, inbox)


async def test_words_are_not_taken_for_another_question_than_they_answered(
    station: Station, officer: Member, room: Member, broken: list[str]
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await fails_for_good(officer, FEEDBACK, broken)
    apology = officer.last
    await officer.says("申请延期 D001")
    await officer.presses("重试", on=apology)
    officer.sees("请把这一条重新发一次")
    await officer.says("反馈结果 D001")
    await officer.presses("重试", on=apology)
    officer.sees("已记下64字")


async def test_a_message_whose_apology_fails_too_holds_up_nobody(
    station: Station, officer: Member, broken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(dispatch, "apologise", fail)
    broken += ["帮助"] * intake.TRIES
    await officer.says("帮助")
    await officer.says("菜单")
    for _ in range(intake.TRIES):
        await station.moments_pass(max(intake.RETRY_SECONDS))
    assert await states(station.database, inbox) == ["parked", "handled"]


async def test_an_update_that_cannot_be_read_is_parked_at_once(
    station: Station, officer: Member, admin: Member
) -> None:
    await station.intake.receive([message(1, officer.chat, kind=IncomingKind.UNREADABLE)])
    await station.settle()
    assert await states(station.database, inbox) == ["parked"]
    officer.sees("没能读懂")
    assert officer.last.labels == [], "another try would understand no more of it"
    admin.sees(str((await rows(station.database, inbox))[0]["id"]))


async def test_what_a_dead_run_had_received_is_handled_by_the_next(station: Station, officer: Member) -> None:
    async with station.database.transaction(STATION) as tx:
        await add(tx, [message(1, officer.chat, text="菜单", message_id="1")])
        tx.wakes.clear()  # the process died before it woke anybody
    await station.settle()
    assert officer.messages == []
    await station.intake.start()
    await station.settle()
    assert len(officer.messages) == 1


async def test_a_chat_keeps_its_order(station: Station, officer: Member) -> None:
    said = [message(n, officer.chat, text=f"D{n:03}", message_id=str(n)) for n in range(30)]
    await station.intake.receive(said)
    await station.settle()
    found = [next(m.text for m in said if m.text in shown.text) for shown in officer.messages]
    assert found == [m.text for m in said]


# Photos


class SlowStore(Phones):
    """Phones from which a picture comes when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.open = asyncio.Event()

    async def fetch(self, file: Photo | Attached) -> bytes:
        self.asked.set()
        await self.open.wait()
        return await super().fetch(file)


async def answering(station: Station, officer: Member) -> None:
    """The officer is at the feedback of a sheet."""
    room = station.member("P-ZX01")
    await room.says("拟督导单")
    await room.presses("乙组")
    await room.presses("仙岳社区")
    await room.says("仙岳示例里3栋501、502两户")
    await room.says("30天内6次报警,请查明起因,当面调解")
    await room.presses("🔴 红")
    await room.presses("照常规要求")
    await room.presses("下发")
    await room.presses("确认下发")
    await officer.presses("签收")
    await officer.presses("反馈结果")


async def sends_photo(station: Station, officer: Member, content: bytes, *failures: ChannelError) -> None:
    station.phones.pictures["file"] = content
    station.phones.failures["file"] = list(failures)
    await officer.sends(photos=(Photo(file_id="file", size=len(content)),))


async def test_a_photo_is_stored_once_under_its_own_sum_before_a_row_names_it(
    station: Station, officer: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    await answering(station, officer)
    add_row = photos.add
    named: list[str] = []

    async def look_first(tx: Tx, each: list[photos.StoredPhoto]) -> None:
        for photo in each:
            assert station.store.path(photo.sha256).read_bytes() == picture(1)
            named.append(photo.sha256)
        await add_row(tx, each)

    monkeypatch.setattr(photos, "add", look_first)
    await officer.sends_photos(picture(1), picture(1))
    await station.moments_pass()
    officer.sees("已收1张")
    sha256 = hashlib.sha256(picture(1)).hexdigest()
    assert named == [sha256, sha256]
    async with station.database.transaction(STATION) as tx:
        found = await photos.get(tx, sha256)
    assert found is not None
    assert found.size == len(picture(1))


async def test_a_photo_that_cannot_be_fetched_is_asked_for_again(station: Station, officer: Member) -> None:
    await answering(station, officer)
    failures = [TransientError("no answer"), RetryAfterError(8), TransientError("no answer")]
    await sends_photo(station, officer, picture(1), *failures)
    await station.moments_pass(1)
    assert len(station.phones.failures["file"]) == 1
    await station.moments_pass(8)
    assert len(station.phones.failures["file"]) == 1, "it was asked again before the platform allowed it"
    await station.moments_pass(1)
    await station.moments_pass(5)
    await station.moments_pass()
    officer.sees("已收1张")


@pytest.mark.parametrize(
    "failures",
    [[TransientError("no answer")] * intake.FETCH_TRIES, [MalformedError("file is too big")]],
)
async def test_a_photo_that_is_given_up_is_told_of(
    station: Station, officer: Member, failures: list[ChannelError]
) -> None:
    await answering(station, officer)
    await sends_photo(station, officer, picture(1), *failures)
    for _ in failures:
        await station.moments_pass(max(intake.FETCH_RETRY_SECONDS))
    assert "parked" not in await states(station.database, inbox)
    officer.has_seen("没有取到")


async def test_failures_to_fetch_are_not_counted_against_the_turn(
    station: Station, officer: Member, broken: list[str]
) -> None:
    await answering(station, officer)
    broken += [""]
    await sends_photo(station, officer, picture(1), *[TransientError("no answer")] * 2)
    for _ in range(4):
        await station.moments_pass(max(intake.RETRY_SECONDS))
    assert broken == [], "the turn has failed once"
    assert "parked" not in await states(station.database, inbox)
    officer.sees("已收1张")


async def test_what_is_no_picture_is_refused_in_words(station: Station, officer: Member) -> None:
    await answering(station, officer)
    await sends_photo(station, officer, b"<svg onload=alert(1)>")
    officer.sees("照片")
    assert list(station.store.path("").rglob("*")) == []


async def test_a_chat_that_waits_for_a_photo_keeps_its_order_and_holds_up_no_other(
    station: Station, officer: Member
) -> None:
    slow = SlowStore()
    slow.pictures["file"] = picture(1)
    station.intake._channels = {"phones": slow}
    photo = Photo(file_id="file", size=100)
    other = station.member("P-JIA01")
    await station.intake.receive(
        [
            message(1, officer.chat, photos=(photo,), message_id="1"),
            message(2, officer.chat, text="菜单", message_id="2"),
        ]
    )
    await slow.asked.wait()
    handled = asyncio.Event()
    station.database.listen("outbox", lambda _: handled.set())
    await station.intake.receive([message(3, other.chat, text="菜单", message_id="3")])
    await asyncio.wait_for(handled.wait(), 5)
    assert await states(station.database, inbox) == ["new", "new", "handled"]
    slow.open.set()
    await station.settle()
    assert await states(station.database, inbox) == ["handled"] * 3
    assert len(officer.messages) == 2
