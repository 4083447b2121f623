"""The longest that people can write, the most that can come together: everything still fits a phone.

That each message fits is seen to by `tests/conventions.py`, for whatever is shown in any scenario.
"""

import pytest

from storage import people, stations
from storage.people import Person, Role, Team
from storage.stations import Community, PoliceGroup
from tests.scenario import STATION, Member, Station
from tests.scenarios.steps import answer, hand_in, issue

HOSTILE = "<b>&\"'"
LONG_NAME = "名" * 19


def long(most: int) -> str:
    """A text of so many characters, which looks like markup at its beginning."""
    return HOSTILE + "字" * (most - len(HOSTILE))


async def rename(station: Station, *staff_ids: str) -> None:
    """Give people the longest names that a roster may hold."""
    async with station.database.transaction(STATION) as tx:
        for n, staff_id in enumerate(staff_ids):
            person = await people.get(tx, staff_id)
            assert person
            await people.put(tx, person.model_copy(update={"name": f"{LONG_NAME}{n}"}))


async def draft_long(room: Member, *helpers: str) -> None:
    """The longest sheet that can be drafted, up to its preview."""
    await room.says("拟督导单")
    await room.presses("乙组")
    await room.presses("仙岳社区")
    await room.says(long(60))
    await room.says(long(200))
    await room.presses("🔴 红")
    await room.says(long(120))
    await room.presses("改内容")
    await room.presses("参考")
    await room.says(long(100))
    for helper in helpers:
        await room.presses("协办人")
        await room.says(helper)


HELPERS = ("P-YI02", "P-YI03", "P-YI04", "P-JIA01", "P-JIA02", "P-BA01", "P-BA02", "P-BA03")


async def test_the_longest_sheet_is_shown_whole_to_everyone(
    station: Station, room: Member, officer: Member
) -> None:
    await draft_long(room, *HELPERS)
    await room.presses("下发")
    await room.presses("确认下发")
    for member in (officer, station.member("P-BA03"), station.member("P-LD01")):
        await member.says("D001")
        shown = member.last.text
        assert all(f"&lt;b&gt;&amp;\"'{'字' * (most - 6)}" in shown for most in (60, 200, 100, 120))
        assert "警员甲01、警员甲02、警员乙02、警员乙03、警员乙04" in shown


async def test_names_as_long_as_a_roster_allows_do_not_burst_the_sheet(
    station: Station, room: Member, officer: Member
) -> None:
    await rename(station, "P-YI01", "P-ZX01", *HELPERS)
    await draft_long(room, *HELPERS)
    await room.presses("改承办人")
    assert all(len(label) <= 7 for label in room.last.labels)
    await room.presses("返回")
    await room.presses("下发")
    await room.presses("确认下发")
    await officer.says("D001")
    officer.sees("字" * 190, "…")


async def test_the_longest_feedback_is_read_whole_in_several_messages(
    station: Station, room: Member, officer: Member
) -> None:
    await draft_long(room)
    await room.presses("下发")
    await room.presses("确认下发")
    text = "。".join("见到双方约定清走杂物不搬家具" for _ in range(133))
    assert len(text) > 1_990
    await answer(officer, text=text)
    await officer.presses("部分化解")
    await room.says("D001")
    room.clears_chat()
    await room.presses_data("sh:text:1")
    read = [message.text.partition("\n") for message in room.messages]
    assert [heading for heading, _, _ in read] == [f"D001 反馈原文({n}/4)" for n in (1, 2, 3, 4)]
    assert "".join(words for _, _, words in read) == text
    assert all(words.endswith("。") for _, _, words in read[:-1])


async def test_a_late_and_returned_sheet_keeps_its_long_reasons(
    station: Station, room: Member, officer: Member
) -> None:
    await draft_long(room)
    await room.presses("下发")
    await room.presses("确认下发")
    await station.away_for(400)
    await answer(officer, text=long(2_000))
    await officer.presses("未化解")
    await officer.says(long(200))
    room.sees("逾期原因", "字" * 190)
    await room.presses("退回")
    await room.says(long(200))
    officer.has_seen("被退回")


async def test_a_long_trail_shows_what_was_done_last(station: Station, room: Member, officer: Member) -> None:
    await rename(station, "P-YI01", "P-ZX01")
    await issue(room)
    for _ in range(10):
        await hand_in(officer)
        await officer.presses("撤回修改")
    await officer.says("看过程 D001")
    first, earlier, *shown = officer.last.text.split("\n")
    assert first.startswith("D001")
    assert earlier.startswith("……更早还有")
    assert len(shown) > 15
    assert shown[-1].endswith("撤回反馈")


async def test_more_sheets_than_a_message_holds_are_counted(
    station: Station, room: Member, officer: Member
) -> None:
    await rename(station, "P-YI01")
    for _ in range(15):
        await issue(room, object_=long(60))
    await station.away_for(500)  # to 1 September of the next year
    leader = station.member("P-LD01")
    await leader.says("督导单")
    leader.sees("在办督导单 15件", "已逾期")
    pages = 1
    while "下一页" in leader.last.labels:
        await leader.presses("下一页")
        pages += 1
    assert pages == 2
    leader.sees("D015")
    await officer.says("我的任务")
    officer.sees("我的任务 督导单15件", "……另有")
    room.has_seen("⏰ 全所逾期15件")
    assert "……另有" in officer.has_seen("9月1日 待办").text


async def test_communities_and_groups_beyond_six_are_typed(station: Station, room: Member) -> None:
    async with station.database.transaction(STATION) as tx:
        for n in range(9):
            group = PoliceGroup(group_id=f"X{n}", name=f"名称特别长的大警组{n}")
            await stations.put_group(tx, group)
            place = Community(community_id=f"Z{n}", name=f"名称特别长的示例社区{n}", group_id="G2")
            await stations.put_community(tx, place)
    await room.says("拟督导单")
    await room.presses("乙组")
    await room.says("名称特别长的示例社区8")
    room.sees("(1/3)对象")


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.COMMUNITY_AUX, Role.PATROL_AUX, Role.ADMIN])
async def test_nobody_helps_on_a_sheet_who_may_not_read_sheets(
    station: Station, room: Member, role: Role
) -> None:
    async with station.database.transaction(STATION) as tx:
        helper = Person(staff_id="P-XX", name="帮手01", team=Team.PATROL, roles=frozenset({role}))
        await people.put(tx, helper)
    await draft_long(room, "帮手01")
    room.sees("帮手01 不能协办,请另选。")
