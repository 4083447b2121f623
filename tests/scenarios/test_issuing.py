"""Drafting and issuing (M3): numbers, owners, drafts that wait."""

import asyncio
import re
from datetime import UTC, datetime

from storage import people
from storage.people import Person, Role, Team
from tests.scenario import STATION, Member, Station, open_sheets
from tests.scenarios.steps import draft, issue


async def numbers(station: Station) -> list[str]:
    async with station.database.transaction(STATION) as tx:
        return sorted(sheet.number or "" for sheet in await open_sheets(tx))


async def test_many_who_issue_at_once_get_numbers_without_gaps_or_doubles(
    station: Station, room: Member
) -> None:
    async with station.database.transaction(STATION) as tx:
        for n in range(8):
            recruit = Person(
                staff_id=f"P-ZX9{n}",
                name=f"质效员9{n}",
                team=Team.COMMAND_ROOM,
                roles=frozenset({Role.QUALITY_POST}),
            )
            await people.put(tx, recruit)
            await station.give_phone(tx, recruit.staff_id)
    colleagues = [station.member(f"P-ZX9{n}") for n in range(8)]
    for colleague in colleagues:
        await draft(colleague)
        await colleague.presses("下发")
    await asyncio.gather(*(colleague.presses("确认下发") for colleague in colleagues))
    assert await numbers(station) == [f"督〔2023〕{n:03d}号" for n in range(1, 9)]
    told = {re.findall(r"督〔2023〕\d+号", colleague.last.text)[0] for colleague in colleagues}
    assert len(told) == 8


async def test_a_discarded_draft_uses_no_number(station: Station, room: Member) -> None:
    await draft(room)
    await room.presses("不下发")
    room.sees("放弃这张草稿?")
    await room.presses("确认放弃")
    room.sees("草稿已放弃")
    await issue(room)
    assert await numbers(station) == ["督〔2023〕001号"]


async def test_a_new_year_begins_with_number_one(station: Station, room: Member) -> None:
    await issue(room)
    station.clock.advance(datetime(2023, 12, 31, 16, 5, tzinfo=UTC) - station.clock.now())
    await issue(room)
    room.sees("督〔2024〕001号(D001)", "1月8日(周一)24:00前")
    await room.says("D001")
    room.sees("督〔2024〕001号")


async def test_pressing_twice_issues_once(station: Station, room: Member) -> None:
    await draft(room)
    await room.presses("下发")
    sure = next(b.data for row in room.last.buttons for b in row if b.label == "确认下发")
    await room.presses_data(sure, room.last.id)
    await room.presses_data(sure, room.last.id)
    assert room.toast == "这张卡片已过时,下面是最新状态。"
    room.sees("督〔2023〕001号", "待签收")
    assert await numbers(station) == ["督〔2023〕001号"]


async def test_drafts_that_were_left_are_offered_again(station: Station, room: Member) -> None:
    await draft(room, object_="仙岳示例里3栋 噪声")
    await room.says("取消")
    await room.says("拟督导单")
    room.sees("您有1张没拟完的督导单", "1. 仙岳示例里3栋 噪声")
    await room.presses("另拟一张")
    await room.presses("乙组")
    await room.presses("仙岳社区")
    await room.says("仙岳示例苑1栋 邻里")
    again = await station.restarts()
    room = again.member(room.staff_id)
    await room.says("拟督导单")
    room.sees("您有2张没拟完的督导单", "1. 仙岳示例苑1栋 邻里", "2. 仙岳示例里3栋 噪声")
    await room.presses("继续拟1")
    room.sees("(2/3)内容")
    await room.says("拟督导单")
    await room.presses("继续拟2")
    room.sees("拟单预览", "仙岳示例里3栋 噪声")


async def test_the_duty_post_drafts_but_does_not_issue(station: Station) -> None:
    duty = station.member("P-ZH01")
    await draft(duty)
    await duty.presses("下发")
    duty.sees("下发由质效管理岗完成", "草稿已保存")
    assert await numbers(station) == []


async def test_a_phone_number_in_a_draft_is_refused_and_asked_for_again(
    station: Station, room: Member
) -> None:
    await room.says("拟督导单")
    await room.presses("乙组")
    await room.presses("仙岳社区")
    await room.says("仙岳示例里3栋,电话13" + "900139000")
    room.sees("似有证件号或手机号")
    await room.says("仙岳示例里3栋")
    room.sees("(2/3)内容")


async def test_a_community_can_be_typed(station: Station, room: Member) -> None:
    await room.says("拟督导单")
    await room.says("没有的社区")
    room.sees("没有找到社区“没有的社区”")
    await room.says("仙岳")
    room.sees("仙岳社区 (1/3)对象")


async def test_the_owner_can_be_changed_and_others_can_help(station: Station, room: Member) -> None:
    await draft(room)
    await room.presses("改承办人")
    await room.presses("警员乙02")
    room.sees("承办:警员乙02 协办:—")
    await room.presses("协办人")
    await room.says("办案员01")
    room.sees("承办:警员乙02 协办:办案员01")
    await room.presses("下发")
    await room.presses("确认下发")
    station.member("P-YI02").sees("任务督导单 督〔2023〕001号(D001)")
    helper = station.member("P-BA01")
    helper.sees("任务督导单 督〔2023〕001号(D001)", "协办:办案员01")
    assert "签收" not in helper.last.labels
    await helper.says("我的任务")
    helper.sees("D001", "(协办)")


async def test_nobody_owns_a_sheet_who_may_not(station: Station, room: Member) -> None:
    await draft(room)
    await room.presses("改承办人")
    await room.says("办案员01")
    room.sees("办案员01 不能承办这类督导单")
    await room.says("警员乙02")
    room.sees("承办:警员乙02")


async def test_of_two_who_bear_one_name_the_one_whose_id_is_sent_is_meant(
    station: Station, room: Member
) -> None:
    async with station.database.transaction(STATION) as tx:
        other = await people.get(tx, "P-YI03")
        assert other
        await people.put(tx, other.model_copy(update={"name": "警员乙02"}))
    await draft(room)
    await room.presses("改承办人")
    await room.says("警员乙02")
    room.sees("不止一人叫警员乙02:P-YI02、P-YI03。请发编号。")
    await room.says("p-yi03")
    await room.presses("下发")
    await room.presses("确认下发")
    station.member("P-YI03").sees("任务督导单 督〔2023〕001号(D001)")
    station.member("P-YI02").has_not_seen("D001")


async def test_a_case_goes_to_the_case_team(station: Station, room: Member) -> None:
    await draft(room)
    await room.presses("改内容")
    await room.presses("类别等级")
    await room.presses("案件")
    await room.presses("🔴 红")
    room.sees("由谁承办?")
    await room.presses("办案员01")
    room.sees("类别:案件", "承办:办案员01")


async def test_an_owner_who_has_just_left_is_not_given_a_sheet(station: Station, room: Member) -> None:
    await draft(room)
    await room.presses("下发")
    async with station.database.transaction(STATION) as tx:
        await people.leave(tx, "P-YI01")
    await room.presses("确认下发")
    room.sees("还没有选定承办人")
    assert await numbers(station) == []


async def test_a_community_without_an_officer_asks_who_answers(station: Station, room: Member) -> None:
    async with station.database.transaction(STATION) as tx:
        await people.leave(tx, "P-YI01")
    await draft(room)
    room.sees("由谁承办?")
    assert "警员乙02" in room.last.labels


async def test_the_sheet_says_all_that_a_lock_screen_needs(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    first, second, *_ = officer.last.text.split("\n")
    assert first == "📋 任务督导单 督〔2023〕001号(D001)"
    assert "仙岳示例里3栋501、502两户" in second


async def test_what_supports_a_sheet_has_its_own_line(
    station: Station, room: Member, officer: Member
) -> None:
    await draft(room)
    assert "参考" not in room.last.text
    await room.presses("改内容")
    await room.presses("参考")
    await room.says("可约二楼调处中心,有公证员")
    room.sees("拟单预览", "<b>参考</b>:可约二楼调处中心,有公证员\n<b>要求</b>")
    await room.presses("下发")
    await room.presses("确认下发")
    officer.sees("<b>参考</b>:可约二楼调处中心,有公证员\n<b>要求</b>")


async def test_several_recipients_get_a_sheet_each_and_one_overview(
    station: Station, room: Member, officer: Member
) -> None:
    await draft(room)
    await room.presses("多人承办")
    await room.presses("警员乙02")
    await room.says("警员乙03")
    room.sees("承办:警员乙01、警员乙02、警员乙03(各一张)")
    await room.presses("返回")
    await room.presses("下发")
    room.sees("确认下发给警员乙01、警员乙02、警员乙03(各一张)?")
    await room.presses("确认下发")
    room.sees("✅ D001至D003 共3件", "已签收0 已反馈0 已销号0", "D002</b> 警员乙02 待签收")
    assert await numbers(station) == [f"督〔2023〕{n:03d}号" for n in (1, 2, 3)]
    second = station.member("P-YI02")
    second.sees("督〔2023〕002号(D002)", "承办:警员乙02")
    await second.presses("签收")
    await room.presses("看这一批")
    room.sees("已签收1 已反馈0 已销号0", "D002</b> 警员乙02 已签收")
    await room.says("更多 D003")
    await room.presses("看这一批")
    room.sees("D001至D003")
    await second.says("看这一批 D002")
    assert "警员乙03" not in second.last.text
