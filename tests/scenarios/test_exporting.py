"""导出Excel: a list or a month as a file, for whoever may read it, kept nowhere."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.channels.base import TransientError
from handlers.sheets import exporting
from storage import audit, people
from storage.outbox import outbox
from storage.people import Role
from tests.rows import rows
from tests.scenario import STATION, Member, Station
from tests.scenarios.steps import issue


def table(member: Member) -> list[tuple[object, ...]]:
    """The rows of the file in the newest message."""
    file = member.last.file
    assert file
    assert file.name.endswith(".xlsx")
    return list(load_workbook(BytesIO(file.content)).worksheets[0].iter_rows(values_only=True))


async def test_a_list_is_exported_as_its_reader_may_see_it(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await issue(room, group="甲组", community="仙阁社区")
    await officer.says("督导单")
    await officer.presses("导出Excel")
    officer.sees("导出1件")
    assert officer.toast == "正在生成,马上发给您。"
    heading, *listed = table(officer)
    assert heading[:4] == ("编号", "简码", "状态", "对象")
    assert [row[1] for row in listed] == ["D001"]
    assert listed[0][heading.index("承办人")] == "警员乙01"
    assert listed[0][heading.index("期限")] == datetime(2023, 4, 27, 23, 59, 59)  # noqa: DTZ001 - as Excel has it
    await room.says("督导单")
    await room.presses("导出Excel")
    assert [row[1] for row in table(room)[1:]] == ["D001", "D002"]


async def test_a_months_sheets_are_exported_by_the_room_alone(room: Member, officer: Member) -> None:
    await issue(room)
    await room.says("本月统计")
    await room.presses("导出Excel")
    assert [row[1] for row in table(room)[1:]] == ["D001"]
    assert room.last.file
    assert room.last.file.name == "督导单-2023-04.xlsx"
    await officer.presses_data("mx:2023:4")
    assert officer.last.file is None


@pytest.mark.parametrize("formula", ['=HYPERLINK("x")', "+1+1", "-1+1", "@SUM(A1)"])
async def test_what_looks_like_a_formula_is_exported_as_a_text(room: Member, formula: str) -> None:
    await issue(room, object_=formula)
    await room.says("督导单")
    await room.presses("导出Excel")
    assert room.last.file
    cell = load_workbook(BytesIO(room.last.file.content)).worksheets[0]["D2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (formula, "s", True)


async def test_an_exported_file_is_not_kept(station: Station, room: Member) -> None:
    await issue(room)
    await room.says("督导单")
    await room.presses("导出Excel")
    kept = [row["message"] for row in await rows(station.database, outbox)]
    assert not [message for message in kept if message.get("document") or message.get("file")]


async def test_an_export_is_in_the_audit(station: Station, room: Member) -> None:
    await room.presses_data("lx:mine:closed")
    await room.presses_data("mx:2023:4")
    async with station.database.transaction(STATION) as tx:
        listed, month = await audit.of(tx, "sheets")
    assert (listed.actor, listed.action) == (room.staff_id, "sheets.export")
    assert listed.detail == {"kind": "sheets.list", "scope": "mine", "filter": "closed"}
    assert month.detail == {"kind": "sheets.month", "year": 2023, "month": 4}


async def test_a_long_list_is_read_in_portions_and_holds_each_sheet_once(
    room: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        await issue(room)
    for at_once in (1, 2, 3, 4):
        monkeypatch.setattr(exporting, "AT_ONCE", at_once)
        await room.presses_data("lx:all:open")
        assert [row[1] for row in table(room)[1:]] == ["D001", "D002", "D003"]
        await room.presses_data("mx:2023:4")
        assert [row[1] for row in table(room)[1:]] == ["D001", "D002", "D003"]


async def test_more_than_one_file_holds_is_refused(room: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST", 1)
    await issue(room)
    await issue(room)
    await room.presses_data("lx:all:open")
    room.sees("超过1件", "分几个月导出")
    assert room.last.file is None


async def test_whoever_loses_the_post_before_the_file_is_sent_gets_none(
    station: Station, room: Member
) -> None:
    await issue(room)
    station.phones.failures[room.chat] = [TransientError("no answer"), TransientError("no answer")]
    await room.presses_data("mx:2023:4")
    async with station.database.transaction(STATION) as tx:
        person = await people.get(tx, room.staff_id)
        assert person
        await people.put(tx, person.model_copy(update={"roles": frozenset({Role.PATROL_AUX})}))
    await station.moments_pass()
    room.sees("没有找到")
    assert room.last.file is None
