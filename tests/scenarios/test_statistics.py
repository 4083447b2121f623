"""本月统计: what became of a month's sheets, group by group."""

from tests.scenario import Member, Station
from tests.scenarios.steps import hand_in, issue


async def test_a_months_sheets_are_counted_group_by_group(
    station: Station, room: Member, officer: Member
) -> None:
    for _ in range(4):
        await issue(room)
    await issue(room, group="甲组", community="仙阁社区")
    await officer.says("签收 D001")
    await hand_in(officer, "D002")
    await hand_in(officer, "D003")
    await room.says("退回 D003")
    await room.presses("缺照片")
    await room.says("作废 D004")
    await room.says("重复下发")
    await room.presses("确认作废")
    await room.says("本月统计")
    room.sees(
        "2023年4月督导单",
        "全所</b> 下发4 签收3 反馈1 退回1 未签收0 逾期0",
        "乙组</b> 下发3 签收3 反馈1 退回1 未签收0 逾期0",
    )
    room.sees("甲组</b> 下发1 签收0 反馈0 退回0 未签收0 逾期0", "丙组</b> 下发0")
    await station.away_for(9)
    await room.says("本月统计")
    room.sees("全所</b> 下发4 签收3 反馈1 退回1 未签收1 逾期3")


async def test_what_is_signed_or_answered_late_does_not_count(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await station.hours_pass(5)
    await officer.says("签收 D001")
    await station.away_for(8)
    await hand_in(officer)
    await officer.says("当事人外出,昨天才见到")
    room.has_seen("待审 D001")
    await room.says("本月统计")
    room.sees("全所</b> 下发1 签收0 反馈0 退回0 未签收0 逾期0")


async def test_months_are_those_of_the_stations_clock(station: Station, room: Member) -> None:
    await issue(room)
    await station.time_is(30, 23, 50)
    await issue(room)
    await station.time_is(31, 0, 10)
    await room.says("本月统计")
    room.sees("2023年5月没有下发督导单")
    await room.presses("上月")
    room.sees("2023年4月督导单", "全所</b> 下发2")
    await room.presses("上月")
    room.sees("2023年3月没有下发督导单")
    await room.presses("本月")
    room.sees("2023年5月")


async def test_statistics_are_the_rooms(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await officer.says("本月统计")
    officer.has_not_seen("📊")
    await officer.presses_data("mo:2023:4")
    officer.has_not_seen("📊")


async def test_a_forged_month_is_no_month(room: Member) -> None:
    for data in ("mo:2023:13", "mo:0:1", "mo:99999:1"):
        await room.presses_data(data)
        assert room.toast
    await room.presses_data("mo:2000:1")
    room.sees("2000年1月没有下发督导单")
    assert "上月" not in room.last.labels
