"""The template that a clerk fills in: Excel with drop-downs and an explanation, or plain CSV."""

import csv
import io
from pathlib import Path

from bot.roster.columns import COLUMNS, EXAMPLE, EXAMPLES, LEADS, ROLES, STAFF, TEAM, YES, Column, label
from bot.roster.reading import SHEET
from handlers.tables.writing import Heading, Table, workbook
from storage.people import Role, Team

LAST_ROW = 1_000
"""How far down there is room to write."""

_CHOICES = {
    TEAM: [label(team) for team in Team],
    ROLES: [label(role) for role in Role if role != Role.GROUP_LEAD],  # it has a column of its own
    LEADS: [YES],
}


def write_template(path: Path) -> None:
    """Write an .xlsx template, or a .csv one when the name ends so."""
    path.write_bytes(_csv() if path.suffix.lower() == ".csv" else workbook(_people(), _explanation()))


def _examples() -> list[list[str]]:
    """Rows that show what to write and are not imported."""
    return [
        [staff, name, label(team), "、".join(map(label, roles)), community, group, leads, "示例,不导入,可删"]
        for staff, name, team, roles, community, group, leads in EXAMPLES
    ]


def _title(column: Column) -> str:
    return f"{column.title}*" if column.required else column.title


def _csv() -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[_title(column) for column in COLUMNS], *_examples()])
    return out.getvalue().encode("utf-8-sig")  # Excel takes it for UTF-8 by this mark only


def _people() -> Table:
    headings = [
        Heading(_title(column), column.width, _CHOICES.get(column.title, ()), only=column.title != ROLES)
        for column in COLUMNS
    ]
    return Table(SHEET, headings, _examples(), examples=len(EXAMPLES), fill_to=LAST_ROW)


def _explanation() -> Table:
    rows = [
        [column.title, YES if column.required else "", column.says + _choice(column)] for column in COLUMNS
    ]
    notes = [
        ["", "", f"在“{SHEET}”表里一人一行。{STAFF}以“{EXAMPLE}”开头的行是示例,不导入。"],
        ["", "", "带 * 的列必填。暂时没有民警的社区,只填社区和警组,其他列空着。"],
        ["", "", "填好后运行:dudao roster import 文件名。有错会一次全部指出,改好之前什么也不写入。"],
    ]
    return Table("说明", [Heading("列", 12), Heading("必填", 6), Heading("怎么填", 90)], [*rows, [], *notes])


def _choice(column: Column) -> str:
    words = _CHOICES.get(column.title) if column.title != LEADS else None
    return f"可写:{'、'.join(words)}。" if words else ""
