"""导入督导单: many sheets from a file, checked row by row, all or none."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from bot.channels.base import MalformedError, TransientError
from storage import audit, inbox, people, stations
from storage.conversations import conversations
from storage.query import STATION as STATION_ARGUMENT
from storage.query import Query
from tests.personal import MOBILE
from tests.rows import rows
from tests.scenario import STATION, Member, Station, open_sheets
from tests.scenarios.steps import issue

HEADING = ("社区*", "对象*", "内容*", "类别", "等级*", "要求", "参考", "承办人", "协办人", "期限")
XIANYUE = ("仙岳社区", "仙岳示例里3栋501、502两户", "30天内6次报警,请查明起因", "", "🔴 红")
XIANGE = ("仙阁社区", "仙阁示例苑2栋夜间噪声", "请上门了解", "普通", "黄")


def excel(*lines: Sequence[Any], heading: Sequence[Any] = HEADING) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for line in (heading, *lines):
        page.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row(start: Sequence[Any] = XIANYUE, **cells: Any) -> list[Any]:
    """A row like another, with some cells different (keyed by the heading without its star)."""
    line = [*start, *[""] * (len(HEADING) - len(start))]
    for title, value in cells.items():
        line[[heading.rstrip("*") for heading in HEADING].index(title)] = value
    return line


async def sends(room: Member, *lines: Sequence[Any], heading: Sequence[Any] = HEADING) -> None:
    await room.says("导入督导单")
    await room.sends_file("单子.xlsx", excel(*lines, heading=heading))


async def under_way(station: Station) -> list[str]:
    async with station.database.transaction(STATION) as tx:
        return sorted(sheet.object for sheet in await open_sheets(tx))


async def test_a_file_is_checked_previewed_and_issued_as_one(
    station: Station, room: Member, officer: Member
) -> None:
    await room.says("导入督导单")
    room.sees("一行一张", "最多200张")
    await room.sends_file("单子.xlsx", excel(row(), row(XIANGE, 期限="2023-04-26")))
    room.sees("共2张,发给2人", "4月27日", "其中1张另定", "2. 仙岳示例里3栋", "4月26日")
    assert room.last.labels == ["下发2张", "取消"]
    assert await under_way(station) == []
    await room.presses("下发2张")
    room.sees("已下发2张(D001至D002)", "承办2人")
    card = officer.has_seen("督〔2023〕001号")
    assert "照" in card.text or "见到双方" in card.text
    await room.presses("看这一批")
    room.sees("D001至D002 共2件", "仙岳示例里3栋501、502两户等", "4月26日")
    async with station.database.transaction(STATION) as tx:
        first, second = await open_sheets(tx)
        assert first.object == XIANGE[1]  # the nearest deadline
        assert first.due_at
        assert station.desk.texts.until(first.due_at) == "4月26日(周三)24:00前"
        assert first.batch == second.batch
        assert [entry.detail["count"] for entry in await audit.of(tx, "sheets")] == [2]


async def test_the_template_filled_in_is_taken_and_its_example_is_not(room: Member) -> None:
    await room.says("导入督导单")
    assert room.last.file
    assert room.last.file.name == "导入督导单.xlsx"
    book = load_workbook(io.BytesIO(room.last.file.content))
    page, notes = book["督导单"], book["说明"]
    assert [cell.value for cell in page[1]] == list(HEADING)
    assert [line[0] for line in notes.iter_rows(min_row=2, values_only=True)] == list(HEADING)
    offered = {str(each.sqref): each.formula1 for each in page.data_validations.dataValidation}
    assert "仙岳社区" in offered["A2:A202"]
    assert "🔴 红" in offered["E2:E202"]
    await room.sends_file("单子.xlsx", room.last.file.content)
    room.sees("一行也没有填")
    for column, value in enumerate(row(), start=1):
        page.cell(3, column).value = value
    out = io.BytesIO()
    book.save(out)
    await room.sends_file("单子.xlsx", out.getvalue())
    room.sees("共1张", "3. 仙岳示例里3栋")


async def test_forty_rows_are_issued_and_two_hundred_are_the_most(station: Station, room: Member) -> None:
    forty = [row(对象=f"仙岳示例里{n}栋") for n in range(40)]
    await sends(room, *forty)
    room.sees("共40张,发给1人", "另有28件")
    await room.presses("下发40张")
    assert len(await under_way(station)) == 40
    await sends(room, *[row(对象=f"竹屿{n}栋") for n in range(201)])
    room.sees("最多200行,这里有201行")
    await room.sends_file("单子.xlsx", excel(*[row(对象=f"竹屿{n}栋") for n in range(1_001)]))
    room.sees("超过 1000 行")


async def test_a_name_that_several_bear_is_no_owner(station: Station, room: Member) -> None:
    async with station.database.transaction(STATION) as tx:
        other = await people.get(tx, "P-YI03")
        assert other
        await people.put(tx, other.model_copy(update={"name": "警员乙02"}))
    await sends(room, row(承办人="警员乙02"), row(承办人="P-YI02"))
    room.has_seen("第2行 承办人:不止一人叫“警员乙02”,请填编号")
    room.has_not_seen("第3行")


async def test_every_fault_is_told_with_row_and_column_and_nothing_is_issued(
    station: Station, room: Member, officer: Member
) -> None:
    await sends(
        room,
        row(),
        row(社区="仙乐社区"),
        row(对象="", 等级="紫"),
        row(内容="字" * 10_000),
        row(内容=f"请联系{MOBILE}"),
        row(期限="2023-04-20"),
        row(期限=datetime(2023, 4, 19)),  # noqa: DTZ001 - as Excel has it
        row(期限="哪天都行"),
        row(期限="2024-04-20"),
        row(承办人="质效员01"),
        row(承办人="没有此人"),
        row(类别="案件"),
        row(协办人="警员乙01"),
    )
    faults = room.has_seen("有13处要改")
    for says in (
        "第3行 社区:没有“仙乐社区”",
        "第4行 对象:必填",
        "第4行 等级:不认识“紫”",
        "第5行 内容:最多200字,请删去9800字",
        "第6行 内容:似有证件号或手机号",
        "第7行 期限:期限须在今天之后",
        "第8行 期限:期限须在今天之后",
        "第9行 期限:看不懂“哪天都行”",
        "第10行 期限:期限太远",
        "第11行 承办人:质效员01 不能承办",
    ):
        assert says in faults.text
    assert "另有1件" in faults.text
    assert room.last.file
    marked = [*load_workbook(io.BytesIO(room.last.file.content)).worksheets[0].iter_rows(values_only=True)]
    assert marked[0][-1] == "核对问题"
    assert marked[1][-1] is None
    assert marked[13][-1] == "协办人: 警员乙01 不能协办"
    assert marked[12][-1] == "承办人: 案件类要写明承办人"
    assert not any(MOBILE in str(value) for line in marked for value in line)
    assert await under_way(station) == []
    officer.has_not_seen("督〔2023〕")
    marked[5] = (*row(内容="请联系物业")[:10], "改好了")
    good = [line for line in marked[1:] if line[-1] in (None, "改好了")]
    await room.sends_file("单子.xlsx", excel(*good[:1], heading=marked[0]))
    room.sees("共1张")  # the dialogue stayed open, and the column 核对问题 is nobody's business


@pytest.mark.parametrize(
    ("due", "read"),
    [
        ("4月26日", "4月26日"),
        ("4-26", "4月26日"),
        ("2023/4/26", "4月26日"),
        ("2023年5月2日", "5月2日"),
        ("26 Apr", "4月26日"),
        (datetime(2023, 4, 26), "4月26日"),  # noqa: DTZ001 - as Excel has it
        (datetime(2023, 4, 26, 18, 0), "4月26日"),  # noqa: DTZ001
    ],
)
async def test_a_due_day_may_be_a_text_or_a_date(room: Member, due: Any, read: str) -> None:
    await sends(room, row(期限=due))
    room.sees("共1张", f"警员乙01 {read}")


async def test_a_day_that_was_chosen_stays_when_the_sheet_is_signed_and_says_why(
    room: Member, officer: Member
) -> None:
    await sends(room, row(期限="4月24日"))
    await room.presses("下发1张")
    await officer.says("签收 D001")
    await officer.says("为什么是这天 D001")
    officer.sees("下发时定为:4月24日", "现期限:4月24日")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("单子.xls", b"old", "只收 .xlsx 或 .csv"),
        ("单子.xlsm", b"macros", "只收 .xlsx 或 .csv"),
        ("", b"?", "只收 .xlsx 或 .csv"),
        ("单子.xlsx", b"PK\x03\x04 no archive", "不是完好的 .xlsx"),
        ("单子.xlsx", excel(row())[:-200], "不是完好的 .xlsx"),
        ("单子.csv", b"\xff\xff\xff", "认不出编码"),
        ("单子.xlsx", b"x" * 2_000_001, "超过 2 MB"),
        ("单子.xlsx", excel(), "一行也没有填"),
        ("单子.csv", b"", "缺少这一列"),
    ],
)
async def test_what_is_no_filled_table_is_refused_and_the_dialogue_stays_open(
    room: Member, name: str, content: bytes, says: str
) -> None:
    await room.says("导入督导单")
    await room.sends_file(name, content)
    room.sees(says)
    await room.sends_file("单子.xlsx", excel(row()))
    room.sees("共1张")


async def test_a_workbook_with_macros_and_one_that_unpacks_to_an_enormous_one_are_not_opened(
    room: Member,
) -> None:
    await room.says("导入督导单")
    for part, content, says in (
        ("xl/vbaProject.bin", b"", "有宏"),
        ("xl/media/a.bin", b" " * 20_000_001, "解压后过大"),
    ):
        out = io.BytesIO(excel(row()))
        with ZipFile(out, "a", ZIP_DEFLATED) as archive:
            archive.writestr(part, content)
        await room.sends_file("单子.xlsx", out.getvalue())
        room.sees(says)


async def test_a_formula_is_no_text(room: Member) -> None:
    await sends(room, row(对象='=HYPERLINK("http://example.org")', 承办人="#REF!", 要求=True))
    room.has_seen("第2行 对象:是公式")
    room.has_seen("第2行 承办人:公式出错")
    room.has_seen("第2行 要求:被 Excel 当成了小数或真假值")


async def test_columns_that_are_missing_strange_or_double_are_told(room: Member) -> None:
    await sends(room, ["x"], heading=["社区", "对象", "对象", "内容", "风险"])
    room.sees("第1行 等级:缺少这一列", "第1行 风险:不认识这一列", "第1行 对象:这一列出现了不止一次")


async def test_a_csv_file_in_english_headings_is_read_as_well(room: Member) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["Risk", "Community", "Object", "Content"], ["red", *XIANYUE[:3]]])
    await room.says("导入督导单")
    await room.sends_file("单子.csv", out.getvalue().encode("gb18030"))
    room.sees("共1张")


async def test_the_same_matter_is_given_once(room: Member, officer: Member) -> None:
    await issue(room)
    await sends(room, row(), row(XIANGE), row(XIANGE), row(XIANGE, 承办人=officer.staff_id))
    faults = room.has_seen("有2处要改")
    assert "第2行 对象:这件事已有在办的 D001" in faults.text
    assert "第4行 对象:与第3行重复" in faults.text


async def test_a_preview_is_pressed_once(station: Station, room: Member) -> None:
    await sends(room, row())
    button = room.last.buttons[0][0]
    await room.presses(button.label)
    await room.presses_data(button.data)
    room.sees("已经处理过或过期")
    assert len(await under_way(station)) == 1


async def test_an_earlier_files_preview_is_no_good_any_more(station: Station, room: Member) -> None:
    await sends(room, row())
    before = room.last
    await room.sends_file("别的.xlsx", excel(row(XIANGE)))
    await room.presses("下发1张", on=before)
    room.sees("已经处理过或过期")
    await room.presses("下发1张")
    assert await under_way(station) == [XIANGE[1]]


async def test_a_preview_that_was_left_too_long_is_out_of_date(station: Station, room: Member) -> None:
    await sends(room, row())
    await station.hours_pass(1)
    await room.presses("下发1张")
    room.sees("已经处理过或过期")
    assert await under_way(station) == []


async def test_an_officer_who_left_after_the_preview_is_told_and_nothing_is_issued(
    station: Station, room: Member, officer: Member
) -> None:
    await sends(room, row(), row(XIANGE))
    async with station.database.transaction(STATION) as tx:
        await people.leave(tx, officer.staff_id)
    await room.presses("下发2张")
    room.has_seen("第2行 承办人:仙岳社区现在没有民警")
    assert await under_way(station) == []


async def test_another_officer_since_the_preview_is_shown_before_anything_is_issued(
    station: Station, room: Member
) -> None:
    await sends(room, row())
    async with station.database.transaction(STATION) as tx:
        place = next(each for each in await stations.all_communities(tx) if each.name == "仙岳社区")
        await stations.put_community(tx, place.model_copy(update={"officer_staff_id": "P-YI02"}))
    await room.presses("下发1张")
    room.has_seen("第2行 承办人:警员乙01 → 警员乙02")
    assert await under_way(station) == []
    await room.presses("下发1张")
    assert await under_way(station) == [XIANYUE[1]]


async def test_cancelling_issues_nothing(station: Station, room: Member) -> None:
    await sends(room, row())
    await room.presses("取消")
    room.sees("什么也没有导入")
    assert await under_way(station) == []


async def test_whoever_may_not_issue_cannot_import(station: Station, officer: Member) -> None:
    duty = station.member("P-ZX02")
    for member in (officer, duty):
        await member.says("导入督导单")
        assert not any(message.file for message in member.messages)
        await member.presses_data("si:do:0123456789abcdef")
        await member.sends_file("单子.xlsx", excel(row()))
        member.has_not_seen("导入核对")


async def test_a_file_that_nobody_asked_for_is_answered_as_ever_and_not_fetched(
    station: Station, room: Member, officer: Member
) -> None:
    await room.sends_file("单子.xlsx", excel(row()))
    room.has_not_seen("导入核对")
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.sends_file("单子.xlsx", excel(row()))
    officer.sees("只收20MB以内的照片")


async def test_whoever_takes_an_hour_to_fill_the_table_in_need_not_ask_again(
    station: Station, room: Member
) -> None:
    await room.says("导入督导单")
    await station.hours_pass(2)
    await room.sends_file("单子.xlsx", excel(row()))
    room.sees("共1张")
    await room.presses("下发1张")
    assert len(await under_way(station)) == 1


async def test_a_file_that_is_fetched_at_the_second_try_is_read(station: Station, room: Member) -> None:
    await room.says("导入督导单")
    key = "f-late"
    station.phones.pictures[key] = excel(row())
    station.phones.failures[key] = [TransientError("no answer")]
    await room.sends(attached={"file_id": key, "name": "单子.xlsx"}, unsupported=True)
    await station.moments_pass()
    room.sees("共1张")
    station.phones.failures[key] = [MalformedError("no such file")]
    await room.sends(attached={"file_id": key, "name": "单子.xlsx"}, unsupported=True)
    room.sees("文件没有取到")


async def test_words_are_no_file(room: Member) -> None:
    await room.says("导入督导单")
    await room.says("仙岳社区的那几件")
    room.sees("请发填好的 .xlsx")


async def test_neither_file_nor_rows_are_kept_once_it_is_over(station: Station, room: Member) -> None:
    await sends(room, row())
    await room.presses("下发1张")
    held = Query(conversations.select().where(conversations.c.station_id == STATION_ARGUMENT))
    async with station.database.transaction(STATION) as tx:
        assert await tx.rows(held) == []
    arrived = [each["message"] for each in await rows(station.database, inbox.inbox)]
    assert not any("lines" in (message.get("attached") or {}) for message in arrived)


async def test_it_is_said_in_english_to_whoever_reads_english(room: Member) -> None:
    await room.says("/language")
    await room.presses("English")
    await room.says("/importsheets")
    assert room.last.file
    page = load_workbook(io.BytesIO(room.last.file.content)).worksheets[0]
    assert page["A1"].value == "Community*"
    await room.sends_file("sheets.xlsx", excel(row(), row(社区="Nowhere")))
    room.has_seen('Row 3 Community: there is no community "Nowhere"')
    await room.sends_file("sheets.xlsx", excel(row()))
    room.sees("1 sheet for 1 person")
