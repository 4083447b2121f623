"""From the rows of a file to what they order, or all that is wrong with them: what every import checks alike; pure."""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from handlers import typed
from handlers.namesakes import called
from handlers.personal_numbers import holds_personal_number
from handlers.tables.reading import Fault, Row
from storage.people import Person
from storage.records import Record

DUE = "due"
"""The column of deadlines: the only one in which a date of Excel's is what is meant."""
MOST_DAYS = 90
"""A deadline that is further off is a slip of the pen."""
MOST_QUOTED = 20
_FULL_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+(\d{1,2}):(\d{2})(?::\d{2})?)?"
)


class Ordered(Record):
    """What a row orders, and whose it is to be."""

    row: int
    owner_id: str


Order = TypeVar("Order", bound=Ordered)


class Cells:
    """The cells of a row, and of each the first thing that is wrong with it."""

    def __init__(self, row: Row) -> None:
        self.row = row.number
        self.faults: dict[str, Fault] = {}
        self._cells = row.cells
        for column, cell in row.cells.items():
            if cell.spoilt and not (cell.spoilt == "date" and column == DUE):
                self.wrong(column, f"table-cell-{cell.spoilt}")
            elif holds_personal_number(cell.text):
                self.wrong(column, "import-personal-number")

    def __getitem__(self, column: str) -> str:
        """A cell's text; empty where something is wrong with it."""
        cell = None if column in self.faults else self._cells.get(column)
        return cell.text if cell else ""

    def wrong(self, column: str, key: str, **values: Any) -> None:
        """Note what is wrong with a cell, unless something is already."""
        self.faults.setdefault(column, Fault(self.row, column, key, values))


def checked(
    rows: Sequence[Row],
    order_of: Callable[[Cells], Order],
    required: Iterable[str],
    matter_of: Callable[[Order], Hashable],
    waiting: Mapping[Any, str],
    column: str,
) -> tuple[list[Order], list[Fault]]:
    """What the rows order, and everything that is wrong with them, row by row.

    `order_of` notes what is wrong with a row's cells. Nothing is ordered twice: of two orders of one matter, and of one
    whose matter is `waiting` (under some code), the fault is noted in `column`.
    """
    orders: list[Order] = []
    faults: list[Fault] = []
    for row in rows:
        cells = Cells(row)
        for needed in required:
            if not cells[needed]:
                cells.wrong(needed, "import-needed")
        order = order_of(cells)
        faults += cells.faults.values()
        if not cells.faults:
            orders.append(order)
    faults += _again(orders, matter_of, waiting, column)
    return orders, sorted(faults, key=lambda fault: fault.row)


def _again(
    orders: Iterable[Order], matter_of: Callable[[Order], Hashable], waiting: Mapping[Any, str], column: str
) -> Iterator[Fault]:
    seen: dict[Hashable, int] = {}
    for order in orders:
        matter = matter_of(order)
        if (first := seen.setdefault(matter, order.row)) != order.row:
            yield Fault(order.row, column, "import-again", {"first": first})
        elif code := waiting.get(matter):
            yield Fault(order.row, column, "import-under-way", {"code": code})


def text(cells: Cells, column: str, most: int) -> str:
    """A text of `most` characters at the most, without the spaces that people do not see."""
    said = "\n".join(filter(None, (" ".join(line.split()) for line in cells[column].splitlines())))
    if (over := len(said) - most) > 0:
        cells.wrong(column, "import-too-long", most=most, over=over)
    return said


def person(cells: Cells, column: str, among: Iterable[Person], said: str) -> Person | None:
    """The only one who can be meant (by staff id or name); None, and noted, where that is nobody, or several."""
    found = called(said, among)
    if len(found) == 1:
        return found[0]
    cells.wrong(column, "import-namesakes" if found else "import-no-person", said=said[:MOST_QUOTED])
    return None


def word(cells: Cells, column: str, words: Mapping[str, Any], kind: type[Any]) -> Any:
    """The member of `kind` that a cell names (`words` by what is `bare`); None where it is empty, or noted as wrong."""
    said = cells[column]
    found = words.get(bare(said))
    if said and not isinstance(found, kind):
        cells.wrong(column, "import-no-word", said=said[:MOST_QUOTED])
        return None
    return found if said else None


def bare(said: str) -> str:
    """A word without signs, pictures and capitals: 🔴 红 is 红."""
    return "".join(c for c in unicodedata.normalize("NFKC", said) if c.isalnum()).casefold()


def due_day(cells: Cells, today: date) -> date | None:
    """The day that is written as the deadline, after `today`; None where it is empty, or noted as wrong."""
    said = cells[DUE]
    if not said:
        return None
    full = _FULL_DATE.fullmatch(said)
    day = _date(full) if full else typed.day(said, today)
    if day is None:
        cells.wrong(DUE, "import-no-day", said=said[:MOST_QUOTED])
    elif day <= today:
        cells.wrong(DUE, "import-past")
    elif day > today + timedelta(days=MOST_DAYS):
        cells.wrong(DUE, "import-far", most=MOST_DAYS)
    return day


def due_moment(cells: Cells, now: datetime, clock: time, zone: ZoneInfo) -> datetime | None:
    """The moment that is written as the deadline, after `now`, of a day alone `clock` on it; None as in `due_day`."""
    said = cells[DUE]
    if not said:
        return None
    yesterday = now.astimezone(zone).date() - timedelta(days=1)
    full = _FULL_DATE.fullmatch(said)
    moment = _moment(full, clock, zone) if full else typed.deadline(said, now, yesterday, clock, zone)
    if moment is None:
        cells.wrong(DUE, "import-no-moment", said=said[:MOST_QUOTED])
    elif moment <= now:
        cells.wrong(DUE, "import-gone")
    elif moment > now + timedelta(days=MOST_DAYS):
        cells.wrong(DUE, "import-far", most=MOST_DAYS)
    return moment


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _moment(found: re.Match[str], clock: time, zone: ZoneInfo) -> datetime | None:
    day = _date(found)
    try:
        at = time(int(found[4]), int(found[5])) if found[4] else clock
    except ValueError:
        return None
    return datetime.combine(day, at, tzinfo=zone) if day else None
