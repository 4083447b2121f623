"""The rows of a roster file; what is wrong with the file, its heading or a cell is told all at once."""

from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.roster.columns import COLUMNS, NOTE
from bot.roster.problems import Problem, RosterFileError
from bot.system_errors import reason
from handlers.tables.reading import Fault, Most, UnreadableError, lines, plain, rows
from handlers.texts import Texts

SHEET = "人员"
MOST = Most(lines=5_000, bytes=5_000_000, unpacked=100_000_000)

_TITLES = {plain(column.title): column.title for column in COLUMNS}
_REQUIRED = [column.title for column in COLUMNS if column.required]


class Row(NamedTuple):
    """One row of people: its number in the file, and its cells by heading."""

    number: int
    cells: dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """The filled rows below the heading. Raises RosterFileError with every problem of file and cells."""
    texts = Texts(ZoneInfo("UTC"))
    try:
        content = path.read_bytes() if path.stat().st_size <= MOST.bytes else b" " * (MOST.bytes + 1)
        found, faults = rows(lines(content, path.name, MOST, SHEET), _TITLES, _REQUIRED, {NOTE})
    except OSError as error:
        raise RosterFileError([Problem(0, "", f"打不开文件:{reason(error)}")]) from None
    except UnreadableError as error:
        raise RosterFileError([Problem(0, "", texts.plain(error.key, **error.values))]) from None
    faults += [
        Fault(row.number, column, f"table-cell-{cell.spoilt}", {})
        for row in found
        for column, cell in row.cells.items()
        if cell.spoilt
    ]
    if faults:
        raise RosterFileError(
            Problem(fault.row, fault.column, texts.plain(fault.key, **fault.values)) for fault in faults
        )
    return [Row(row.number, {column: cell.text for column, cell in row.cells.items()}) for row in found]
