"""Review (M6): the queue, accepting, returning with a reason, and the time for rework."""

import pytest

from storage import audit, people, sheets
from storage.people import Role
from tests.scenario import STATION, Member, Station, picture
from tests.scenarios.steps import FEEDBACK, hand_in, issue


async def test_the_queue_begins_with_what_waits_longest(
    station: Station, room: Member, officer: Member
) -> None:
    for n in range(3):
        await issue(room, object_=f"仙岳示例里{n}栋")
    for code in ("D002", "D001", "D003"):
        await hand_in(officer, code)
        await station.moments_pass(60)
    room.clears_chat()
    await room.says("待审反馈")
    assert room.spoken_to == [
        "📋 待审 D002 警员乙01",
        "另有2件待审:D001、D003。处理完这件再点“待审反馈”,或直接发编号。",
    ]
    await room.presses("通过销号")
    await room.says("/review")
    room.has_seen("待审 D001")


async def test_an_empty_queue_says_so(station: Station, room: Member) -> None:
    await room.says("待审反馈")
    room.sees("没有待审的反馈")


async def test_a_reason_can_be_typed_at_once(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await hand_in(officer)
    await room.presses("退回")
    await room.says("请补上物业方的意见,并写明下次回看的时间")
    room.sees("↩️ D001 已退回", "请补上物业方的意见")
    returned = officer.has_seen("↩️ D001 被退回 督〔2023〕001号")
    assert "请补上物业方的意见" in returned.text
    assert "您的文字和照片都还在" in returned.text
    assert "仙岳示例里3栋501、502两户" in returned.text


async def test_a_reason_holds_no_phone_number(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await hand_in(officer)
    await room.presses("退回")
    await room.says("请打13" + "900139000")
    room.sees("似有证件号或手机号")
    officer.has_not_seen("被退回")


async def test_returning_can_be_thought_better_of(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await hand_in(officer)
    await room.presses("退回")
    await room.presses("不退了")
    room.sees("待审 D001")
    await room.presses("通过销号")
    officer.sees("✅ D001 已通过")
    await room.says("好的")
    room.sees("没看懂")


@pytest.mark.parametrize(
    ("day", "until"),
    [(21, "4月27日(周四)24:00前"), (26, "4月28日(周五)24:00前"), (27, "4月29日(周六)24:00前")],
    ids=["more time is left than two days", "the day before", "the last day"],
)
async def test_rework_has_what_is_left_or_two_days(
    station: Station, room: Member, officer: Member, day: int, until: str
) -> None:
    await issue(room)
    await hand_in(officer)
    await station.time_is(day, 10)
    await room.presses("退回")
    await room.presses("约定不清")
    room.sees(f"新期限:{until}")
    await officer.says("为什么是这天 D001")
    officer.sees("4月20日 11:55 下发:4月27日(周四)24:00前", f"现期限:{until}")
    assert (f"退回:{until}" in officer.last.text) == (day != 21)


async def test_the_second_round_keeps_the_first_as_it_was(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await hand_in(officer, photos=2)
    await room.presses("退回")
    await room.presses("缺照片")
    await officer.presses("接着改")
    await officer.says("补充:物业也在场")
    await officer.sends_photos(picture(9))
    await station.moments_pass()
    await officer.presses("照片发完了")
    await officer.presses("已化解")
    room.sees("待审 D001", "补充:物业也在场", "照片3张")
    await room.presses("看过程")
    room.sees("警员乙01 提交反馈", "质效员01 退回", "4月20日 11:55")


async def test_the_reviewer_never_sees_what_is_still_being_written(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says(FEEDBACK)
    await room.says("看原稿 D001")
    room.sees("还没有文字")


async def test_nobody_reviews_their_own_feedback(station: Station, officer: Member, room: Member) -> None:
    async with station.database.transaction(STATION) as tx:
        person = await people.get(tx, officer.staff_id)
        assert person
        await people.put(tx, person.model_copy(update={"roles": person.roles | {Role.QUALITY_POST}}))
    await issue(room)
    await hand_in(officer)
    await officer.says("通过销号 D001")
    officer.sees("没有找到 D001,或您无权查看")
    await officer.says("待审反馈")
    officer.sees("没有待审的反馈")
    room.sees("待审 D001")


async def test_whoever_issued_it_and_the_quality_post_are_told_once_each(
    station: Station, room: Member, officer: Member
) -> None:
    director = station.member("P-ZHR01")
    await issue(director)
    await hand_in(officer)
    for member in (director, room):
        assert sum(line.startswith("📋 待审 D001") for line in member.spoken_to) == 1


async def test_a_closed_sheet_is_done_with(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await hand_in(officer)
    await room.presses("通过销号")
    await officer.says("反馈结果 D001")
    officer.sees("D001 已销号", "由其决定是否重新打开")
    await officer.presses_data("so:settled:1")
    assert officer.toast == "质效员01已于4月20日 11:55通过销号,无需重复操作。"
    await officer.says("我的任务")
    officer.sees("没有在办的督导单")
    await station.time_is(30, 12)
    officer.has_not_seen("逾期")


async def test_every_step_is_written_down_with_who_and_when(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await hand_in(officer)
    await room.presses("退回")
    await room.presses("缺照片")
    await officer.presses("接着改")
    await officer.sends_photos(picture(1))
    await station.moments_pass()
    await officer.presses("照片发完了")
    await officer.presses("已化解")
    await room.presses("通过销号")
    async with station.database.transaction(STATION) as tx:
        sheet = await sheets.by_serial(tx, 1)
        assert sheet
        history = [(entry.actor, entry.action) for entry in await audit.of(tx, sheet.subject)]
    assert history == [
        ("P-ZX01", "sheet.issue"),
        ("P-YI01", "sheet.acknowledge"),
        ("P-YI01", "sheet.begin"),
        ("P-YI01", "sheet.submit"),
        ("P-ZX01", "sheet.return"),
        ("P-YI01", "sheet.submit"),
        ("P-ZX01", "sheet.close"),
    ]
