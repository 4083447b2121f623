"""Asking for more time (M7)."""

import pytest

from tests.scenario import Member, Station
from tests.scenarios.steps import hand_in, issue


@pytest.fixture
def director(station: Station) -> Member:
    """The command director."""
    return station.member("P-ZHR01")


async def ask(officer: Member, days: str = "+5天") -> None:
    await officer.says("申请延期 D001")
    await officer.presses("等部门答复")
    await officer.says("劳动监察已受理,公司答应4月30日前发第一个月工资")
    await officer.presses(days)


async def test_more_time_is_asked_for_and_granted(
    station: Station, room: Member, officer: Member, director: Member
) -> None:
    await issue(room)
    await ask(officer)
    officer.sees("D001 延期申请已交指挥室主任,由4月27日延到5月2日", "批复前仍按原期限计算")
    director.sees(
        "⏰ 延期待批 D001 警员乙01",
        "仙岳示例里3栋501、502两户 期限4月27日(周四)24:00前,申请延到5月2日",
        "原因:等部门答复|进展:劳动监察已受理",
    )
    assert director.last.labels == ["同意+5天", "只给3天", "不同意", "看督导单"]
    await director.presses("同意+5天")
    officer.sees("✅ D001 延期同意,新期限5月2日(周二)24:00前")
    await officer.says("为什么是这天 D001")
    officer.sees("现期限:5月2日(周二)24:00前")
    await station.time_is(28, 12)
    officer.has_not_seen("已逾期")


async def test_less_can_be_granted_or_nothing(
    station: Station, room: Member, officer: Member, director: Member
) -> None:
    await issue(room)
    await ask(officer)
    await director.presses("只给3天")
    officer.sees("新期限4月30日(周日)24:00前")
    await issue(room, object_="仙岳示例苑1栋")
    await officer.says("申请延期 D002")
    await officer.says("当事人住院")
    await officer.says("已去医院看望")
    await officer.says("5月1日")
    officer.sees("由4月27日延到5月1日")
    await director.presses("不同意")
    officer.sees("↩️ D002 延期未获同意,期限不变:4月27日(周四)24:00前")


async def test_silence_never_approves_and_is_called_to_mind_every_working_day(
    station: Station, room: Member, officer: Member, director: Member
) -> None:
    """Asked on Thursday; 22 April is a Saturday, 23 April a Sunday that is worked (调休)."""
    await issue(room)
    await ask(officer)
    heard = []
    for _ in range(5 * 24):
        director.clears_chat()
        await station.hours_pass(1)
        local = station.desk.texts.local(station.clock.now())
        heard += [f"{local:%d %H}" for line in director.spoken_to if "延期仍待批 D001" in line]
    assert heard == ["21 11", "23 11", "24 11", "25 11"]
    await officer.says("D001")
    officer.sees("4月27日(周四)24:00前")


async def test_past_the_due_time_nothing_can_be_asked(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await station.away_for(8)
    await officer.says("申请延期 D001")
    officer.sees("D001 已过期限,不能再申请延期,请先反馈,说明原因。")
    assert officer.last.labels == ["反馈结果"]


async def test_it_is_asked_once_at_a_time_and_granted_once(
    station: Station, room: Member, officer: Member, director: Member
) -> None:
    await issue(room)
    await ask(officer)
    await officer.says("申请延期 D001")
    officer.sees("D001 的延期申请正在等批复")
    await director.presses("同意+5天")
    await officer.says("申请延期 D001")
    officer.sees("D001 已延期1次,不能再延")


async def test_a_refusal_may_be_followed_by_another_request(
    station: Station, room: Member, officer: Member, director: Member
) -> None:
    await issue(room)
    await ask(officer)
    await director.presses("不同意")
    await ask(officer, "+3天")
    officer.sees("由4月27日延到4月30日")


async def test_of_two_decisions_the_first_counts(
    station: Station, room: Member, officer: Member, director: Member
) -> None:
    await issue(room)
    await ask(officer)
    card = director.last
    grant, refuse = card.buttons[0][0].data, card.buttons[1][0].data
    await director.presses_data(grant, card.id)
    await director.presses_data(refuse, card.id)
    assert director.toast == "这份申请已经答复过,下面是最新状态。"
    director.sees("5月2日(周二)24:00前")


async def test_what_is_handed_in_meanwhile_needs_no_decision(
    station: Station, room: Member, officer: Member, director: Member
) -> None:
    await issue(room)
    await ask(officer)
    await hand_in(officer)
    await director.presses("同意+5天")
    assert director.toast == "这份申请已经答复过,下面是最新状态。"
    await station.time_is(22, 12)
    assert not any("仍待批" in line for line in director.spoken_to)


@pytest.mark.parametrize("typed", ["5月9日", "4月27日", "4月20日", "2月30日", "下周", "99日"])
async def test_a_day_that_will_not_do_is_asked_for_again(
    station: Station, room: Member, officer: Member, director: Member, typed: str
) -> None:
    await issue(room)
    await officer.says("申请延期 D001")
    await officer.says("当事人外出")
    await officer.says("已电话联系")
    await officer.says(typed)
    assert "最多延7天" in officer.last.text or "没看懂日期" in officer.last.text
    await officer.says("4月30日")
    officer.sees("由4月27日延到4月30日")


async def test_nobody_else_decides(station: Station, room: Member, officer: Member, director: Member) -> None:
    await issue(room)
    await ask(officer)
    data = director.last.buttons[0][0].data
    for other in (room, officer, station.member("P-SQ00")):
        await other.presses_data(data)
        assert "延期同意" not in other.last.text
    await officer.says("D001")
    officer.sees("4月27日(周四)24:00前")
