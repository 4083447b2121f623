"""A sheet speaks by itself (M4, M8): nudges, digests, the watch on overdue ones; quiet nights, long absences."""

from datetime import timedelta

import pytest

from bot.sandbox.demo_station import demo_data
from handlers.texts import Texts
from storage import sheets
from tests.scenario import STATION, Member, Station, open_sheets
from tests.scenarios.steps import hand_in, issue

TEAM_LEAD = "P-SQ00"


async def test_the_ladder_from_signature_to_overdue(station: Station, room: Member, officer: Member) -> None:
    """Issued on 20 April at 11:55, due on the 27th: every word that the owner hears, and when."""
    await issue(room)
    await officer.says("签收 D001")
    heard: list[tuple[str, str]] = []
    for _ in range(10 * 24):
        officer.clears_chat()
        await station.hours_pass(1)
        local = station.desk.texts.local(station.clock.now())
        heard += [(f"{local:%d %H}", line) for line in officer.spoken_to if line.startswith("⏰ D001")]
    assert heard == [
        ("24 09", "⏰ D001 还剩3天,4月27日(周四)24:00前"),
        ("26 09", "⏰ D001 明天到期,4月27日(周四)24:00前"),
        ("27 09", "⏰ D001 今天到期,4月27日(周四)24:00前"),
        ("28 09", "⏰ D001 已逾期1天,期限是4月27日(周四)24:00前"),
        ("29 09", "⏰ D001 已逾期2天,期限是4月27日(周四)24:00前"),
        ("30 09", "⏰ D001 已逾期3天,期限是4月27日(周四)24:00前"),
    ]


async def test_the_day_before_more_time_can_be_asked_for_from_the_reminder(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.presses("签收")
    await station.time_is(26, 9)
    officer.sees("⏰ D001 明天到期", "如确有困难,请今天申请延期")
    assert officer.last.labels == ["反馈结果", "申请延期", "看督导单", "稍后提醒"]
    await officer.presses("申请延期")
    officer.sees("D001 延期申请(1/3)原因")


async def test_a_missing_signature_is_asked_for_then_told_to_the_lead(
    station: Station, room: Member, officer: Member
) -> None:
    lead = station.member(TEAM_LEAD)
    await issue(room)
    await station.time_is(20, 15)
    officer.has_not_seen("还未签收")
    await station.time_is(20, 16)
    officer.sees("⏰ D001 还未签收,请尽快查看", "仙岳示例里3栋501、502两户", "4月27日(周四)24:00前")
    lead.has_not_seen("D001")
    await station.time_is(20, 20)
    lead.sees("⏰ D001 警员乙01 还未签收", "仙岳示例里3栋501、502两户", "4月27日(周四)24:00前")
    assert sum("还未签收" in line for line in officer.spoken_to) == 1
    await station.time_is(21, 12)
    assert sum("还未签收" in line for line in lead.spoken_to) == 1


async def test_whoever_signs_is_not_asked(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await officer.presses("签收")
    officer.clears_chat()
    await station.time_is(24, 8)
    assert not officer.spoken_to, "nothing is said before the first reminder"
    station.member(TEAM_LEAD).has_not_seen("D001")


async def test_at_night_nobody_is_asked_for_a_signature(
    station: Station, room: Member, officer: Member
) -> None:
    await station.time_is(20, 19)
    await issue(room, risk="🟡 黄")
    await station.time_is(21, 7)
    officer.has_not_seen("还未签收")
    await station.time_is(21, 8)
    officer.sees("⏰ D001 还未签收")
    station.member(TEAM_LEAD).has_not_seen("D001")


async def test_a_sheet_issued_at_night_waits_for_the_morning_unless_it_is_urgent(
    station: Station, room: Member, officer: Member
) -> None:
    await station.time_is(20, 23)
    await issue(room, risk="🟡 黄")
    officer.has_not_seen("D001")
    await issue(room, risk="🔴 红")
    officer.sees("督〔2023〕002号(D002)")
    await station.time_is(21, 7)
    officer.has_not_seen("D001")
    await station.time_is(21, 8)
    officer.has_seen("督〔2023〕001号(D001)")


async def test_a_person_with_several_sheets_gets_one_message_in_the_morning(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await issue(room, object_="仙岳示例苑1栋 邻里")
    await officer.says("签收 D001")
    await officer.says("签收 D002")
    await station.time_is(23, 22)
    officer.clears_chat()
    await station.time_is(24, 12)
    assert officer.spoken_to == ["⏰ 4月24日 待办"]
    officer.sees("D001", "仙岳示例里3栋501、502两户", "D002", "仙岳示例苑1栋 邻里", "剩3天")
    await officer.presses("我的任务")
    officer.sees("📋 我的任务 督导单2件")


async def test_thirty_sheets_still_fit_one_message(station: Station, room: Member, officer: Member) -> None:
    for n in range(30):
        await issue(room, object_=f"仙岳示例里{n}栋" + "很长的对象名称" * 7)
        await officer.says(f"签收 D{n + 1:03d}")
    await station.time_is(23, 22)
    officer.clears_chat()
    await station.time_is(24, 12)
    assert officer.spoken_to == ["⏰ 4月24日 待办"]
    officer.sees("……另有18件")
    assert len(officer.last.text.encode()) <= 2048


async def test_what_is_overdue_is_told_to_group_team_and_room_and_nobody_else(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("签收 D001")
    await issue(room, object_="仙岳示例苑1栋 邻里")
    await room.says("改承办人 D002")
    await room.presses("警员乙02")
    await station.member("P-YI02").says("签收 D002")
    everyone = {person: station.member(person) for person in ("P-JIA01", "P-BA00", "P-ZHR01", "A-SQ01")}
    await station.time_is(28, 8)
    for member in [room, officer, station.member(TEAM_LEAD), *everyone.values()]:
        member.clears_chat()
    await station.time_is(28, 9)
    assert officer.spoken_to == ["⏰ 4月28日 待办"], (
        "警员乙01 leads 乙组: what is theirs and what they watch is one"
    )
    officer.sees(
        "D001</b> 仙岳示例里3栋501、502两户 已逾期1天",
        "\n乙组其他人逾期1件\n",
        "D002</b> 仙岳示例苑1栋 邻里 警员乙02",
    )
    assert officer.last.text.count("D001") == 1
    assert station.member(TEAM_LEAD).spoken_to == ["⏰ 社区警务队逾期2件"]
    assert room.spoken_to == ["⏰ 全所逾期2件"]
    room.sees("D001", "仙岳示例里3栋501、502两户", "警员乙01", "已逾期1天", "4月27日(周四)24:00前")
    for member in everyone.values():
        assert member.spoken_to == []


async def test_what_was_handed_in_reminds_no_more_and_what_is_returned_does(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("签收 D001")
    await station.time_is(23, 12)
    await hand_in(officer)
    officer.clears_chat()
    await station.time_is(27, 12)
    assert officer.spoken_to == []
    await room.says("退回 D001")
    await room.says("请补充物业方的意见")
    room.sees("新期限:4月29日(周六)24:00前")
    await station.time_is(28, 12)
    officer.sees("⏰ D001 明天到期,4月29日(周六)24:00前")


async def test_a_withdrawn_feedback_is_reminded_of_again(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await hand_in(officer)
    await station.time_is(25, 12)
    await officer.presses("撤回修改")
    await station.time_is(26, 9)
    officer.sees("⏰ D001 明天到期")


async def test_after_a_fortnight_away_only_the_latest_step_is_spoken(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("签收 D001")
    officer.clears_chat()
    room.clears_chat()
    await station.away_for(14)
    assert officer.spoken_to == ["⏰ D001 已逾期7天,期限是4月27日(周四)24:00前"]
    assert room.spoken_to == ["⏰ 全所逾期1件"]


async def test_back_from_an_absence_at_night_the_reminders_wait_for_the_morning(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("签收 D001")
    officer.clears_chat()
    await station.away_for(14.5)
    assert officer.spoken_to == []
    await station.hours_pass(9)
    assert officer.spoken_to == [], "not before the hour of reminding: it would be said twice that day"
    await station.hours_pass(1)
    assert officer.spoken_to == ["⏰ D001 已逾期8天,期限是4月27日(周四)24:00前"]
    await station.hours_pass(12)
    assert officer.spoken_to == ["⏰ D001 已逾期8天,期限是4月27日(周四)24:00前"]


@pytest.mark.parametrize("restarts", [1, 3])
async def test_a_reminder_is_said_once_however_often_the_process_restarts(
    station: Station, room: Member, officer: Member, restarts: int
) -> None:
    await issue(room)
    await officer.says("签收 D001")
    await station.time_is(24, 8)
    officer.clears_chat()
    again = station
    for _ in range(restarts):
        again = await again.restarts()
    await again.time_is(24, 10)
    for _ in range(restarts):
        again = await again.restarts()
    await again.time_is(24, 23)
    assert officer.spoken_to == ["⏰ D001 还剩3天,4月27日(周四)24:00前"]


async def test_nothing_is_said_between_ten_and_eight(station: Station, room: Member, officer: Member) -> None:
    await issue(room, risk="🟡 黄")
    members = [room, officer, station.member(TEAM_LEAD)]
    for _ in range(12 * 24):
        local = station.desk.texts.local(station.clock.now())
        quiet = local.hour >= 22 or local.hour < 8
        for member in members:
            member.clears_chat()
        station.clock.advance(timedelta(hours=1))
        await station.settle()
        if quiet and station.desk.texts.local(station.clock.now()).hour != 8:
            assert [member.spoken_to for member in members] == [[], [], []]


async def test_the_demo_station_is_as_overdue_as_its_data_say(busy_station: Station) -> None:
    expected, texts = demo_data()["expected"], Texts(busy_station.desk.settings.time_zone)
    async with busy_station.database.transaction(STATION) as tx:
        late = await sheets.overdue(tx)
        open_ones = await open_sheets(tx)
    found = [
        {"sheet_id": sheet.code, "overdue_days": -texts.days_left(sheet.due_at, busy_station.clock.now())}
        for sheet in late
        if sheet.due_at
    ]
    assert found == expected["overdue_sheets"]
    today = texts.local(busy_station.clock.now()).date()
    due_today = [s.code for s in open_ones if s.due_at and texts.local(s.due_at).date() == today]
    assert due_today == expected["due_today"]


async def test_the_demo_stations_next_morning(busy_station: Station) -> None:
    room = busy_station.member("P-ZX01")
    room.clears_chat()
    await busy_station.time_is(21, 9)
    assert room.spoken_to == ["⏰ 全所逾期1件,未签收1件"]
    room.sees("D013", "已逾期3天", "签收超时")
