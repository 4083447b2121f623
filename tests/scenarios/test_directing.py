"""What the command room does to a sheet that is out: another owner, another team, a stopped clock, void."""

import pytest

from tests.scenario import Member, Station, picture
from tests.scenarios.steps import FEEDBACK, draft, hand_in, issue


@pytest.fixture
def director(station: Station) -> Member:
    """The command director."""
    return station.member("P-ZHR01")


async def test_a_stopped_clock_moves_the_due_time_and_goes_on_by_itself(
    station: Station, room: Member, officer: Member, director: Member
) -> None:
    await issue(room)
    await officer.says("签收 D001")
    await director.says("挂账 D001")
    await director.says("5月10日")
    await director.says("当事人住院")
    director.sees("⏸ D001 已挂账,5月10日(周三)恢复计时", "新期限:5月17日(周三)24:00前")
    officer.sees("⏸ D001 已挂账", "原因:当事人住院", "仙岳示例里3栋501、502两户")
    room.sees("⏸ D001 已挂账")
    await officer.says("D001")
    officer.sees("状态:挂账,5月10日恢复计时")
    officer.clears_chat()
    await station.days_pass(19)
    assert officer.spoken_to == []
    await station.days_pass(1)
    officer.sees("▶️ D001 恢复计时,期限5月17日(周三)24:00前")
    await station.days_pass(4)
    officer.sees("⏰ D001 还剩3天,5月17日(周三)24:00前")


async def test_the_clock_can_be_let_go_on_earlier(
    station: Station, room: Member, officer: Member, director: Member
) -> None:
    await issue(room)
    await officer.says("签收 D001")
    await director.says("挂账 D001")
    await director.says("5月10日")
    await director.says("当事人住院")
    await station.time_is(30, 12)
    await director.says("恢复计时 D001")
    director.sees("▶️ D001 恢复计时,期限5月7日(周日)24:00前")
    officer.sees("▶️ D001 恢复计时,期限5月7日(周日)24:00前")
    officer.clears_chat()
    await station.days_pass(4)
    assert officer.spoken_to == ["⏰ D001 还剩3天,5月7日(周日)24:00前"]


async def test_an_overdue_sheet_is_not_suspended(
    station: Station, room: Member, officer: Member, director: Member
) -> None:
    await issue(room)
    await station.away_for(9)
    await director.says("挂账 D001")
    await director.says("5月10日")
    await director.says("当事人住院")
    director.sees("D001 已逾期,不能挂账")


async def test_a_new_owner_signs_anew_and_the_old_one_is_told(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says(FEEDBACK)
    await station.time_is(26, 12)
    await room.says("改承办人 D001")
    await room.presses("警员乙02")
    room.sees("🔁 D001 已交由警员乙02承办", "期限:4月28日(周五)24:00前")
    officer.sees("🔁 D001 已交由警员乙02承办")
    new = station.member("P-YI02")
    new.sees("任务督导单 督〔2023〕001号(D001)", "4月28日(周五)24:00前")
    await station.hours_pass(4)
    new.sees("⏰ D001 还未签收")
    await officer.says("反馈结果 D001")
    officer.sees("D001 不是您承办的")
    await new.says("反馈结果 D001")
    new.sees("D001 反馈(1/2)文字")
    await room.says("看过程 D001")
    room.sees("质效员01 改承办人")


async def test_the_owner_asks_for_a_transfer_and_the_director_decides(
    station: Station, room: Member, officer: Member, director: Member
) -> None:
    await issue(room)
    await officer.says("应转办 D001")
    await officer.says("有人受伤,应按案件办")
    officer.sees("转办申请已交指挥室主任", "仍由您承办")
    director.sees("⏰ 转办待批 D001 警员乙01", "申请转为:案件", "有人受伤,应按案件办")
    await director.presses("同意转办")
    director.sees("D001 交给谁承办?类别:案件")
    await director.presses("办案员01")
    director.sees("🔁 D001 已交由办案员01承办,类别:案件")
    officer.sees("🔁 D001 已交由办案员01承办")
    station.member("P-BA01").sees("任务督导单 督〔2023〕001号(D001)", "类别:案件", "承办:办案员01")


async def test_a_transfer_is_refused_and_may_be_asked_for_once_at_a_time(
    station: Station, room: Member, officer: Member, director: Member
) -> None:
    await issue(room)
    for _ in range(2):
        await officer.says("应转办 D001")
        await officer.says("有人受伤,应按案件办")
    officer.sees("转办申请正在等答复")
    card = director.has_seen("转办待批")
    yes = card.buttons[0][0].data
    await director.presses("不同意", on=card)
    officer.sees("↩️ D001 转办未获同意", "4月27日(周四)24:00前")
    await director.presses_data(yes, card.id)
    assert director.toast == "这份申请已经答复过,下面是最新状态。"


async def test_the_director_transfers_without_being_asked(
    station: Station, room: Member, officer: Member, director: Member
) -> None:
    await issue(room)
    await director.says("D001")
    await director.presses("更多")
    assert director.last.labels == ["改承办人", "转办", "挂账", "作废", "复制", "问承办人"]
    await director.presses("转办")
    await director.says("P-BA02")
    station.member("P-BA02").sees("任务督导单 督〔2023〕001号(D001)")


async def test_a_voided_sheet_is_over_and_its_number_stays_used(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await room.says("作废 D001")
    await room.says("重复下发")
    room.sees("确认作废 D001?")
    officer.has_not_seen("作废")
    await room.presses("确认作废")
    room.sees("🚫 D001 已作废,不用再办")
    officer.sees("🚫 D001 已作废,不用再办", "原因:重复下发")
    await officer.says("反馈结果 D001")
    officer.has_seen("D001 已作废")
    await officer.says("我的任务")
    officer.sees("没有在办的督导单")
    await issue(room)
    room.sees("督〔2023〕002号")
    await station.time_is(30, 12)
    assert not any("D001 已逾期" in message.text for message in officer.messages)


async def test_voiding_needs_its_question_answered(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await room.presses_data("sv:1")
    assert room.toast == "这张卡片已过时,下面是最新状态。"
    room.sees("待签收")


async def test_a_sheet_is_copied_as_a_draft(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await room.says("复制 D001")
    room.sees("拟单预览", "仙岳示例里3栋501、502两户", "承办:警员乙01")
    await room.presses("下发")
    await room.presses("确认下发")
    officer.sees("督〔2023〕002号(D002)")


@pytest.mark.parametrize("words", ["挂账 D001", "转办 D001", "改承办人 D001", "作废 D001", "复制 D001"])
async def test_nobody_outside_the_room_does_any_of_it(
    station: Station, room: Member, officer: Member, words: str
) -> None:
    await issue(room)
    for member in (officer, station.member("P-SQ00")):
        await member.says(words)
        assert "已失效" in member.last.text


async def test_the_quality_post_neither_suspends_nor_transfers(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await room.says("D001")
    await room.presses("更多")
    assert room.last.labels == ["改承办人", "作废", "复制", "问承办人", "为什么是这天", "看过程"]
    for words in ("挂账 D001", "转办 D001"):
        await room.says(words)
        room.sees("已失效")


async def test_what_is_in_review_cannot_be_given_away(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await hand_in(officer)
    await room.says("改承办人 D001")
    room.has_seen("这张卡片已过时")
    await room.says("作废 D001")
    room.sees("为什么作废?")


async def test_photos_of_the_old_owner_do_not_pass_to_the_new_one(
    station: Station, room: Member, officer: Member
) -> None:
    await draft(room)
    await room.presses("下发")
    await room.presses("确认下发")
    await officer.says("反馈结果 D001")
    await officer.sends_photos(picture(1))
    await room.says("改承办人 D001")
    await room.presses("警员乙02")
    new = station.member("P-YI02")
    await hand_in(new, photos=0)
    room.sees("待审 D001 警员乙02", "照片0张")
