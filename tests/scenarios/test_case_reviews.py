"""Double review, three pushes: a case's stages before their two reviewers (M21)."""

from datetime import timedelta

import pytest

from bot.sandbox.demo_reviews import load_reviews
from handlers.unbinding import depart
from storage import case_reviews, people
from storage.case_reviews import ReviewState
from storage.people import Role
from tests.personal import MOBILE
from tests.scenario import STATION, Member, Shown, Station
from tests.scenarios.test_clocks import starts


@pytest.fixture
def officer(station: Station) -> Member:
    """办案员03, case officer."""
    return station.member("P-BA03")


async def push(officer: Member, case: str = "2023-0021") -> None:
    await officer.says("提交审核")
    await officer.says(case)
    await officer.presses("提交")


async def become(station: Station, staff_id: str, *roles: Role) -> None:
    """Somebody's posts change."""
    async with station.database.transaction(STATION) as tx:
        person = await people.get(tx, staff_id)
        assert person
        await people.put(tx, person.model_copy(update={"roles": frozenset(roles)}))


async def test_three_stages_pass_both_reviews_one_after_the_other(
    station: Station, officer: Member, lead: Member, legal: Member
) -> None:
    await officer.says("提交审核")
    await officer.says("2023-0021")
    officer.sees("⚖️ 演案2023-0021|事前", "清单:受案手续、权利告知、证据目录、期限")
    await officer.presses("提交")
    officer.sees("演案2023-0021|事前(V001)", "第一审待审,4月21日(周五)11:55前")
    lead.sees("⚖️ 案件审核 演案2023-0021|事前(V001)", "清单:受案手续", "办案人:办案员03")
    assert lead.last.labels == ["通过", "退回", "逐项勾选"]
    legal.has_not_seen("演案2023-0021")
    await lead.presses("通过")
    lead.sees("第一审:办案队长 通过", "第二审待审")
    await legal.presses("通过")
    legal.sees("✅ 演案2023-0021 事前两审通过。进入事中提醒", "第二审:法制员01 通过")
    officer.sees("✅ 演案2023-0021 事前两审通过。进入事中提醒")
    lead.sees("✅ 演案2023-0021 事前两审通过")
    await officer.presses("提交下阶段")
    officer.sees("演案2023-0021|事中")
    await officer.presses("提交")
    await lead.presses("通过")
    await legal.presses("通过")
    officer.sees("进入事后提醒")
    await officer.presses("提交下阶段")
    await officer.presses("提交")
    await lead.presses("通过")
    await legal.presses("通过")
    officer.sees("三个阶段全部完成")
    assert "提交下阶段" not in officer.last.labels
    await push_refused(officer, "三个阶段都已两审通过")


async def push_refused(officer: Member, why: str) -> None:
    await officer.says("提交审核")
    await officer.says("演案2023-0021")
    officer.has_seen(why)
    await officer.says("取消")


async def test_a_stage_follows_only_when_the_one_before_is_done(officer: Member, lead: Member) -> None:
    await push(officer)
    await push_refused(officer, "已有一个阶段在审")
    await lead.presses("通过")
    await push_refused(officer, "已有一个阶段在审")


async def test_the_checklist_is_ticked_item_by_item(officer: Member, lead: Member) -> None:
    await push(officer)
    await lead.presses("逐项勾选")
    lead.sees("☐ 受案手续", "☐ 期限")
    assert lead.last.labels == ["☐受案手续", "☐权利告知", "☐证据目录", "☐期限", "退回"]
    for item in ("受案手续", "权利告知", "证据目录"):
        await lead.presses(f"☐{item}")
    await lead.presses("☑权利告知")
    lead.sees("☑ 受案手续", "☐ 权利告知", "☑ 证据目录")
    await lead.presses("☐权利告知")
    await lead.presses("☐期限")
    assert lead.last.labels[-1] == "通过"
    await lead.presses("通过")
    lead.sees("第一审:办案队长 通过")


async def test_sent_back_names_what_is_missing_and_both_review_it_anew(
    officer: Member, lead: Member, legal: Member
) -> None:
    await push(officer)
    await lead.presses("通过")
    await legal.presses("退回")
    assert legal.last.labels == ["受案手续", "权利告知", "证据目录", "期限"]
    await legal.presses("权利告知")
    legal.sees("已退回", "缺:权利告知")
    officer.sees("已退回,待补齐", "法制员01 退回,缺:权利告知")
    lead.sees("第二审退回,缺:权利告知", "两审重新进行")
    old = legal.last
    await officer.presses("补齐再交")
    officer.sees("第一审待审")
    lead.sees("第一审待审", "法制员01 退回,缺:权利告知")
    await lead.presses("通过")
    await legal.presses("通过")
    officer.sees("事前两审通过")
    assert "通过" not in old.labels


async def test_what_is_missing_can_be_written_but_no_numbers_of_people(officer: Member, lead: Member) -> None:
    await push(officer)
    await lead.presses("退回")
    await lead.says(f"当事人电话{MOBILE}")
    lead.sees("手机号")
    await lead.says("告知书缺第二页")
    officer.sees("办案队长 退回,缺:告知书缺第二页")


async def test_a_deficiency_becomes_an_issue_with_one_tap_and_each_names_the_other(
    officer: Member, lead: Member, legal: Member
) -> None:
    await push(officer)
    await lead.presses("通过")
    await legal.presses("退回")
    await legal.presses("权利告知")
    await legal.presses("转问题清单")
    legal.sees("V001 的缺项已转问题清单:Z001")
    officer.sees("Z001", "事前审核缺:权利告知(案号后四位0021)", "来自案件审核 V001")
    await officer.says("V001")
    officer.sees("已转问题:Z001")
    await legal.says("转问题清单 V001")
    legal.has_seen("已转问题:Z001")
    await legal.says("问题清单")
    legal.sees("1件")


async def test_what_a_leader_finds_is_given_out_by_a_legal_officer(
    officer: Member, lead: Member, legal: Member
) -> None:
    await push(officer)
    await lead.presses("退回")
    await lead.presses("期限")
    await lead.presses("转问题清单")
    legal.sees("Z001", "事前审核缺:期限")
    await legal.presses("交办")
    officer.sees("Z001", "来自案件审核 V001")


async def test_whoever_may_not_read_issues_is_offered_none(
    officer: Member, leader: Member, legal: Member
) -> None:
    await push(officer)
    await leader.says("退回 V001")
    await leader.presses("期限")
    await leader.presses("转问题清单")
    leader.sees("已转问题清单:Z001")
    assert leader.last.labels == ["V001"]
    legal.sees("Z001")


async def test_only_the_code_of_a_case_is_taken(officer: Member) -> None:
    await officer.says("提交审核")
    for said in ("演案2023-0021 张某打人", "张某殴打他人案", f"演案2023-0021 {MOBILE}", "演案2023-21"):
        await officer.says(said)
        assert "提交" not in officer.last.labels
    await officer.says("演案2023—0021")
    officer.sees("⚖️ 演案2023-0021|事前")


async def test_nobody_reviews_their_own_case_whatever_they_are_now(
    station: Station, officer: Member, lead: Member
) -> None:
    await push(officer)
    await become(station, "P-BA03", Role.CASE_OFFICER, Role.LEADER, Role.LEGAL_OFFICER)
    await officer.says("通过 V001")
    officer.has_seen("自己的案件不审")
    await lead.presses("通过")
    await officer.says("通过 V001")
    async with station.database.transaction(STATION) as tx:
        (review,) = await case_reviews.under_way(tx)
    assert review.state == ReviewState.LEADER_OK


async def test_nobody_passes_a_stage_twice(
    station: Station, officer: Member, leader: Member, legal: Member
) -> None:
    await become(station, "P-LD01", Role.LEADER, Role.LEGAL_OFFICER)
    await push(officer)
    await leader.says("通过 V001")
    leader.sees("第一审:所领导01 通过")
    assert "通过" not in leader.last.labels
    await leader.says("通过 V001")
    leader.has_seen("同一阶段不审两次")
    await legal.presses("通过")
    officer.sees("事前两审通过")


async def test_an_old_card_decides_nothing_that_it_did_not_show(
    station: Station, officer: Member, lead: Member, leader: Member, legal: Member
) -> None:
    await push(officer)
    first = pass_button(lead.last)
    await lead.presses("退回")
    await lead.presses("期限")
    await officer.presses("补齐再交")
    await lead.presses_data(first)
    lead.sees("第一审待审")
    await become(station, "P-LD01", Role.LEADER, Role.LEGAL_OFFICER)
    await leader.says("V001")
    for_first = pass_button(leader.last)
    await lead.presses("通过")
    await leader.presses_data(for_first)
    leader.sees("第二审待审")
    await legal.presses("通过")
    officer.sees("事前两审通过")


def pass_button(card: Shown) -> str:
    (data,) = [button.data for row in card.buttons for button in row if button.label == "通过"]
    return data


async def test_of_two_who_decide_one_does(
    station: Station, officer: Member, lead: Member, leader: Member
) -> None:
    await push(officer)
    await leader.says("V001")
    await lead.presses("退回")
    await leader.presses("通过")
    await lead.presses("期限")
    lead.sees("第二审待审", "第一审:所领导01 通过")
    officer.has_not_seen("缺:期限")


async def test_reviewers_are_nudged_and_at_the_end_others_hear(
    station: Station, officer: Member, lead: Member, leader: Member, legal: Member, supervisor: Member
) -> None:
    await push(officer)
    lead.clears_chat()
    await station.hours_pass(23)
    nudges = [line for line in lead.spoken_to if "等您审核" in line]
    assert nudges == ["⏰ V001 等您审核,时限将到。"] * 2
    leader.has_not_seen("演案2023-0021")
    await station.hours_pass(2)
    lead.has_seen("V001 审核已超时")
    leader.has_seen("V001 审核超时未决")
    station.member("P-LD02").has_seen("V001 审核超时未决")
    supervisor.has_not_seen("V001")
    await station.days_pass(1)
    assert "已超时" in leader.has_seen("案件审核1件").text
    await leader.says("通过 V001")
    await station.hours_pass(25)
    legal.has_seen("V001 审核已超时")
    supervisor.has_seen("V001 审核超时未决")
    assert "通过" not in supervisor.has_seen("V001 审核超时未决").labels


async def test_after_a_fortnights_outage_each_hears_once(
    station: Station, officer: Member, lead: Member, leader: Member
) -> None:
    await push(officer)
    lead.clears_chat()
    again = await station.restarts()
    again.clock.advance(timedelta(days=14))
    await again.settle()
    lead, leader = again.member("P-BA00"), again.member("P-LD01")
    assert [line for line in lead.spoken_to if "V001" in line] == ["⏰ V001 审核已超时,请尽快决定。"]
    assert [line for line in leader.spoken_to if "V001" in line] == ["⚠️ V001 审核超时未决,请督促或接手。"]


async def test_whoever_leaves_leaves_nothing_stuck(
    station: Station, officer: Member, lead: Member, leader: Member, legal: Member
) -> None:
    await push(officer)
    await leave(station, "P-BA00")
    leader.sees("⚖️ 案件审核 演案2023-0021")
    await leader.presses("退回")
    await leader.presses("期限")
    await leave(station, "P-BA03")
    leader.has_seen("办案人办案员03已离岗")
    successor = station.member("P-BA04")
    await push(successor, "演案2023-0021")
    successor.sees("第一审待审", "办案人:办案员04")
    await leader.presses("通过")
    await legal.presses("通过")
    successor.sees("事前两审通过")


async def leave(station: Station, staff_id: str) -> None:
    async with station.database.transaction(STATION) as tx:
        await depart(tx, staff_id, "P-AD01")
    await station.settle()


async def test_where_nobody_can_decide_the_supervision_post_hears_at_once(
    station: Station, officer: Member, lead: Member, supervisor: Member
) -> None:
    for staff_id in ("P-FZ01", "P-FZ02"):
        await leave(station, staff_id)
    await push(officer)
    await lead.presses("通过")
    supervisor.sees("V001 审核超时未决")


async def test_reviews_are_listed_for_whoever_decides_and_for_nobody_else(
    station: Station, officer: Member, lead: Member, legal: Member, supervisor: Member
) -> None:
    await push(officer)
    await lead.says("案件审核")
    lead.sees("⚖️ 案件审核 1件,待您办1件", "演案2023-0021|事前(V001)")
    await legal.says("案件审核")
    legal.sees("1件,待您办0件")
    await lead.says("菜单")
    lead.sees("待审案件1件")
    await supervisor.says("V001")
    supervisor.sees("演案2023-0021")
    assert supervisor.last.labels == ["看经过"]
    other = station.member("P-BA04")
    for said in ("V001", "V099"):
        await other.says(said)
        other.sees(f"没有找到 {said},或您无权查看")
    await lead.says("看经过 V001")
    lead.sees("办案员03 提交审核")


async def test_the_demo_begins_with_a_case_that_waits_for_its_first_review(
    station: Station, lead: Member, officer: Member
) -> None:
    async with station.database.transaction(STATION) as tx:
        await load_reviews(tx, station.desk)
    await station.settle()
    lead.sees("⚖️ 案件审核 演案2023-0021|事前(V005)", "第一审待审,4月21日(周五)10:30前")
    await lead.presses("退回")
    await lead.presses("期限")
    officer.sees("办案队长 退回,缺:期限")


async def test_the_next_stage_says_how_much_time_the_law_leaves_for_the_case(
    station: Station, officer: Member, lead: Member, legal: Member
) -> None:
    await starts(officer, "治安案件办结", "4月14日9:00")
    await push(officer)
    await lead.presses("通过")
    await legal.presses("通过")
    officer.sees("进入事中提醒:办理中请提交事中审核。治安案件办结剩24天。")
