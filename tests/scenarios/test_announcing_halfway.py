"""An announcement of which some copies are on their way when it is paused, stopped, corrected, or taken back."""

from bot.channels.base import GoneError, MalformedError, RetryAfterError, UnreachableError
from storage.messages import IncomingKind
from tests.scenario import Member, Station
from tests.scenarios.test_announcing import WORDS, announces


async def presses_both(room: Member, first: str, second: str) -> None:
    await room.presses(first)
    await room.presses(second)


async def test_who_comes_back_while_it_is_paused_is_told_when_it_goes_on(
    station: Station, room: Member, officer: Member
) -> None:
    await station.time_is(20, 23)
    await officer.sends(kind=IncomingKind.BLOCKED)
    await announces(room)
    await room.presses("暂停")
    await station.time_is(21, 9)
    await officer.sends(kind=IncomingKind.UNBLOCKED)
    officer.has_not_seen(WORDS)
    await room.presses("继续发")
    officer.has_seen(WORDS)


async def test_what_came_back_to_the_queue_is_not_sent_once_it_is_stopped_and_its_person_not_waited_for(
    station: Station, room: Member, officer: Member
) -> None:
    station.phones.failures[station.member("P-YI02").chat] = [MalformedError("malformed")]
    station.phones.failures[officer.chat] = [RetryAfterError(30)]
    await announces(room)
    officer.has_not_seen(WORDS)
    room.sees("发送中 3/4")
    await presses_both(room, "停止", "确认停止")
    await station.moments_pass(60)
    officer.has_not_seen(WORDS)
    room.sees("已停止:发出2份,未发1份", "没能送达:1份", "收到 0/2", "未回:警员乙03、警员乙04")
    await officer.says("T001")
    officer.sees("没有找到 T001,或您无权查看。")


async def test_a_correction_is_told_anew_where_its_copy_is_gone(
    station: Station, room: Member, officer: Member
) -> None:
    await announces(room)
    officer.clears_chat()
    station.phones.failures[officer.chat] = [GoneError("gone")]
    await room.presses("修改")
    await room.says("会议改到10点")
    officer.sees("会议改到10点")


async def test_a_correction_after_a_stop_is_not_told_anew_where_its_copy_is_gone(
    station: Station, room: Member, officer: Member
) -> None:
    station.phones.failures["chat-P-YI02"] = [RetryAfterError(30)]
    await announces(room)
    await presses_both(room, "停止", "确认停止")
    officer.clears_chat()
    station.phones.failures[officer.chat] = [GoneError("gone")]
    await room.presses("修改")
    await room.says("会议改到10点")
    await station.moments_pass(60)
    assert officer.messages == []
    station.member("P-YI03").sees("会议改到10点")


async def test_what_somebody_looked_at_again_is_corrected_and_taken_back_with_the_rest(
    station: Station, room: Member, officer: Member
) -> None:
    await announces(room)
    await officer.says("收到 T001")
    await officer.says("T001")
    await room.presses("修改")
    await room.says("会议改到10点")
    officer.has_not_seen(WORDS)
    await room.presses("撤回")
    await room.presses("确认撤回")
    await station.moments_pass(10)
    officer.has_not_seen("10点")


async def test_the_card_tells_of_whoever_could_not_be_reached_when_they_come_back(
    station: Station, room: Member, officer: Member
) -> None:
    station.phones.failures[officer.chat] = [UnreachableError("blocked")]
    await announces(room)
    await station.moments_pass(10)
    room.sees("暂时收不到:1份")
    await station.hours_pass(3)
    await officer.sends(kind=IncomingKind.UNBLOCKED)
    officer.has_seen(WORDS)
    await station.hours_pass(1)
    card = room.has_seen("📣 T001 通知|")
    assert "暂时收不到" not in card.text


async def test_the_card_is_there_in_the_end_though_it_could_not_be_shown_at_first(
    station: Station, room: Member, officer: Member
) -> None:
    await announces(room)
    station.phones.failures[room.chat] = [RetryAfterError(30)]
    await room.says("T001")
    await officer.presses("收到")
    await station.moments_pass(3)
    await station.moments_pass(60)
    await station.moments_pass(60)
    room.has_seen("收到 1/4")


async def test_the_card_follows_where_the_message_that_was_pressed_is_gone(
    station: Station, room: Member, officer: Member
) -> None:
    await room.says("发通知")
    await room.says(WORDS)
    await room.says("警员乙01")
    room.clears_chat()
    await room.presses_data("nc:send:1", "b4")
    await officer.presses("收到")
    await station.moments_pass(3)
    room.sees("收到 1/1")
    assert len(room.messages) == 1
