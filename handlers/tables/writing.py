"""Rows as an .xlsx file. What a person typed stays a text, whatever it begins with."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

MOST_IN_CELL = 32_767
"""Characters that Excel takes in one cell; it calls a file with a longer one damaged."""
_HEADING = PatternFill("solid", start_color="D9E2F3")
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class Heading(NamedTuple):
    """A column's title, and its width in characters."""

    title: str
    width: int


def table(title: str, headings: Sequence[Heading], rows: Iterable[Iterable[Any]]) -> bytes:
    """One sheet called `title`: its heading, which stays in sight, and its rows, as an .xlsx file.

    Moments in the rows are naive, on whatever clock they are to be read.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = heading.width
    top = [_cell(sheet, heading.title) for heading in headings]
    for cell in top:
        cell.font, cell.fill = _BOLD, _HEADING
    sheet.append(top)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    """A cell that shows what was written: what begins like a formula is a text too, and never carried out."""
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, datetime):
            cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:MOST_IN_CELL])
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(_FORMULA_SIGNS)  # or it is one again, once somebody edits it
    cell.alignment = _WRAPPED
    return cell
