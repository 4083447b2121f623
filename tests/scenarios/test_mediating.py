"""Slots at the mediation centre, records of mediations, going back after closing (S3, M18)."""

import asyncio

from tests.scenario import Member, Station
from tests.scenarios.steps import FEEDBACK, hand_in, issue


async def test_a_slot_is_booked_reminded_of_and_nobody_elses(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("约调处中心 D001")
    officer.sees("每天09:00、14:30、19:30可约")
    assert officer.last.labels == ["今天14:30", "今天19:30", "明天09:00", "明天14:30", "明天19:30"]
    await officer.presses("今天19:30")
    officer.sees("✅ 已约 4月20日 19:30,D001", "仙岳示例里3栋501、502两户")
    await issue(room, object_="仙岳示例苑1栋")
    await officer.says("约调处中心 D002")
    assert "今天19:30" not in officer.last.labels
    await officer.says("4月20日 19:30")
    officer.sees("D002 这个时间刚被别人约走")
    officer.clears_chat()
    await station.time_is(20, 18)
    officer.has_seen("⏰ D001 今天调处:4月20日 19:30")


async def test_of_two_who_want_the_same_slot_one_gets_it(
    station: Station, room: Member, officer: Member
) -> None:
    other = station.member("P-JIA01")
    await issue(room)
    await issue(room, group="甲组", community="仙阁社区")
    await officer.says("约调处中心 D001")
    await other.says("约调处中心 D002")
    await asyncio.gather(officer.presses("今天19:30"), other.presses("今天19:30"))
    booked = [m for m in (officer, other) if any("✅ 已约" in shown.text for shown in m.messages)]
    assert len(booked) == 1


async def test_a_booking_can_be_moved_and_the_first_slot_is_free_again(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("约调处中心 D001")
    await officer.presses("今天19:30")
    await officer.says("约调处中心 D001")
    await officer.says("4月24日 14:30")
    officer.sees("✅ 已改约 4月24日 14:30,D001")
    await officer.says("约调处中心 D001")
    assert "今天19:30" in officer.last.labels
    for wrong in ("4月24日 15:00", "昨天", "4月19日 14:30", "99日 14:30"):
        await officer.says(wrong)
        officer.sees("这个时间约不了")


async def test_three_taps_and_one_line_record_a_mediation(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("记一次调解 D001")
    await officer.presses("到了")
    officer.sees("乙方到了吗?")
    await officer.presses("没到")
    await officer.presses("部分达成")
    await officer.says("502两日内清走杂物,周五再约乙方")
    officer.sees("4月20日 11:55调解:甲方到、乙方未到、部分达成。502两日内清走杂物")
    await officer.presses("反馈结果")
    officer.sees("您的文字和照片都还在", "甲方到、乙方未到")
    await officer.says(FEEDBACK)
    await officer.presses("不附照片")
    await officer.presses("部分化解")
    room.sees("待审 D001", "甲方到、乙方未到、部分达成")
    await room.says("看过程 D001")
    room.sees("记一次调解")


async def test_an_old_tap_counts_for_nothing(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await officer.says("记一次调解 D001")
    await officer.presses("到了")
    await officer.presses_data("sm:1:agreed")
    assert officer.toast == "这张卡片已过时,下面是最新状态。"


async def test_a_week_and_a_month_after_closing_the_owner_goes_back(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await hand_in(officer)
    await room.presses("通过销号")
    await station.time_is(27, 9)
    officer.sees("⏰ 回访 D001 仙岳示例里3栋501、502两户(销号第7天)")
    first = officer.last
    await officer.presses("已稳定")
    officer.sees("✅ D001 回访已记下:已稳定")
    await officer.presses_data(f"sz:1:7:{'again'}", first.id)
    assert officer.toast == "这张卡片已过时,下面是最新状态。"
    await station.days_pass(23)
    await officer.presses("有反复")
    room.sees("❗ D001 警员乙01 回访有反复,已拟好新单")
    await room.presses("继续拟")
    room.sees("拟单预览", "仙岳示例里3栋501、502两户")


async def test_a_sheet_that_is_open_again_is_not_revisited(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await hand_in(officer)
    await room.presses("通过销号")
    await room.says("重新打开 D001")
    officer.clears_chat()
    await station.time_is(27, 12)
    assert not any("回访" in line for line in officer.spoken_to)
