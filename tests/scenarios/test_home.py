"""Where a person starts (M2): menu, help, what is not understood; and what a group hears."""

import pytest

from handlers import CAPABILITIES
from storage import people
from tests.scenario import STATION, Member, Station
from tests.scenarios.steps import hand_in, issue

MENUS = {
    "P-YI01": ["我的任务", "督导单", "帮助"],
    "P-ZX01": ["拟督导单", "待审反馈", "发通知", "督导单", "帮助"],
    "P-ZH01": ["拟督导单", "发通知", "督导单", "帮助"],
    "P-ZHR01": ["拟督导单", "待审反馈", "待批延期", "发通知", "督导单", "帮助"],
    "P-SQ00": ["本队", "督导单", "帮助"],
    "P-AD01": ["发绑定码", "解绑", "帮助"],
}


@pytest.mark.parametrize("staff_id", MENUS)
async def test_everyone_sees_their_own_menu(station: Station, staff_id: str) -> None:
    member = station.member(staff_id)
    await member.says("菜单")
    assert member.last.labels == MENUS[staff_id]
    shown = {command.name for command in station.phones.menus[member.chat]}
    offered = {
        command.name
        for capability in CAPABILITIES
        for command in capability.commands
        if station.desk.texts.plain(f"command-{command.name}") in MENUS[staff_id]
    }
    reviewing = {"month", "importsheets"} if "待审反馈" in MENUS[staff_id] else set()
    announcing = {"announcements"} if "发通知" in MENUS[staff_id] else set()
    assert shown == offered | reviewing | announcing | {"menu", "cancel", "language"}


async def test_the_menu_counts_what_waits(station: Station, room: Member, officer: Member) -> None:
    await officer.says("菜单")
    officer.sees("警员乙01,您好。4月20日(周四)", "目前没有待办")
    await issue(room)
    await issue(room, object_="仙岳示例苑1栋 邻里")
    await officer.says("/menu")
    officer.sees("督导单2件")
    await hand_in(officer)
    await room.says("菜单")
    room.sees("待审1件")
    await station.away_for(9)
    await officer.says("菜单")
    officer.sees("督导单1件(逾期1件)")


async def test_help_names_every_command_of_this_person_and_no_other(station: Station, room: Member) -> None:
    await room.says("帮助")
    room.sees("拟督导单", "待审反馈", "直接发编号(如 D017)", "请勿转发")
    assert "解绑" not in room.last.text


async def test_the_platforms_menu_is_set_once_and_again_when_roles_change(
    station: Station, officer: Member
) -> None:
    await officer.says("菜单")
    first = station.phones.menus.pop(officer.chat)
    await officer.says("菜单")
    assert officer.chat not in station.phones.menus
    async with station.database.transaction(STATION) as tx:
        person = await people.get(tx, officer.staff_id)
        assert person
        await people.put(tx, person.model_copy(update={"roles": frozenset()}))
    await officer.says("菜单")
    now = station.phones.menus[officer.chat]
    assert {command.name for command in now} == {"menu", "help", "cancel", "language"}
    assert {command.name for command in first} > {command.name for command in now}


@pytest.mark.parametrize("text", ["D001", "d1", "D1", "d001"])
async def test_a_code_opens_the_card_however_it_is_typed(
    station: Station, room: Member, officer: Member, text: str
) -> None:
    await issue(room)
    officer.clears_chat()
    await officer.says(text)
    officer.sees("督〔2023〕001号(D001)", "状态:待签收")


async def test_cancel_leaves_whatever_is_open(station: Station, room: Member) -> None:
    await room.says("取消")
    room.sees("现在没有在填的内容")
    await room.says("拟督导单")
    await room.says("取消")
    room.sees("已退出")
    await room.says("仙岳")
    room.sees("没看懂")


async def test_in_a_group_the_bot_is_silent(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    officer.clears_chat()
    for text in ("菜单", "D001", "签收 D001", "/help"):
        await officer.sends(text=text, private=False)
    await officer.sends(text="", unsupported=True, private=False)
    assert officer.messages == []


async def test_a_command_of_others_is_as_unknown_as_any_word(station: Station, officer: Member) -> None:
    await officer.says("/unbind P-YI02")
    refused = officer.last.text
    await officer.says("/nonsense P-YI02")
    assert officer.last.text == refused


async def test_a_button_of_an_older_version_says_so(station: Station, officer: Member) -> None:
    for data in ("old:thing", "sh:dance:1", "sh:open:x", "", "sh:open:1:2:3"):
        await officer.presses_data(data)
        assert officer.toast == "这个按钮已失效,请点 /menu 菜单。"
