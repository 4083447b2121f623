"""Excel and CSV files as lines of texts; what is no text is marked, not guessed at.

A file comes from outside: how much of it is read is bounded before it is read, and nothing in it is carried out.
"""

import csv
import io
import unicodedata
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple
from zipfile import ZipFile

from storage.messages import Cell, Line

MOST_COLUMNS = 50
LAST_ROW = 1_048_576
"""Excel's own; a file that says it has more is none of Excel's."""
_BLANKS = " \t\r\n\u00a0\u200b\u3000\ufeff"
_MACROS = "vbaproject.bin"


class Most(NamedTuple):
    """How much of a file is read: filled lines (the heading is one), bytes, bytes once it is unpacked.

    A small file can unpack to an enormous one; what people fill in never does.
    """

    lines: int
    bytes: int
    unpacked: int


IN_CHAT = Most(lines=1_000, bytes=2_000_000, unpacked=20_000_000)
"""Of a file that somebody sends to the bot."""


class UnreadableError(Exception):
    """Why a file is no table; `key` and `values` make the text."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class Fault(NamedTuple):
    """One thing to put right: the row as Excel counts it, the column's name, the text's key and values."""

    row: int
    column: str
    key: str
    values: Mapping[str, Any]


class Row(NamedTuple):
    """One row below the heading: its number in the file, its cells by the columns' names."""

    number: int
    cells: dict[str, Cell]


def lines(content: bytes, name: str, most: Most, sheet: str = "") -> list[Line]:
    """The filled lines of a file called `name`, of its sheet called so, or of its first one.

    Raises UnreadableError.
    """
    if len(content) > most.bytes:
        raise UnreadableError("table-too-large", megabytes=most.bytes // 1_000_000)
    suffix = name.rpartition(".")[2].lower()
    if suffix == "xlsx":
        found = _excel(content, most, sheet)
    elif suffix == "csv":
        found = _csv(content)
    else:
        raise UnreadableError("table-kind")
    filled = list(islice(_filled(found), most.lines + 1))
    if len(filled) > most.lines:
        raise UnreadableError("table-too-long", lines=most.lines)
    return filled


def rows(
    found: Sequence[Line], titles: Mapping[str, str], required: Collection[str], ignored: Collection[str] = ()
) -> tuple[list[Row], list[Fault]]:
    """The rows below the heading, and all that is wrong with the heading (then there are no rows).

    `titles` leads from what a heading may say (`plain`) to the column's name; columns that are `ignored` may
    hold anything.
    """
    heading = found[0].cells if found and found[0].number == 1 else ()
    said = [plain(cell.text) for cell in heading]
    columns = [titles.get(title) for title in said]
    faults = [
        *(Fault(1, name, "table-column-missing", {}) for name in required if name not in columns),
        *(
            Fault(1, title, "table-column-unknown", {})
            for title, column in zip(said, columns, strict=True)
            if title and column is None
        ),
        *(
            Fault(1, name, "table-column-twice", {})
            for name in dict.fromkeys(titles.values())
            if columns.count(name) > 1
        ),
    ]
    if faults:
        return [], faults
    below = [
        Row(
            line.number,
            {
                column: cell
                for column, cell in zip(columns, line.cells, strict=False)
                if column and column not in ignored
            },
        )
        for line in found[1:]
    ]
    return [row for row in below if any(cell.text for cell in row.cells.values())], []


def plain(text: str) -> str:
    """A word without the marks that people do not see: full-width forms, spaces, capitals, a heading's star."""
    return "".join(unicodedata.normalize("NFKC", text).split()).rstrip("*").casefold()


def _filled(found: Iterable[Sequence[Any]]) -> Iterator[Line]:
    for number, values in enumerate(found, start=1):
        cells = tuple(map(_cell, values[:MOST_COLUMNS]))
        if any(cell.text for cell in cells):
            yield Line(number=number, cells=cells)


def _cell(value: Any) -> Cell:
    match value:
        case None:
            return Cell()
        case str() if value.startswith("#") and value.endswith(("!", "?", "/A")):
            return Cell(text=value, spoilt="error")
        case str() if value.startswith("="):
            return Cell(text=value, spoilt="formula")
        case str():
            return Cell(text=value.strip(_BLANKS))
        case datetime() if value.time().isoformat() != "00:00:00":
            return Cell(text=f"{value:%Y-%m-%d %H:%M}", spoilt="date")
        case date():
            return Cell(text=f"{value:%Y-%m-%d}", spoilt="date")
        case int() | float() if not isinstance(value, bool) and value == int(value):
            return Cell(text=str(int(value)))
        case _:
            return Cell(text=str(value), spoilt="number")


def _excel(content: bytes, most: Most, sheet: str) -> Iterable[Sequence[Any]]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except Exception:  # noqa: BLE001 - a damaged archive fails in as many ways as there are damages
        raise UnreadableError("table-damaged") from None
    if sum(part.file_size for part in parts) > most.unpacked:
        raise UnreadableError("table-bomb")
    if any(part.filename.lower().endswith(_MACROS) for part in parts):
        raise UnreadableError("table-macros")
    try:
        return _page(content, sheet)
    except Exception:  # noqa: BLE001 - and so does a damaged workbook
        raise UnreadableError("table-damaged") from None


def _page(content: bytes, sheet: str) -> Iterable[Sequence[Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells which decorations it does not read
        from openpyxl import load_workbook  # noqa: PLC0415 - see `workbook`

        book = load_workbook(io.BytesIO(content), read_only=True)
        page = book[sheet] if sheet in book.sheetnames else book.worksheets[0]
        page.reset_dimensions()  # what a file says of its own size is not to be relied on
        every = page.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        return [line if any(value is not None for value in line) else () for line in islice(every, LAST_ROW)]


def _csv(content: bytes) -> Iterable[Sequence[Any]]:
    """CSV in UTF-8, or in GB18030, which the Chinese Excel writes."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            return list(csv.reader(io.StringIO(text, newline="")))
        except UnicodeDecodeError:
            continue
        except csv.Error:
            raise UnreadableError("table-damaged") from None
    raise UnreadableError("table-encoding")
