"""Answering a sheet (M5): what people do on a phone, in any order, and what is never lost."""

import pytest

from bot.channels.base import TransientError
from storage import feedback, sheets
from storage.messages import Photo
from tests.scenario import STATION, Member, Station, picture
from tests.scenarios.steps import FEEDBACK, answer, hand_in, issue


async def contents_of(station: Station, serial: int = 1) -> feedback.Contents:
    async with station.database.transaction(STATION) as tx:
        sheet = await sheets.by_serial(tx, serial)
        assert sheet
        round_ = await feedback.last(tx, sheet.subject)
        return await feedback.contents(tx, round_.id) if round_ else feedback.Contents()


async def state_of(station: Station, serial: int = 1) -> str:
    async with station.database.transaction(STATION) as tx:
        sheet = await sheets.by_serial(tx, serial)
    assert sheet
    return str(sheet.state)


async def test_text_in_pieces_photos_and_captions_in_any_order_become_one_feedback(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says("见到双方,")
    officer.sees("已记下5字,还差25字")
    await officer.sends_photos(picture(1), picture(2), caption="起因是楼道堆物和夜间拖家具")
    await station.moments_pass()
    officer.sees("D001 已收2张", "文字还差12字")
    await officer.says("双方约定22点后不搬动家具")
    officer.sees("已记下31字")
    held = await contents_of(station)
    assert held.text == "见到双方,\n起因是楼道堆物和夜间拖家具\n双方约定22点后不搬动家具"
    assert len(held.photos) == 2


async def test_a_sheet_is_in_progress_once_something_was_written_and_not_before(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.presses("签收")
    await officer.presses("反馈结果")
    assert await state_of(station) == "acknowledged"
    await officer.says("见到双方")
    assert await state_of(station) == "in_progress"


async def test_whoever_answers_without_signing_has_signed(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    room.sees("D001 警员乙01 已签收")


async def test_what_can_be_pressed_can_be_typed(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await officer.says("签收 D001")
    officer.has_seen("已签收 11:55")
    await officer.says("为什么是这天d1")
    officer.sees("D001 的期限为什么是这天", "满7个自然日", "4月27日(周四)24:00前")
    await officer.says("签收D999")
    officer.sees("没有找到 D999,或您无权查看")


async def test_a_reply_to_the_sheet_is_feedback_to_it(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    sheet = officer.has_seen("任务督导单")
    await officer.says(FEEDBACK, reply_to=sheet)
    officer.sees("D001 反馈(2/2)照片")
    assert (await contents_of(station)).text == FEEDBACK


async def test_an_edited_message_says_what_it_says_now_until_it_is_handed_in(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says(FEEDBACK)
    await officer.says("另:502已清走杂物")
    await officer.edits(-1, "另:502已于当晚清走杂物")
    officer.sees("已按您改过的内容更新,D001")
    assert (await contents_of(station)).text == f"{FEEDBACK}\n另:502已于当晚清走杂物"
    await officer.presses("不附照片")
    officer.sees("502已于当晚清走杂物")
    await officer.presses("已化解")
    await officer.edits(-1, "改主意了")
    officer.sees("D001 已提交,这次修改没有计入")
    assert "改主意了" not in (await contents_of(station)).text


async def test_an_edit_that_brings_in_a_phone_number_is_refused_and_the_old_words_stay(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says(FEEDBACK)
    await officer.edits(-1, FEEDBACK + "电话13" + "900139000")
    officer.sees("似有证件号或手机号")
    assert (await contents_of(station)).text == FEEDBACK


async def test_the_same_photo_twice_is_one_photo(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.sends_photos(picture(1), picture(2))
    await officer.sends_photos(picture(1))
    await station.moments_pass()
    officer.sees("已收2张")
    assert len(list(station.folder.glob("*/*"))) == 2


async def test_of_twelve_photos_nine_are_kept_and_it_is_said_once(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    officer.clears_chat()
    await officer.sends_photos(*(picture(n) for n in range(12)))
    await station.moments_pass()
    assert officer.spoken_to == ["D001 已收9张。"]
    officer.sees("最多9张,多出的3张没有收下")
    await officer.presses("重发照片")
    await officer.sends_photos(picture(20))
    await station.moments_pass()
    officer.sees("已收1张")
    assert "多出" not in officer.last.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"unsupported": True},
        {"photos": (Photo(file_id="big", size=21_000_000, refused=True),)},
        {"text": "看视频", "unsupported": True},
    ],
    ids=["a video", "too large", "a video with words"],
)
async def test_what_is_no_photo_is_refused_and_the_draft_stays(
    station: Station, room: Member, officer: Member, wrong: dict[str, object]
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says(FEEDBACK)
    await officer.sends(**wrong)
    officer.sees("只收20MB以内的照片", "文字和已收的照片都还在")
    assert (await contents_of(station)).text == FEEDBACK


async def test_a_file_that_only_claims_to_be_a_picture_is_refused(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.sends_photos(b"GIF89a but not really")
    officer.sees("只收20MB以内的照片")
    assert (await contents_of(station)).photos == ()


async def test_a_latecomer_of_an_album_still_counts_before_it_is_handed_in(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await answer(officer, photos=2)
    await officer.sends_photos(picture(7))
    await station.moments_pass()
    officer.sees("已收3张")
    await officer.presses("照片发完了")
    officer.sees("照片3张")


async def test_a_photo_that_comes_after_handing_in_is_not_lost_in_silence(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await hand_in(officer, photos=1)
    await officer.sends_photos(picture(7))
    officer.sees("D001 已提交,刚才的照片没有计入", "请先撤回修改")
    await officer.presses("撤回修改")
    officer.sees("您的文字和照片都还在")
    await officer.sends_photos(picture(7))
    await station.moments_pass()
    officer.sees("已收2张")


async def test_photos_out_of_the_blue_are_kept_for_the_sheet_they_are_meant_for(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await issue(room, object_="仙岳示例苑1栋 邻里")
    officer.clears_chat()
    await officer.sends_photos(picture(1), picture(2), picture(3), caption=FEEDBACK)
    assert officer.spoken_to == ["收到。这是哪张督导单的反馈?"], "an album is asked about once"
    assert officer.last.labels == ["D001", "D002", "都不是"]
    await officer.presses("D002")
    await station.moments_pass()
    officer.sees("D002 已收3张")
    held = await contents_of(station, 2)
    assert (held.text, len(held.photos)) == (FEEDBACK, 3)
    assert (await contents_of(station, 1)).text == ""


async def test_words_out_of_the_blue_can_be_meant_for_none(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("今天下午三点在二楼开会,请准时参加")
    await officer.presses("都不是")
    officer.sees("没有计入任何督导单")
    assert await state_of(station) == "issued"


async def test_short_words_out_of_the_blue_are_not_taken_for_feedback(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("好的")
    officer.sees("没看懂")
    assert officer.last.labels == ["菜单"]
    await officer.presses("菜单")
    officer.sees("警员乙01,您好", "督导单1件")


async def test_feedback_is_withdrawn_changed_and_handed_in_again(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await hand_in(officer, photos=1)
    waiting = room.has_seen("待审 D001")
    await officer.presses("撤回修改")
    officer.sees("您的文字和照片都还在", "双方约定22点后不搬动家具")
    await room.presses("通过销号", on=waiting)
    assert room.toast == "警员乙01已于4月20日 11:55撤回反馈,无需重复操作。"
    room.sees("办理中")
    await officer.says("补充:502已清走杂物")
    await officer.presses("照片发完了")
    await officer.presses("部分化解")
    room.sees("待审 D001", "部分化解", "502已清走杂物", "照片1张")


async def test_what_is_being_reviewed_cannot_be_changed_but_withdrawn(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await hand_in(officer)
    await officer.says("反馈结果 D001")
    officer.has_seen("D001 已提交,正在审核,不能再改。可先撤回。")
    assert "撤回修改" in officer.last.labels


async def test_a_draft_survives_a_restart_and_is_offered_again(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says(FEEDBACK)
    await officer.sends_photos(picture(1))
    again = await station.restarts()
    officer = again.member(officer.staff_id)
    await officer.says("取消")
    officer.sees("已填的内容存为草稿")
    await officer.says("反馈结果 D001")
    officer.sees("您的文字和照片都还在", "照片1张", "双方约定22点后不搬动家具")


async def test_half_an_hour_later_what_is_said_waits_for_a_yes(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says("见到双方,起因是楼道堆物")
    await station.moments_pass(31 * 60)
    officer.clears_chat()
    await officer.says("双方约定22点后不搬动家具")
    await officer.sends_photos(picture(1), picture(2))
    assert officer.spoken_to == ["上次填写已存草稿,是否继续?"]
    assert (await contents_of(station)).text == "见到双方,起因是楼道堆物"
    await officer.presses("继续")
    await station.moments_pass()
    officer.has_seen("已收2张")
    held = await contents_of(station)
    assert held.text == "见到双方,起因是楼道堆物\n双方约定22点后不搬动家具"
    assert len(held.photos) == 2


async def test_half_an_hour_later_the_dialogue_can_be_left(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says(FEEDBACK)
    await station.moments_pass(31 * 60)
    await officer.says("晚上吃什么")
    await officer.presses("放弃")
    officer.sees("已退出")
    assert (await contents_of(station)).text == FEEDBACK


async def test_too_short_a_text_is_not_handed_in(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says("已处理")
    await officer.presses("不附照片")
    officer.sees("已记下3字,还差27字")
    await officer.presses_data("so:settled:1")
    officer.sees("文字还差27字")
    assert await state_of(station) == "in_progress"


async def test_a_text_beyond_all_bounds_is_refused_with_the_surplus(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says("字" * 1990)
    await officer.says("字" * 20)
    officer.sees("最多2000字,请删去10字后再发")
    assert (await contents_of(station)).text == "字" * 1990


async def test_handing_in_twice_is_once(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await answer(officer)
    preview = officer.last
    await officer.presses("已化解", on=preview)
    await officer.presses_data("so:settled:1", preview.id)
    assert officer.toast == "已记录,无需重复点击。"
    assert sum("待审 D001" in message.text for message in room.messages) == 1


async def test_ten_to_midnight_in_a_stairwell_with_one_bar_of_signal(
    station: Station, room: Member, officer: Member
) -> None:
    """The last evening: photos stutter in, the network drops and repeats, and it still counts as in time."""
    await issue(room)
    await station.time_is(27, 23, 50)
    officer.clears_chat()
    pictures = {f"s{n}": picture(n) for n in range(3)}
    station.phones.pictures |= pictures
    station.phones.failures["s1"] = [TransientError("ReadTimeout"), TransientError("ReadTimeout")]
    await officer.says("反馈结果 D001")
    for n, name in enumerate(pictures):
        caption = FEEDBACK if n == 0 else ""
        await officer.sends(text=caption, photos=(Photo(file_id=name),), message_id=f"album-{n}")
        # the phone did not hear that it was received, and sends it again
        await officer.repeats_last()
    for _ in range(10):
        await station.moments_pass(2)
    officer.sees("已收3张")
    held = await contents_of(station)
    assert (held.text, len(held.photos)) == (FEEDBACK, 3)
    await officer.presses("照片发完了")
    await officer.presses("已化解")
    officer.sees("✅ D001 已提交,4月27日 23:5")
    assert "逾期" not in officer.last.text
    await station.time_is(28, 9)
    room.sees("待审 D001", "已化解")
    officer.has_not_seen("已逾期")
