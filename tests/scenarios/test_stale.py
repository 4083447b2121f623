"""Nothing is said that stopped being true before it was sent: phones that cannot be reached while things happen."""

from collections.abc import Awaitable, Callable

import pytest

from bot.channels.base import RetryAfterError
from storage import outbox
from storage.outbox import OutboxState
from tests.rows import rows
from tests.scenario import Member, Station
from tests.scenarios.steps import hand_in, issue

HOURS = 3600


async def void(station: Station) -> None:
    room = station.member("P-ZX01")
    await room.says("作废 D001")
    await room.says("重复下发")
    await room.presses("确认作废")


async def suspend(station: Station) -> None:
    director = station.member("P-ZHR01")
    await director.says("挂账 D001")
    await director.says("5月10日")
    await director.says("当事人住院")


async def hand_over(station: Station) -> None:
    room = station.member("P-ZX01")
    await room.says("改承办人 D001")
    await room.presses("警员乙02")


async def sign(station: Station) -> None:
    await station.member("P-YI01").says("签收 D001")


async def stale(station: Station) -> int:
    return [row["state"] for row in await rows(station.database, outbox.outbox)].count(OutboxState.STALE)


def unreachable_for(station: Station, member: Member, hours: float) -> None:
    """The platform lets nothing through to somebody from the next message on."""
    station.phones.failures[member.chat] = [RetryAfterError(round(hours * HOURS))]


@pytest.mark.parametrize("happens", [void, suspend, hand_over])
async def test_a_reminder_of_what_is_settled_meanwhile_is_not_sent(
    station: Station, room: Member, officer: Member, happens: Callable[[Station], Awaitable[None]]
) -> None:
    await issue(room)
    await officer.says("签收 D001")
    await station.time_is(24, 8)
    officer.clears_chat()
    unreachable_for(station, officer, 2)
    await station.time_is(24, 10)
    await happens(station)
    await station.time_is(24, 12)
    assert not [line for line in officer.spoken_to if line.startswith("⏰")]
    assert await stale(station) == 1


@pytest.mark.parametrize("happens", [sign, void, hand_over])
async def test_nobody_is_asked_for_a_signature_that_is_there_by_then(
    station: Station, room: Member, officer: Member, happens: Callable[[Station], Awaitable[None]]
) -> None:
    await issue(room)
    await station.time_is(20, 15)
    unreachable_for(station, officer, 1)
    await station.time_is(20, 16)
    await happens(station)
    await station.time_is(20, 18)
    officer.has_not_seen("还未签收")
    assert await stale(station) == 1


async def test_a_digest_says_what_is_left_of_it(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await issue(room, object_="仙岳示例苑1栋 邻里")
    await officer.says("签收 D001")
    await officer.says("签收 D002")
    await station.time_is(24, 8)
    officer.clears_chat()
    unreachable_for(station, officer, 2)
    await station.time_is(24, 10)
    await void(station)
    await station.time_is(24, 12)
    assert [line for line in officer.spoken_to if line.startswith("⏰")] == [
        "⏰ D002 还剩3天,4月27日(周四)24:00前"
    ]
    assert await stale(station) == 0


async def test_of_the_digests_of_three_days_without_a_network_the_last_is_sent(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("签收 D001")
    await station.time_is(26, 8)
    officer.clears_chat()
    unreachable_for(station, officer, 50)
    await station.time_is(28, 12)
    assert officer.spoken_to == ["⏰ D001 已逾期1天,期限是4月27日(周四)24:00前"]
    assert await stale(station) == 2


async def test_a_new_sheet_that_waits_for_the_morning_is_not_shown_to_whoever_lost_it_meanwhile(
    station: Station, room: Member, officer: Member
) -> None:
    await station.time_is(20, 23)
    await issue(room, risk="🟡 黄")
    await hand_over(station)
    officer.clears_chat()
    await station.time_is(21, 8)
    officer.has_not_seen("任务督导单")
    officer.has_seen("D001 已交由警员乙02承办")
    station.member("P-YI02").has_seen("任务督导单 督〔2023〕001号(D001)")


async def test_a_review_that_somebody_else_has_given_is_not_asked_for(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await station.time_is(20, 23)
    await hand_in(officer)
    await officer.presses("撤回修改")
    room.clears_chat()
    await station.time_is(21, 8)
    room.has_not_seen("待审")


async def test_a_return_is_not_spoken_of_once_its_sheet_is_void(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room, risk="🟡 黄")
    await hand_in(officer)
    await station.time_is(20, 23)
    await room.says("退回 D001")
    await room.presses("缺照片")
    await void(station)
    officer.clears_chat()
    await station.time_is(21, 8)
    assert officer.spoken_to == ["🚫 D001 已作废,不用再办"]


async def test_a_request_that_was_decided_is_not_asked_again(
    station: Station, room: Member, officer: Member
) -> None:
    director = station.member("P-ZHR01")
    await issue(room)
    await station.time_is(20, 23)
    await officer.says("申请延期 D001")
    await officer.presses("等部门答复")
    await officer.says("劳动监察已受理")
    await officer.presses("+3天")
    await director.says("待批延期")
    await director.presses("同意+3天")
    director.clears_chat()
    await station.time_is(21, 8)
    director.has_not_seen("延期待批")
