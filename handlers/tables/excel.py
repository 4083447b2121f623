"""Tables as .xlsx files, written by openpyxl; `handlers.tables.writing` is the way in."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from handlers.tables.writing import Marked, Table

MOST_IN_CELL = 32_767
"""Characters that Excel takes in one cell; it calls a file with a longer one damaged."""
MOST_IN_LIST = 255
"""Characters of a drop-down's words; longer lists stand in cells of their own."""
_HEADING = PatternFill("solid", start_color="D9E2F3")
_MARKED = PatternFill("solid", start_color="FCE4D6")
_BOLD, _GREY = Font(bold=True), Font(color="808080", italic=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def written(table: Table, notes: Table | None) -> bytes:
    """The file, as `workbook` gives it back."""
    book = Workbook(write_only=True)
    page = book.create_sheet(table.title)
    if notes:
        _write(book.create_sheet(notes.title), notes)
    _offer(book, page, table)
    _write(page, table)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write(page: Any, table: Table) -> None:
    page.freeze_panes = "A2"
    for number, heading in enumerate(table.headings, start=1):
        page.column_dimensions[get_column_letter(number)].width = heading.width
    top = [_cell(page, heading.title) for heading in table.headings]
    for cell in top:
        cell.font, cell.fill = _BOLD, _HEADING
    page.append(top)
    number = 1
    for number, row in enumerate(table.rows, start=2):
        cells = [_cell(page, value) for value in row]
        for cell in cells:
            if number < 2 + table.examples:
                cell.font = _GREY
            if table.fill_to:
                cell.number_format = "@"
        page.append(cells)
    for _ in range(number, table.fill_to):
        page.append([_room(page) for _ in table.headings])


def _cell(page: Any, value: Any) -> Any:
    """A cell that shows what was written: what begins like a formula is a text too, and never carried out."""
    if isinstance(value, Marked):
        cell = _cell(page, value.text)
        cell.fill = _MARKED
        return cell
    if not isinstance(value, str):
        cell = WriteOnlyCell(page, value)
        if isinstance(value, datetime):
            cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    written = ILLEGAL_CHARACTERS_RE.sub("", value)[:MOST_IN_CELL]
    cell = WriteOnlyCell(page, written)
    cell.data_type = "s"
    cell.quotePrefix = written.startswith(_FORMULA_SIGNS)  # or it is one again, once somebody edits it
    cell.alignment = _WRAPPED
    return cell


def _room(page: Any) -> Any:
    cell = WriteOnlyCell(page)
    cell.number_format = "@"
    return cell


def _offer(book: Any, page: Any, table: Table) -> None:
    """The drop-downs; words that are too long for one stand in columns of a sheet behind."""
    long: list[Sequence[str]] = []
    for number, heading in enumerate(table.headings, start=1):
        if not heading.words:
            continue
        listed = f'"{",".join(heading.words)}"'
        if len(listed) > MOST_IN_LIST or any("," in word for word in heading.words):
            long.append(heading.words)
            letter = get_column_letter(len(long))
            listed = f"{_WORDS}!${letter}$1:${letter}${len(heading.words)}"
        offer = DataValidation("list", formula1=listed, allow_blank=True, showErrorMessage=heading.only)
        offer.add(f"{get_column_letter(number)}2:{get_column_letter(number)}{table.fill_to}")
        page.data_validations.append(offer)
    if long:
        words = book.create_sheet(_WORDS)
        words.sheet_state = "hidden"
        for row in range(max(map(len, long))):
            words.append([_cell(words, each[row]) if row < len(each) else None for each in long])


_WORDS = "WORDS"
