"""稍后提醒: to be reminded again in a while, within bounds (S2, S18)."""

from tests.scenario import Member, Station
from tests.scenarios.steps import hand_in, issue

REMINDED = "⏰ D001 今天到期,4月27日(周四)24:00前"


async def due_today(station: Station, room: Member, officer: Member) -> None:
    """It is 9:00 on the due day, and the officer has just been reminded."""
    await issue(room)
    await officer.says("签收 D001")
    await station.time_is(27, 8)
    officer.clears_chat()
    await station.time_is(27, 9)
    assert officer.spoken_to == [REMINDED]


async def test_in_two_taps_one_is_reminded_again_in_an_hour(
    station: Station, room: Member, officer: Member
) -> None:
    await due_today(station, room, officer)
    assert officer.last.labels == ["反馈结果", "看督导单", "稍后提醒"]
    await officer.presses("稍后提醒")
    officer.sees("⏰ D001 何时再提醒?")
    assert officer.last.labels == ["1小时后", "下班前", "看督导单"], "tomorrow it is late"
    await officer.presses("1小时后")
    officer.sees("✅ 4月27日 10:00 再提醒 D001")
    assert len(officer.messages) == 1, "all in the place of the reminder"
    await station.time_is(27, 10)
    assert officer.spoken_to[1:] == [REMINDED]
    await station.time_is(27, 20)
    assert officer.spoken_to[1:] == [REMINDED], "once"
    await officer.says("看过程 D001")
    officer.sees("警员乙01 稍后提醒", "04-27 10:00")


async def test_what_is_handed_in_meanwhile_is_not_spoken_of(
    station: Station, room: Member, officer: Member
) -> None:
    await due_today(station, room, officer)
    await officer.presses("稍后提醒")
    await officer.presses("下班前")
    await hand_in(officer)
    officer.clears_chat()
    await station.time_is(27, 20)
    assert officer.spoken_to == []


async def test_three_times_a_day_is_enough(station: Station, room: Member, officer: Member) -> None:
    await due_today(station, room, officer)
    for hour in (10, 11, 12):
        await officer.presses("稍后提醒")
        await officer.presses("1小时后")
        await station.time_is(27, hour)
        officer.sees(REMINDED)
    await officer.presses("稍后提醒")
    officer.sees("D001 今天已推迟3次,不能再推")


async def test_a_later_choice_takes_the_place_of_an_earlier_one(
    station: Station, room: Member, officer: Member
) -> None:
    await due_today(station, room, officer)
    await officer.says("稍后提醒 D001")
    await officer.presses("1小时后")
    await officer.says("稍后提醒 D001")
    await officer.presses("下班前")
    officer.clears_chat()
    await station.time_is(27, 20)
    assert officer.spoken_to == [REMINDED]


async def test_tomorrow_morning_it_is_in_the_one_digest(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("签收 D001")
    await station.time_is(24, 9)
    await officer.presses("稍后提醒")
    await officer.presses("明天早上")
    officer.clears_chat()
    await station.time_is(25, 12)
    assert officer.spoken_to == ["⏰ D001 还剩2天,4月27日(周四)24:00前"], "without having asked: none on T-2"
    await station.time_is(26, 8)
    await officer.presses("稍后提醒")
    await officer.presses("1小时后")
    officer.clears_chat()
    await station.time_is(27, 12)
    assert officer.spoken_to.count("⏰ D001 明天到期,4月27日(周四)24:00前") == 2, (
        "the digest's, and the one asked for"
    )


async def test_a_whole_digest_is_put_off_at_once(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await issue(room, object_="仙岳示例苑1栋 邻里")
    await officer.says("签收 D001")
    await officer.says("签收 D002")
    await station.time_is(24, 9)
    assert officer.last.labels == ["我的任务", "稍后提醒"]
    await officer.presses("稍后提醒")
    officer.sees("⏰ 2件 何时再提醒?")
    await officer.presses("下班前")
    officer.sees("✅ 4月24日 17:00 再提醒 2件")
    await hand_in(officer, "D001")
    officer.clears_chat()
    await station.time_is(24, 18)
    assert officer.spoken_to == ["⏰ D002 还剩3天,4月27日(周四)24:00前"], "of what is left"


async def test_what_is_late_cannot_be_put_off_and_those_who_watch_hear_of_it_all_the_same(
    station: Station, room: Member, officer: Member
) -> None:
    lead = station.member("P-SQ00")
    await due_today(station, room, officer)
    await officer.presses("稍后提醒")
    await officer.presses("下班前")
    await station.time_is(28, 9)
    officer.sees("⏰ D001 已逾期1天")
    assert "稍后提醒" not in officer.last.labels
    lead.sees("⏰ 社区警务队逾期1件")
    await officer.says("稍后提醒 D001")
    officer.sees("现在没有可以稍后提醒的")


async def test_ten_to_midnight_in_a_stairwell(station: Station, room: Member, officer: Member) -> None:
    await due_today(station, room, officer)
    await station.time_is(27, 23, 50)
    await officer.says("稍后提醒 D001")
    officer.sees("到那时就过期限了,请现在办理")
    await hand_in(officer)
    officer.sees("✅ D001 已提交,4月27日 23:50")
    room.clears_chat()
    officer.clears_chat()
    await station.time_is(28, 7)
    assert room.spoken_to == [], "nobody is woken by it"
    await station.time_is(28, 12)
    assert officer.spoken_to == []
    assert room.spoken_to == ["📋 待审 D001 警员乙01"]


async def test_the_moment_is_looked_at_again_when_it_is_chosen(
    station: Station, room: Member, officer: Member
) -> None:
    await due_today(station, room, officer)
    await officer.presses("稍后提醒")
    await station.time_is(27, 18)
    await officer.presses("下班前")
    officer.sees("到那时就过期限了")


async def test_only_the_owner_puts_it_off(station: Station, room: Member, officer: Member) -> None:
    await due_today(station, room, officer)
    other = station.member("P-YI02")
    await other.says("稍后提醒 D001")
    other.sees("没有找到")
    await room.says("稍后提醒 D001")
    room.sees("不是您承办的")
    await other.presses_data("sa:hour")
    other.sees("现在没有可以稍后提醒的")
