"""From the rows of a file to the sheets that they order, or all that is wrong with them: pure.

What drafting asks is asked here too (M3): a community, what and where, how grave, who answers by when.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from handlers import access
from handlers.access import Action
from handlers.sheets import rules
from handlers.tables import checking
from handlers.tables.checking import MOST_QUOTED, Cells, Ordered
from handlers.tables.reading import Fault, Row
from storage.people import Person
from storage.sheets import HandlingClass, Risk
from storage.stations import Community

WIDTHS = {
    "community": 16, "object": 30, "content": 50, "class": 8, "risk": 8, "requirements": 30,
    "supporting": 30, "owner": 14, "co-handlers": 18, "due": 14,
}  # fmt: skip
"""The columns, and how many characters wide each is."""
REQUIRED = ("community", "object", "content", "risk")
_SEPARATORS = re.compile(r"[\s、,;/\uff0c\uff1b]+")  # the last two: full-width comma and semicolon


class Known(NamedTuple):
    """What the station knows as the file is checked.

    Places and people go by id and by name, `officers` are those who answer for a community now, `waiting` are
    the codes of the sheets under way by community, object and owner. `words` leads from what people may write
    to a class or a risk.
    """

    places: Mapping[str, Community]
    people: Sequence[Person]
    officers: Mapping[str, Person]
    waiting: Mapping[tuple[str, str, str], str]
    words: Mapping[str, HandlingClass | Risk]
    today: date
    standard: str


class Order(Ordered):
    """A sheet that a row orders; `due` is None where it is counted as ever."""

    community_id: str
    object: str
    content: str
    supporting: str
    requirements: str
    handling_class: HandlingClass
    risk: Risk
    co_handlers: tuple[str, ...]
    due: date | None


def checked(rows: Sequence[Row], known: Known) -> tuple[list[Order], list[Fault]]:
    """The sheets that the rows order, and everything that is wrong with them, row by row.

    Nobody is given the same matter twice, by the file or by a sheet that is under way.
    """
    order_of = partial(_order, known=known)
    return checking.checked(rows, order_of, REQUIRED, _matter, known.waiting, "object")


def _matter(order: Order) -> tuple[str, str, str]:
    return order.community_id, order.object, order.owner_id


def _order(cells: Cells, known: Known) -> Order:
    kind = checking.word(cells, "class", known.words, HandlingClass) or HandlingClass.ORDINARY
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
        risk=checking.word(cells, "risk", known.words, Risk) or Risk.YELLOW,
        co_handlers=tuple(_co_handlers(cells, known, owner)),
        due=checking.due_day(cells, known.today),
    )


def _text(cells: Cells, column: str) -> str:
    return checking.text(cells, column, rules.MOST[column])


def _place(cells: Cells, known: Known) -> Community | None:
    place = known.places.get(cells["community"])
    if place is None and cells["community"]:
        cells.wrong("community", "import-no-community", said=cells["community"][:MOST_QUOTED])
    return place


def _owner(cells: Cells, known: Known, place: Community | None, kind: HandlingClass) -> Person | None:
    """Whoever is named; where nobody is, the officer who answers for the community."""
    if said := cells["owner"]:
        person = checking.person(cells, "owner", known.people, said)
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


def _co_handlers(cells: Cells, known: Known, owner: Person | None) -> Iterator[str]:
    for said in dict.fromkeys(filter(None, _SEPARATORS.split(cells["co-handlers"]))):
        person = checking.person(cells, "co-handlers", known.people, said)
        if person is None:
            continue
        if person == owner or not access.may(person, Action.SHEET_READ):
            cells.wrong("co-handlers", "import-cannot-help", said=said[:MOST_QUOTED])
        else:
            yield person.staff_id
