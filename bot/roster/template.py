"""The template that a clerk fills in: Excel with drop-downs and an explanation, or plain CSV."""

import csv
import io
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bot.roster.columns import (
    COLUMNS,
    EXAMPLE,
    EXAMPLES,
    LEADS,
    ROLES,
    STAFF,
    TEAM,
    YES,
    Column,
    label,
)
from bot.roster.reading import SHEET
from storage.people import Role, Team

LAST_ROW = 1_000
"""How far down the drop-downs reach."""

_HEADING = PatternFill("solid", start_color="D9E2F3")
_GREY = Font(color="808080", italic=True)
_TITLES = [column.title for column in COLUMNS]
_CHOICES = {
    TEAM: [label(team) for team in Team],
    ROLES: [label(role) for role in Role if role != Role.GROUP_LEAD],  # it has a column of its own
}


def write_template(path: Path) -> None:
    """Write an .xlsx template, or a .csv one when the name ends so."""
    if path.suffix.lower() == ".csv":
        path.write_bytes(_csv())
    else:
        book = Workbook()
        people = book.active
        assert isinstance(people, Worksheet)  # noqa: S101 - a new book has a sheet of cells
        _fill_people(people)
        _fill_explanation(book.create_sheet("说明"))
        book.save(path)


def _rows() -> list[list[str]]:
    """The heading, and rows that show what to write and are not imported."""
    examples = [
        [staff, name, label(team), "、".join(map(label, roles)), community, group, leads, "示例,不导入,可删"]
        for staff, name, team, roles, community, group, leads in EXAMPLES
    ]
    return [[f"{column.title}*" if column.required else column.title for column in COLUMNS], *examples]


def _csv() -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(_rows())
    return out.getvalue().encode("utf-8-sig")  # Excel takes it for UTF-8 by this mark only


def _fill_people(sheet: Worksheet) -> None:
    sheet.title = SHEET
    for texts in _rows():
        sheet.append(texts)
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), _HEADING
    for row in sheet.iter_rows(min_row=2, max_row=1 + len(EXAMPLES)):
        for cell in row:
            cell.font = _GREY
    for number, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for row in sheet.iter_rows(min_row=2, max_row=LAST_ROW, max_col=len(COLUMNS)):
        for cell in row:
            cell.number_format = "@"  # text: or 007 becomes 7
    _offer(sheet, TEAM, _CHOICES[TEAM], only=True)
    _offer(sheet, ROLES, _CHOICES[ROLES], only=False)
    _offer(sheet, LEADS, [YES], only=True)


def _offer(sheet: Worksheet, title: str, words: list[str], *, only: bool) -> None:
    """A drop-down; `only`: nothing else may be written."""
    letter = get_column_letter(_TITLES.index(title) + 1)
    offer = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=only)
    offer.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(offer)


def _fill_explanation(sheet: Worksheet) -> None:
    for text in (
        f"在“{SHEET}”表里一人一行。{STAFF}以“{EXAMPLE}”开头的行是示例,不导入。",
        "带 * 的列必填。暂时没有民警的社区,只填社区和警组,其他列空着。",
        "填好后运行:dudao roster import 文件名。有错会一次全部指出,改好之前什么也不写入。",
    ):
        sheet.append([text])
    sheet.append([])
    sheet.append(["列", "必填", "怎么填"])
    for column in COLUMNS:
        sheet.append([column.title, YES if column.required else "", column.says + _choice(column)])
    for cell in sheet[5]:
        cell.font, cell.fill = Font(bold=True), _HEADING
    sheet.column_dimensions["A"].width, sheet.column_dimensions["C"].width = 12, 90
    for row in sheet.iter_rows(min_row=6, min_col=3, max_col=3):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")


def _choice(column: Column) -> str:
    words = _CHOICES.get(column.title)
    return f"可写:{'、'.join(words)}。" if words else ""
