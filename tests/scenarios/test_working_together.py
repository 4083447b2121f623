"""More than one hand on a sheet: co-handlers, interim words, questions, repeated returns, work after closing."""

import pytest

from tests.scenario import Member, Station, picture
from tests.scenarios.steps import FEEDBACK, draft, hand_in, issue


@pytest.fixture
async def helper(station: Station, room: Member) -> Member:
    """办案员01, who helps on D001."""
    await draft(room)
    await room.presses("协办人")
    await room.says("办案员01")
    await room.presses("下发")
    await room.presses("确认下发")
    return station.member("P-BA01")


async def test_a_co_handler_adds_and_the_owner_hands_in(
    station: Station, room: Member, officer: Member, helper: Member
) -> None:
    await helper.presses("补充材料")
    helper.sees("D001 补充材料", "由承办人一并提交")
    await helper.says("已调取4月18日的监控,显示双方在楼道争吵,没有动手")
    await helper.sends_photos(picture(5))
    await station.moments_pass()
    await helper.presses("补充完了")
    helper.sees("这一步需由承办人提交,已提醒警员乙01")
    officer.sees("📋 D001 办案员01 补充了材料,待您提交", "照片1张")
    await officer.presses("反馈结果")
    officer.sees("您的文字和照片都还在", "已调取4月18日的监控")
    await officer.says(FEEDBACK)
    await officer.presses("照片发完了")
    await officer.presses("已化解")
    room.sees("待审 D001", "已调取4月18日的监控", "照片1张")


async def test_a_co_handler_never_hands_in(
    station: Station, room: Member, officer: Member, helper: Member
) -> None:
    await helper.presses("补充材料")
    await helper.says(FEEDBACK)
    await helper.presses_data("so:settled:1")
    helper.sees("D001 不是您承办的")
    room.has_not_seen("待审")


async def test_a_co_handlers_edit_is_taken_over(
    station: Station, room: Member, officer: Member, helper: Member
) -> None:
    await helper.presses("补充材料")
    await helper.says("已调取监控")
    await helper.edits(-1, "已调取4月18日的监控")
    await officer.says("反馈结果 D001")
    officer.sees("已调取4月18日的监控")


async def test_an_interim_word_tells_how_far_it_has_come(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says("已见到501户,502户外出,约定周五再谈")
    await officer.sends_photos(picture(1))
    await station.moments_pass()
    await officer.presses("照片发完了")
    await officer.presses("阶段反馈")
    officer.sees("✅ D001 已交质效员01", "单子还在您手上,期限4月27日(周四)24:00前")
    room.sees("📋 阶段反馈 D001 警员乙01", "已见到501户", "照片1张", "不用审核")
    await station.time_is(26, 9)
    officer.sees("⏰ D001 明天到期")
    await hand_in(officer)
    await room.says("看原稿 D001")
    room.sees("已见到501户", "双方约定22点后不搬动家具")
    await room.says("看照片 D001")
    assert len(room.last.photos) == 1


async def test_reviewer_and_owner_ask_each_other_through_the_bot(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await hand_in(officer)
    await room.presses("问承办人")
    await room.says("物业方在场吗?")
    officer.sees("💬 D001 质效员01:物业方在场吗?", "仙岳示例里3栋501、502两户")
    question = officer.last
    await officer.presses("回复")
    await officer.says("在场,姓名已另记")
    room.sees("💬 D001 警员乙01:在场,姓名已另记")
    await officer.says("补一句:经理也在", reply_to=question)
    room.sees("💬 D001 警员乙01:补一句:经理也在")
    await room.says("看过程 D001")
    room.sees("质效员01 问答:物业方在场吗?")


async def test_a_question_holds_no_phone_number_and_reaches_nobody_else(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("问审核人 D001")
    await officer.says("打13" + "900139000 可以吗")
    officer.sees("似有证件号或手机号")
    await officer.presses_data("sq:1:P-YI02")
    officer.sees("没有可以转达的人")
    outsider = station.member("P-JIA01")
    await outsider.presses_data("sq:1:P-YI01")
    outsider.sees("没有找到")


async def test_the_third_return_is_told_to_the_team_lead(
    station: Station, room: Member, officer: Member
) -> None:
    lead = station.member("P-SQ00")
    await issue(room)
    for n in range(3):
        await hand_in(officer)
        await room.says("退回 D001")
        await room.presses("缺照片")
        assert any("已被退回" in line for line in lead.spoken_to) == (n == 2)
    lead.sees("⏰ D001 警员乙01 已被退回3次", "最近原因:缺现场照片", "4月27日(周四)24:00前")


async def test_what_comes_after_closing_goes_to_the_reviewer_who_may_open_it_again(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await hand_in(officer)
    await room.presses("通过销号")
    await station.time_is(28, 10)
    closed = officer.has_seen("✅ D001 已通过")
    await officer.says("今天双方又吵起来了", reply_to=closed)
    await officer.presses("不附照片")
    officer.sees("请核对 D001 销号后的补充", "今天双方又吵起来了")
    await officer.presses("交审核人")
    room.sees("📋 销号后补充 D001 警员乙01", "今天双方又吵起来了")
    await room.presses("重新打开")
    room.sees("🔁 D001 已重新打开", "新期限4月30日(周日)24:00前")
    officer.sees("🔁 D001 已重新打开,请继续办理", "新期限4月30日(周日)24:00前")
    await station.time_is(29, 9)
    officer.sees("⏰ D001 明天到期")
    await hand_in(officer)
    await room.presses("通过销号")
    officer.sees("✅ D001 已通过")


async def test_new_words_replace_the_old_ones_only_when_they_come(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says(FEEDBACK)
    await officer.presses("改文字")
    await officer.says("取消")
    await officer.says("反馈结果 D001")
    officer.sees("双方约定22点后不搬动家具")
    await officer.presses("改文字")
    await officer.says(FEEDBACK[::-1])
    await officer.says("另:下周二回看")
    await officer.presses("不附照片")
    officer.sees(FEEDBACK[::-1], "另:下周二回看")
    assert FEEDBACK not in officer.last.text
