"""Excel and CSV files as rows of text; what is no text is a problem, not a guess."""

import csv
import io
import warnings
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

from openpyxl import load_workbook

from bot.roster.columns import COLUMNS, NOTE, plain
from bot.roster.problems import Problem, RosterFileError
from bot.system_errors import reason

SHEET = "人员"
MOST_ROWS = 5_000
MOST_BYTES = 5_000_000
MOST_BYTES_UNPACKED = 100_000_000
"""A small file can unpack to an enormous one; a station's roster never does."""

_KNOWN = {column.title for column in COLUMNS}
_REQUIRED = [column.title for column in COLUMNS if column.required]


class Row(NamedTuple):
    """One row of people: its number in the file, and its cells by heading."""

    number: int
    cells: dict[str, str]


class _NotTextError(Exception):
    """A cell that a table program has made into something else."""


def read_rows(path: Path) -> list[Row]:
    """The filled rows below the heading. Raises RosterFileError with every problem of file and heading."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _broken(f"文件超过 {MOST_BYTES // 1_000_000} MB,不像名册")
        if path.suffix.lower() == ".xlsx":
            return _rows(_excel(path))
        if path.suffix.lower() == ".csv":
            return _rows(_csv(path.read_bytes()))
    except OSError as error:
        raise _broken(f"打不开文件:{reason(error)}") from None
    raise _broken("只收 .xlsx 或 .csv;其他格式请在 Excel 里另存为 .xlsx")


def _broken(text: str) -> RosterFileError:
    return RosterFileError([Problem(0, "", text)])


def _rows(lines: Iterator[list[Any]]) -> list[Row]:
    headings = [plain(str(value or "")) for value in next(lines, [])]
    problems = _heading_problems(headings)
    if problems:
        raise RosterFileError(problems)
    rows = []
    for number, line in enumerate(lines, start=2):
        if number > MOST_ROWS:
            raise _broken(f"超过 {MOST_ROWS} 行,不像名册")
        cells: dict[str, str] = {}
        for heading, value in zip(headings, line, strict=False):
            try:
                cells[heading] = _text(value)
            except _NotTextError as error:
                if heading and heading != NOTE:
                    problems.append(Problem(number, heading, str(error)))
        if any(text for heading, text in cells.items() if heading and heading != NOTE):
            rows.append(Row(number, cells))
    if problems:
        raise RosterFileError(problems)
    return rows


def _heading_problems(headings: list[str]) -> list[Problem]:
    known = "、".join(column.title for column in COLUMNS)
    return [
        *(
            Problem(1, title, "缺少这一列;第一行须是表头,可用 dudao roster template 取模板")
            for title in _REQUIRED
            if title not in headings
        ),
        *(
            Problem(1, heading, f"不认识这一列,可用的列:{known}")
            for heading in headings
            if heading and heading not in _KNOWN
        ),
        *(Problem(1, title, "这一列出现了不止一次") for title in sorted(_KNOWN) if headings.count(title) > 1),
    ]


def _text(value: Any) -> str:
    if isinstance(value, str):
        if value.startswith("#") and value.endswith(("!", "?", "/A")):
            raise _NotTextError("公式出错,请改成文字")
        return value.strip(" \t\r\n\u00a0\u200b\u3000\ufeff")
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise _NotTextError("被 Excel 当成了日期、小数或真假值,请把单元格设为文本后重写")
    return str(int(value))


def _excel(path: Path) -> Iterator[list[Any]]:
    try:
        if _unpacked_bytes(path) <= MOST_BYTES_UNPACKED:
            return iter(_sheet_lines(path))
    except Exception:  # noqa: BLE001 - a damaged workbook fails in as many ways as there are damages
        raise _broken("不是完好的 .xlsx 文件(或设了密码);请在 Excel 里另存一份再试") from None
    raise _broken("文件解压后过大,不像名册")


def _unpacked_bytes(path: Path) -> int:
    with ZipFile(path) as archive:
        return sum(part.file_size for part in archive.infolist())


def _sheet_lines(path: Path) -> list[list[Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells which decorations it does not read
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size is not to be relied on
        lines = [list(line) for line in islice(sheet.iter_rows(values_only=True), MOST_ROWS + 1)]
        book.close()
    return lines


def _csv(data: bytes) -> Iterator[list[Any]]:
    """CSV in UTF-8, or in GB18030, which the Chinese Excel writes."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return iter(list(csv.reader(io.StringIO(text, newline=""))))
    raise _broken("认不出编码;请另存为 CSV UTF-8")
