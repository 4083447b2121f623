"""An announcement: written once, sent to many, received, nudged, revised, taken back."""

from datetime import timedelta

import pytest

from handlers.announcements import rules
from storage import addresses, audit, people
from storage.db import Tx
from storage.people import Person, Team
from tests.scenario import STATION, Member, Station, picture

WORDS = "明早9点在二楼会议室开会,请带上本周台账"


@pytest.fixture
def colleague(station: Station) -> Member:
    """警员乙02, of the same group as the officer."""
    return station.member("P-YI02")


FOUR = "警员乙01、警员乙02、警员乙03、警员乙04"


async def announces(room: Member, *, photos: int = 0) -> None:
    """Tell the four officers of 乙组."""
    await room.says("发通知")
    if photos:
        await room.sends_photos(*map(picture, range(photos)), caption=WORDS)
        await room.station.moments_pass(3)
    else:
        await room.says(WORDS)
    await room.says(FOUR)
    await room.presses("发送")
    await room.station.moments_pass(3)


async def test_everyone_is_told_in_two_taps(station: Station, room: Member, officer: Member) -> None:
    await room.says("发通知")
    await room.says(WORDS)
    await room.presses("全所")
    await room.presses("发送")
    officer.sees("📣 通知 T001", WORDS)
    await station.moments_pass(10)
    room.sees("📣 T001 通知|全所", "收到 0/72")


async def test_groups_and_posts_are_chosen_by_buttons_and_left_again(room: Member, officer: Member) -> None:
    await room.says("发通知")
    await room.says(WORDS)
    await room.presses("按队组")
    await room.presses("乙组")
    assert "✓乙组" in room.last.labels
    await room.presses("丙组")
    await room.presses("✓丙组")
    await room.presses("更多")
    await room.presses("选好了")
    room.sees("发给:乙组 12人")
    await room.presses("改对象")
    room.sees("已选:乙组")
    await room.presses("按岗位")
    await room.presses("所领导")
    await room.presses("选好了")
    room.sees("发给:乙组、所领导 14人")
    await room.presses("发送")
    officer.has_seen(WORDS)


async def test_the_card_counts_receipts_in_place(
    station: Station, room: Member, officer: Member, colleague: Member
) -> None:
    await announces(room)
    officer.sees("📣 通知 T001", WORDS, "质效员01 4月20日")
    assert officer.last.labels == ["收到"]
    await officer.presses("收到")
    assert officer.toast.startswith("已记录 4月20日")
    officer.sees("✅ 已收到 4月20日")
    assert officer.last.labels == []
    before = len(room.messages)
    await station.moments_pass(3)
    room.sees("📣 T001 通知|", "收到 1/4", "▓▓░░░░░░░░", "未回:警员乙02、警员乙03、警员乙04")
    assert len(room.messages) == before
    assert room.last.labels == ["再催一次", "看名单", "修改", "撤回"]


async def test_the_preview_says_how_many_it_reaches_and_who_it_does_not(
    station: Station, room: Member, officer: Member
) -> None:
    async with station.database.transaction(STATION) as tx:
        await addresses.unbind(tx, "P-YI02")
        await addresses.mark(tx, "phones", officer.chat, "blocked")
    await room.says("发通知")
    await room.says(WORDS)
    await room.says(FOUR)
    room.sees("4人", "未绑定1人", "收不到1人", "警员乙01、警员乙02")
    await room.presses("发送")
    await station.moments_pass(3)
    room.sees("暂时收不到:1份")


async def test_only_the_silent_are_nudged_and_not_again_within_ten_minutes(
    station: Station, room: Member, officer: Member, colleague: Member
) -> None:
    await announces(room)
    await officer.presses("收到")
    await station.moments_pass(rules.NUDGE_AFTER.total_seconds())
    officer.clears_chat()
    await room.presses("再催一次")
    assert room.toast == "已催3人"
    colleague.sees("⏰ 请看一下这条通知", WORDS)
    assert officer.messages == []
    await station.moments_pass(10)
    await room.presses("再催一次")
    assert "10分钟内只能催一次" in room.toast
    await colleague.presses("收到")
    colleague.sees("✅ 已收到")


async def test_a_correction_reaches_the_phones_that_have_it_already(
    station: Station, room: Member, officer: Member, colleague: Member
) -> None:
    await announces(room)
    await officer.presses("收到")
    await room.presses("修改")
    await room.says("会议改到10点,地点不变")
    await station.moments_pass(3)
    for member in (officer, colleague):
        assert len(member.messages) == 1
        member.sees("会议改到10点", "✏️ 4月20日")
        member.has_not_seen(WORDS)
    assert officer.last.labels == []
    assert colleague.last.labels == ["收到"]


async def test_a_recall_takes_copies_and_pictures_away_and_late_presses_are_answered_kindly(
    station: Station, room: Member, officer: Member, colleague: Member
) -> None:
    await announces(room, photos=2)
    officer.sees(WORDS, "附照片2张")
    await officer.presses("看照片")
    assert len(officer.last.photos) == 2
    copy = colleague.has_seen(WORDS)
    receive = copy.buttons[0][0].data
    await station.moments_pass(3)
    await room.presses("撤回")
    room.sees("撤回 T001?")
    await room.presses("确认撤回")
    await station.moments_pass(10)
    assert officer.messages == []
    assert colleague.messages == []
    room.sees("↩️ 已撤回", "已删除:5份")
    await colleague.presses_data(receive, copy.id)
    assert "已撤回" in colleague.toast
    colleague.sees("↩️ 通知 T001 已撤回")
    async with station.database.transaction(STATION) as tx:
        assert await acts(tx) == ["announcement.send", "announcement.recall"]


async def test_what_is_older_than_48_hours_is_replaced_by_words_and_placeholders(
    station: Station, room: Member, officer: Member
) -> None:
    await announces(room, photos=1)
    await officer.presses("看照片")
    await station.away_for(3)
    await room.says("T001")
    await room.presses("撤回")
    await room.presses("确认撤回")
    await station.moments_pass(10)
    texts = [message.text for message in officer.messages if "T001" in message.text]
    assert texts == ["↩️ 通知 T001 已撤回,请勿再据此办理。"] * 2
    assert [message.photos for message in officer.messages if message.photos] == [("placeholder",)]
    room.sees("超过48小时,改为“已撤回”:5份")


async def test_sending_is_paused_and_gone_on_with_and_stopped_half_way(
    station: Station, room: Member, officer: Member
) -> None:
    await station.time_is(20, 23)
    await announces(room)  # at night it waits for the morning, and can still be paused
    room.sees("发送中 0/4 ░░░░░░░░░░")
    officer.has_not_seen(WORDS)
    await room.presses("暂停")
    room.sees("已暂停 0/4")
    await station.time_is(21, 9)
    officer.has_not_seen(WORDS)
    await room.presses("继续发")
    officer.has_seen(WORDS)
    await station.moments_pass(10)
    room.has_seen("收到 0/4")


async def test_what_is_stopped_is_never_sent(station: Station, room: Member, officer: Member) -> None:
    await station.time_is(20, 23)
    await announces(room)
    await room.presses("停止")
    await room.presses("确认停止")
    await station.time_is(21, 9)
    officer.has_not_seen(WORDS)
    room.has_seen("已停止:发出0份,未发4份")


async def test_a_recall_overtakes_what_is_still_queued(
    station: Station, room: Member, officer: Member
) -> None:
    await station.time_is(20, 23)
    await announces(room)
    await room.presses("撤回")
    await room.presses("确认撤回")
    await station.time_is(21, 9)
    officer.has_not_seen(WORDS)
    room.has_seen("没有发出:4份")


async def test_it_is_sent_by_itself_at_its_time_and_the_card_follows(
    station: Station, room: Member, officer: Member
) -> None:
    await room.says("发通知")
    await room.says(WORDS)
    await room.presses("全所")
    await room.presses("定时")
    await room.says("昨天")
    room.sees("没看懂时间")
    await room.says("4月21日 08:30")
    room.sees("⏰ 4月21日 08:30 自动发出")
    assert room.last.labels == ["现在就发", "返回草稿"]
    await station.time_is(21, 8)
    officer.has_not_seen(WORDS)
    await station.time_is(21, 9)
    officer.has_seen(WORDS)
    await station.moments_pass(10)
    room.has_seen("收到 0/72")


async def test_what_was_scheduled_can_be_a_draft_again(
    station: Station, room: Member, officer: Member
) -> None:
    await room.says("发通知")
    await room.says(WORDS)
    await room.presses("全所")
    await room.presses("定时")
    await room.says("18:00")
    await room.presses("返回草稿")
    room.sees("📣 通知草稿", WORDS)
    await station.time_is(20, 20)
    officer.has_not_seen(WORDS)


async def test_names_can_be_typed_and_an_audience_kept_under_a_name(
    station: Station, room: Member, officer: Member, colleague: Member
) -> None:
    await room.says("发通知")
    await room.says(WORDS)
    await room.says("警员乙01、没有这人")
    room.sees("没有找到:没有这人")
    await room.says("警员乙01、警员乙02")
    room.sees("发给:警员乙01、警员乙02 2人")
    await room.presses("存为常用")
    await room.says("骨干")
    await room.presses("发送")
    officer.has_seen(WORDS)
    await room.says("发通知")
    await room.says("下午3点交台账")
    await room.presses("常用")
    await room.presses("骨干")
    await room.presses("发送")
    for member in (officer, colleague):
        member.has_seen("下午3点交台账")


async def test_the_list_of_names_tells_who_has_not_and_why(
    station: Station, room: Member, officer: Member
) -> None:
    async with station.database.transaction(STATION) as tx:
        await addresses.unbind(tx, "P-YI02")
    await announces(room)
    await officer.presses("收到")
    await station.moments_pass(3)
    await room.presses("看名单")
    room.sees("T001 未回,收到 1/4", "警员乙02 未绑定")
    await room.presses("看已收到")
    room.sees("已收到 1/4", "警员乙01 4月20日")


async def test_a_receipt_can_be_typed_where_the_press_was_forgotten(
    station: Station, room: Member, officer: Member
) -> None:
    await announces(room)
    await officer.says("收到 T001")
    officer.sees("✅ 已收到")
    await officer.says("t1")
    officer.sees("✅ 已收到")
    await room.says("通知")
    room.sees("📣 最近的通知", "T001", "收到1/4")


async def test_a_draft_survives_bad_input_and_being_left(station: Station, room: Member) -> None:
    await room.says("发通知")
    await room.says(WORDS)
    await room.says("取消")
    await room.says("发通知")
    room.sees("📣 通知草稿", WORDS)
    await room.presses("全所")
    await room.presses("重写")
    await room.says("请打电话 139" + "0000" + "0000")
    room.sees("似有证件号或手机号")
    await room.says("取消")
    await room.says("发通知")
    room.sees(WORDS, "发给:全所")
    await room.presses("删除")
    await room.presses("确认删除")
    await room.says("发通知")
    room.sees("请写通知")


async def test_nobody_but_the_command_room_announces_and_nobody_but_those_told_receive(
    station: Station, room: Member, officer: Member
) -> None:
    await officer.says("发通知")
    officer.sees("没看懂")
    await room.says("发通知")
    await room.says(WORDS)
    await room.says("甲组")
    await room.presses("发送")
    await officer.says("T001")
    officer.sees("没有找到 T001,或您无权查看。")
    await officer.presses_data("nr:received:1")
    officer.sees("没有找到这一项")
    await officer.presses_data("na:recall-now:1")
    officer.sees("没有找到这一项")
    other = station.member("P-ZH01")
    await other.says("T001")
    other.sees("📣 T001 通知")


async def acts(tx: Tx) -> list[str]:
    """What was done to the first announcement, but for receipts."""
    return [each.action for each in await audit.of(tx, "announcement:1") if "receive" not in each.action]


async def test_the_card_rests_when_nothing_changes(station: Station, room: Member) -> None:
    await station.time_is(20, 22, 30)
    await announces(room)
    edits = len(station.phones.chats[room.chat])
    await station.hours_pass(2)
    assert len(station.phones.chats[room.chat]) == edits
    station.clock.advance(timedelta(hours=8))
    await station.settle()


async def test_a_text_that_is_too_long_is_refused_as_it_is_written_and_the_draft_is_kept(
    station: Station, room: Member, officer: Member
) -> None:
    await room.says("发通知")
    await room.sends_photos(picture(1))
    await room.says("警" * 501)
    room.sees("最多500字,请删去1字")
    await room.says("😀" * 251)
    room.sees("最多500字,请删去2字")
    await room.says("😀" * 250)
    room.sees("附照片1张")
    await room.says(FOUR)
    await room.presses("发送")
    officer.has_seen("😀" * 250)
    await room.presses("修改")
    await room.says("警" * 501)
    room.sees("最多500字,请删去1字")
    await room.says(WORDS)
    officer.sees(WORDS)


async def test_whoever_is_chosen_after_the_whole_station_is_chosen_instead_of_it(
    station: Station, room: Member
) -> None:
    await room.says("发通知")
    await room.says(WORDS)
    await room.presses("全所")
    await room.presses("改对象")
    await room.presses("按队组")
    await room.presses("乙组")
    await room.presses("选好了")
    room.sees("发给:乙组 12人")
    await room.presses("改对象")
    await room.presses("全所")
    await room.says("警员乙01")
    room.sees("发给:警员乙01 1人")


async def test_of_people_who_share_a_name_the_one_meant_is_asked_for(station: Station, room: Member) -> None:
    async with station.database.transaction(STATION) as tx:
        await people.put(tx, Person(staff_id="P-NEW", name="警员乙01", team=Team.VOLUNTEERS))
    await room.says("发通知")
    await room.says(WORDS)
    await room.says("警员乙02、警员乙01")
    room.sees("不止一人叫:警员乙01")
    await room.says("警员乙02、P-NEW")
    room.sees("发给:警员乙01、警员乙02 2人")


async def test_names_of_several_words_are_known_in_english(station: Station, room: Member) -> None:
    async with station.database.transaction(STATION) as tx:
        await people.speak(tx, "P-ZX01", "en")
    await room.says("Announce")
    await room.says("Meeting at 9")
    await room.says("Volunteer team, 警员乙02 警员乙03")
    room.sees("To 警员乙02, 警员乙03, Volunteer team")
    await room.presses("Send later")
    await room.says("21 Apr 08:30")
    room.sees("Goes out 21 Apr 08:30")


async def test_at_night_the_card_says_when_it_goes_out(station: Station, room: Member) -> None:
    await station.time_is(20, 23)
    await announces(room)
    room.sees("夜间不打扰,4月21日 08:00 开始发送")
    await room.presses("撤回")
    await room.presses("确认撤回")
    await room.says("发通知")
    await room.says(WORDS)
    await room.says(FOUR)
    await room.presses("定时")
    await room.says("23:30")
    room.sees("⏰ 4月20日 23:30 自动发出", "夜间不打扰,4月21日 08:00 开始发送")
