"""One supervision sheet, from the command room to the officer's phone and back (M3-M6)."""

from tests.scenario import Member, Station, picture
from tests.scenarios.steps import FEEDBACK, hand_in, issue


async def test_a_sheet_goes_out_is_signed_answered_accepted_and_closed(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    room.sees("✅ 已下发 督〔2023〕001号(D001)", "承办:警员乙01", "4月27日(周四)24:00前")
    officer.sees(
        "📋 任务督导单 督〔2023〕001号(D001)", "仙岳示例里3栋501、502两户", "4月27日(周四)24:00前", "剩7天"
    )

    await officer.presses("签收")
    assert officer.toast == "已签收 11:55"
    officer.sees("已签收,剩7天")
    room.sees("D001 警员乙01 已签收")

    await officer.presses("反馈结果")
    officer.sees("D001 反馈(1/2)文字", "至少30字")
    await officer.says(FEEDBACK)
    officer.sees("D001 反馈(2/2)照片")
    await officer.sends_photos(picture(1), picture(2), picture(3))
    await station.moments_pass()
    officer.sees("已收3张")
    await officer.presses("照片发完了")
    officer.sees("请核对 D001", "照片3张", "双方约定22点后不搬动家具")
    await officer.presses("已化解")
    officer.sees("✅ D001 已提交", "比期限早7天", "等质效员01审核")

    room.sees("📋 待审 D001 警员乙01", "结果:已化解", "照片3张")
    await room.presses("看照片")
    assert len(room.last.photos) == 3
    await room.presses("通过销号")
    room.sees("✅ D001 已通过,销号归档")
    officer.sees("✅ D001 已通过,销号归档。\n系统将在4月27日、5月20日提醒回访。辛苦了。")


async def test_returned_feedback_comes_back_with_its_reason_and_loses_nothing(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.presses("签收")
    await hand_in(officer)
    await station.days_pass(6)
    await room.says("D001")
    await room.presses("退回")
    await room.presses("缺一方意见")
    room.sees("↩️ D001 已退回", "新期限:4月28日(周五)24:00前")
    returned = officer.has_seen("↩️ D001 被退回")
    assert "缺一方意见" in returned.text
    await officer.presses("接着改", on=returned)
    officer.sees("您的文字和照片都还在", "双方约定22点后不搬动家具")


async def test_of_two_who_accept_the_second_is_told_who_acted(
    station: Station, room: Member, officer: Member
) -> None:
    director = station.member("P-ZHR01")
    await issue(room)
    await officer.presses("签收")
    await hand_in(officer)
    await director.says("D001")
    await room.presses("通过销号")
    await director.presses("通过销号")
    assert director.toast == "质效员01已于4月20日 11:55通过销号,无需重复操作。"
    director.sees("已销号")


async def test_a_late_answer_says_why(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await officer.presses("签收")
    await station.away_for(9)
    officer.has_seen("D001 已逾期2天")
    await hand_in(officer)
    officer.sees("请写一句逾期原因")
    await officer.says("当事人外出,昨天才回来")
    officer.sees("✅ D001 已提交", "已注明逾期原因")
    room.sees("逾期原因:当事人外出,昨天才回来")


async def test_missing_and_forbidden_read_the_same(station: Station, room: Member) -> None:
    await issue(room)
    stranger_to_it = station.member("P-JIA01")
    await stranger_to_it.says("D001")
    forbidden = stranger_to_it.last.text.replace("D001", "?")
    await stranger_to_it.says("D009")
    assert stranger_to_it.last.text.replace("D009", "?") == forbidden


async def test_a_phone_number_is_refused_and_the_rest_is_kept(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.presses("签收")
    await officer.presses("反馈结果")
    await officer.says(FEEDBACK)
    await officer.says("联系电话13" + "800138000")
    officer.sees("似有证件号或手机号")
    await officer.presses("不附照片")
    officer.sees("双方约定22点后不搬动家具")
