"""Signing and feedback are two clocks, each with its own overdue, its own nudges and its own way up (S2)."""

import pytest

from tests.scenario import Member, Station
from tests.scenarios.steps import issue

LEAD = "P-SQ00"


@pytest.fixture
def lead(station: Station) -> Member:
    """The lead of the community team."""
    return station.member(LEAD)


async def test_thirty_missing_signatures_are_one_nudge_and_one_word_to_the_lead(
    station: Station, room: Member, officer: Member, lead: Member
) -> None:
    for n in range(30):
        await issue(room, object_=f"仙岳示例里{n}栋" + "很长的对象名称" * 7)
    for member in (room, officer, lead):
        member.clears_chat()
    await station.time_is(20, 16)
    assert officer.spoken_to == ["⏰ 30件还未签收,请尽快查看"]
    officer.sees("D001", "签收超时,剩7天", "……另有18件")
    assert len(officer.last.text.encode()) <= 2048
    await station.time_is(20, 20)
    assert officer.spoken_to == ["⏰ 30件还未签收,请尽快查看"]
    assert lead.spoken_to == ["⏰ 30件还未签收"]
    assert station.member("P-BA00").spoken_to == []  # the other team's lead
    lead.sees("警员乙01 签收超时")
    assert lead.last.labels == ["未签收30"]
    await station.time_is(21, 12)
    assert officer.spoken_to[1:] == ["⏰ 4月21日 待办"]
    assert lead.spoken_to[1:] == ["⏰ 社区警务队未签收30件"]
    assert room.spoken_to == ["⏰ 全所未签收30件"]
    await room.presses("未签收30")
    room.sees("📋 签收超时督导单 30件", "签收超时,剩6天")


async def test_each_clock_is_late_by_itself(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await issue(room, object_="仙岳示例苑1栋 邻里")
    await officer.says("签收 D002")
    await station.time_is(20, 16)
    await room.says("督导单")
    assert "未签收1" in room.last.labels
    assert not [label for label in room.last.labels if label.startswith("逾期")]
    await officer.says("菜单")
    officer.sees("督导单2件", "签收超时1件")
    await station.time_is(28, 10)
    await room.says("督导单")
    assert {"未签收1", "逾期2"} <= set(room.last.labels)
    await officer.says("签收 D001")
    await room.says("督导单")
    assert "逾期2" in room.last.labels
    assert not [label for label in room.last.labels if label.startswith("未签收")]
    await room.says("本月统计")
    room.sees("全所</b> 下发2 签收1 反馈0 退回0 未签收0 逾期2")


async def test_what_is_not_signed_is_called_to_mind_every_morning_until_it_is(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    heard = []
    for _ in range(3 * 24):
        officer.clears_chat()
        await station.hours_pass(1)
        local = station.desk.texts.local(station.clock.now())
        heard += [(f"{local:%d %H}", line) for line in officer.spoken_to if line.startswith("⏰")]
    assert heard == [
        ("20 15", "⏰ D001 还未签收,请尽快查看"),
        ("21 09", "⏰ D001 签收超时,剩6天"),
        ("22 09", "⏰ D001 签收超时,剩5天"),
        ("23 09", "⏰ D001 签收超时,剩4天"),
    ]
    await officer.says("签收 D001")
    officer.clears_chat()
    await station.time_is(24, 12)
    assert officer.spoken_to == ["⏰ D001 还剩3天,4月27日(周四)24:00前"]


async def test_both_clocks_stand_still_together_and_go_on_together(
    station: Station, room: Member, officer: Member, lead: Member
) -> None:
    director = station.member("P-ZHR01")
    await issue(room)
    await director.says("挂账 D001")
    await director.says("4月25日")
    await director.says("当事人住院")
    officer.clears_chat()
    await station.time_is(25, 8)
    assert officer.spoken_to == []
    await station.time_is(25, 15)
    assert officer.spoken_to == ["▶️ D001 恢复计时,期限5月2日(周二)24:00前"]
    await station.time_is(25, 16)
    officer.sees("⏰ D001 还未签收")
    await station.time_is(25, 20)
    lead.sees("⏰ D001 警员乙01 还未签收")


async def test_a_new_owner_has_the_hours_of_signing_anew(
    station: Station, room: Member, officer: Member, lead: Member
) -> None:
    await issue(room)
    await station.time_is(20, 17)
    await room.says("改承办人 D001")
    await room.presses("警员乙02")
    await room.says("督导单")
    assert "未签收1" not in room.last.labels
    await station.time_is(20, 20)
    lead.has_not_seen("还未签收")
    new = station.member("P-YI02")
    await station.time_is(20, 21)
    new.sees("⏰ D001 还未签收")
    await new.says("为什么是这天 D001")
    new.sees("签收另计:交办后4小时(免打扰时段顺延),即 4月20日 21:00 前", "现期限:4月27日(周四)24:00前")


async def test_after_a_fortnight_away_both_clocks_are_one_message(
    station: Station, room: Member, officer: Member, lead: Member
) -> None:
    await issue(room)
    await issue(room, object_="仙岳示例苑1栋 邻里")
    await officer.says("签收 D002")
    for member in (room, officer, lead):
        member.clears_chat()
    await station.away_for(14)
    assert officer.spoken_to == ["⏰ 5月4日 待办"]
    officer.sees(
        "D001</b> 仙岳示例里3栋501、502两户 签收超时,已逾期7天", "D002</b> 仙岳示例苑1栋 邻里 已逾期7天"
    )
    assert lead.spoken_to == ["⏰ D001 警员乙01 还未签收", "⏰ 社区警务队逾期2件,未签收1件"]
    assert room.spoken_to == ["⏰ 全所逾期2件,未签收1件"]
