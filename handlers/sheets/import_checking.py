"""From the rows of a file to the sheets that they order, or all that is wrong with them: pure.

What drafting asks is asked here too (M3): a community, what and where, how grave, who answers by when.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from handlers import access
from handlers.access import Action
from handlers.namesakes import called
from handlers.personal_numbers import holds_personal_number
from handlers.sheets import rules
from handlers.tables.reading import Fault, Row
from storage.people import Person
from storage.records import Record
from storage.sheets import HandlingClass, Risk
from storage.stations import Community

WIDTHS = {
    "community": 16, "object": 30, "content": 50, "class": 8, "risk": 8, "requirements": 30,
    "supporting": 30, "owner": 14, "co-handlers": 18, "due": 14,
}  # fmt: skip
"""The columns, and how many characters wide each is."""
REQUIRED = ("community", "object", "content", "risk")
MOST_DAYS = 90
"""A due day that is further off is a slip of the pen."""
MOST_QUOTED = 20
_SEPARATORS = re.compile(r"[\s、,;/\uff0c\uff1b]+")  # the last two: full-width comma and semicolon
_FULL_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+[\d:]+)?")


class Known(NamedTuple):
    """What the station knows as the file is checked.

    Places and people go by id and by name, `officers` are those who answer for a community now, `waiting` are
    the codes of the sheets under way by community, object and owner. `words` leads from what people may write
    to a class or a risk, `day` from a short day (4月26日) to the next such one, or None.
    """

    places: Mapping[str, Community]
    people: Sequence[Person]
    officers: Mapping[str, Person]
    waiting: Mapping[tuple[str, str, str], str]
    words: Mapping[str, HandlingClass | Risk]
    day: Callable[[str], date | None]
    today: date
    standard: str


class Order(Record):
    """A sheet that a row orders; `due` is None where it is counted as ever."""

    row: int
    community_id: str
    owner_id: str
    object: str
    content: str
    supporting: str
    requirements: str
    handling_class: HandlingClass
    risk: Risk
    co_handlers: tuple[str, ...]
    due: date | None


class _Cells:
    """The cells of a row, and of each the first thing that is wrong with it."""

    def __init__(self, row: Row) -> None:
        self.row = row.number
        self.faults: dict[str, Fault] = {}
        self._cells = row.cells
        for column, cell in row.cells.items():
            if cell.spoilt and not (cell.spoilt == "date" and column == "due"):
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


def checked(rows: Sequence[Row], known: Known) -> tuple[list[Order], list[Fault]]:
    """The sheets that the rows order, and everything that is wrong with them, row by row."""
    orders: list[Order] = []
    faults: list[Fault] = []
    for row in rows:
        cells = _Cells(row)
        order = _order(cells, known)
        faults += cells.faults.values()
        if not cells.faults:
            orders.append(order)
    return orders, sorted([*faults, *_again(orders, known)], key=lambda fault: fault.row)


def _again(orders: Iterable[Order], known: Known) -> Iterator[Fault]:
    """Nobody is given the same matter twice, by the file or by a sheet that is under way."""
    seen: dict[tuple[str, str, str], int] = {}
    for order in orders:
        matter = (order.community_id, order.object, order.owner_id)
        if (first := seen.setdefault(matter, order.row)) != order.row:
            yield Fault(order.row, "object", "import-again", {"first": first})
        elif code := known.waiting.get(matter):
            yield Fault(order.row, "object", "import-under-way", {"code": code})


def _order(cells: _Cells, known: Known) -> Order:
    for column in REQUIRED:
        if not cells[column]:
            cells.wrong(column, "import-needed")
    kind = _word(cells, "class", HandlingClass, known) or HandlingClass.ORDINARY
    place = _place(cells, known)
    owner = _owner(cells, known, place, kind)
    return Order(
        row=cells.row,
        community_id=place.community_id if place else "",
        owner_id=owner.staff_id if owner else "",
        object=" ".join(_text(cells, "object").split()),
        content=_text(cells, "content"),
        supporting=_text(cells, "supporting"),
        requirements=_text(cells, "requirements") or known.standard,
        handling_class=kind,
        risk=_word(cells, "risk", Risk, known) or Risk.YELLOW,
        co_handlers=tuple(_co_handlers(cells, known, owner)),
        due=_due(cells, known),
    )


def _text(cells: _Cells, column: str) -> str:
    text = "\n".join(filter(None, (" ".join(line.split()) for line in cells[column].splitlines())))
    if (over := len(text) - rules.MOST[column]) > 0:
        cells.wrong(column, "import-too-long", most=rules.MOST[column], over=over)
    return text


def _place(cells: _Cells, known: Known) -> Community | None:
    place = known.places.get(cells["community"])
    if place is None and cells["community"]:
        cells.wrong("community", "import-no-community", said=cells["community"][:MOST_QUOTED])
    return place


def _person(cells: _Cells, column: str, known: Known, said: str) -> Person | None:
    found = called(said, known.people)
    if len(found) == 1:
        return found[0]
    cells.wrong(column, "import-namesakes" if found else "import-no-person", said=said[:MOST_QUOTED])
    return None


def _owner(cells: _Cells, known: Known, place: Community | None, kind: HandlingClass) -> Person | None:
    """Whoever is named; where nobody is, the officer who answers for the community."""
    if said := cells["owner"]:
        person = _person(cells, "owner", known, said)
        if person and not rules.may_own(person, kind):
            cells.wrong("owner", "import-cannot-own", said=said[:MOST_QUOTED])
        return person
    if kind == HandlingClass.CASE:
        cells.wrong("owner", "import-case-owner")
        return None
    officer = known.officers.get(place.community_id) if place else None
    if place and (officer is None or not rules.may_own(officer, kind)):
        cells.wrong("owner", "import-no-officer", place=place.name)
    return officer


def _co_handlers(cells: _Cells, known: Known, owner: Person | None) -> Iterator[str]:
    for said in dict.fromkeys(filter(None, _SEPARATORS.split(cells["co-handlers"]))):
        person = _person(cells, "co-handlers", known, said)
        if person is None:
            continue
        if person == owner or not access.may(person, Action.SHEET_READ):
            cells.wrong("co-handlers", "import-cannot-help", said=said[:MOST_QUOTED])
        else:
            yield person.staff_id


def _due(cells: _Cells, known: Known) -> date | None:
    said = cells["due"]
    if not said:
        return None
    day = _day(said, known)
    if day is None:
        cells.wrong("due", "import-no-day", said=said[:MOST_QUOTED])
    elif day <= known.today:
        cells.wrong("due", "import-past")
    elif day > known.today + timedelta(days=MOST_DAYS):
        cells.wrong("due", "import-far", most=MOST_DAYS)
    return day


def _day(said: str, known: Known) -> date | None:
    if found := _FULL_DAY.fullmatch(said):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
    return known.day(said)


def _word(cells: _Cells, column: str, kind: Any, known: Known) -> Any:
    said = cells[column]
    found = known.words.get(bare(said))
    if said and not isinstance(found, kind):
        cells.wrong(column, "import-no-word", said=said[:MOST_QUOTED])
        return None
    return found if said else None


def bare(text: str) -> str:
    """A word without signs, pictures and capitals: 🔴 红 is 红."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum()).casefold()
