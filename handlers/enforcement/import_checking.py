"""From the rows of a file to the issues that they order, or all that is wrong with them: pure.

What listing asks is asked here too (M9): which element, what problem, of which case, who puts it right by when.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers import access
from handlers.access import Action
from handlers.enforcement import rules
from handlers.tables import checking
from handlers.tables.checking import MOST_QUOTED, Cells, Ordered
from handlers.tables.reading import Fault, Row
from storage.issues import Element, Matter
from storage.people import Person

WIDTHS = {"element": 10, "problem": 50, "case": 14, "owner": 16, "due": 18, "requirements": 40}
"""The columns, and how many characters wide each is."""
REQUIRED = ("element", "problem", "owner")
MOST = {"problem": rules.MOST_PROBLEM, "requirements": rules.MOST_REQUIREMENTS}
_DIGITS = re.compile(r"[0-9]{4}")


class Known(NamedTuple):
    """What the station knows as the file is checked: `waiting` are the codes of the issues that are not struck off."""

    people: Sequence[Person]
    waiting: Mapping[Matter, str]
    words: Mapping[str, Element]
    now: datetime
    zone: ZoneInfo


class Order(Ordered):
    """An issue that a row orders; `due` is None where the element's hours count, `case` where there is none."""

    element: Element
    problem: str
    case: str | None
    due: datetime | None
    requirements: str | None


def checked(rows: Sequence[Row], known: Known) -> tuple[list[Order], list[Fault]]:
    """The issues that the rows order, and everything that is wrong with them, row by row.

    Nobody is given the same problem of the same case twice, by the file or by an issue that is not struck off.
    """
    order_of = partial(_order, known=known)
    return checking.checked(rows, order_of, REQUIRED, _matter, known.waiting, "problem")


def _matter(order: Order) -> Matter:
    return Matter(order.element, order.problem, order.case, order.owner_id)


def _order(cells: Cells, known: Known) -> Order:
    owner = _owner(cells, known)
    return Order(
        row=cells.row,
        owner_id=owner.staff_id if owner else "",
        element=checking.word(cells, "element", known.words, Element) or Element.CASE,
        problem=" ".join(checking.text(cells, "problem", rules.MOST_PROBLEM).split()),
        case=_case(cells),
        due=checking.due_moment(cells, known.now, rules.END_OF_DAY, known.zone),
        requirements=checking.text(cells, "requirements", rules.MOST_REQUIREMENTS) or None,
    )


def _owner(cells: Cells, known: Known) -> Person | None:
    said = cells["owner"]
    owner = checking.person(cells, "owner", known.people, said) if said else None
    if owner and not access.may(owner, Action.ISSUE_HANDLE):
        cells.wrong("owner", "import-cannot-rectify", said=said[:MOST_QUOTED])
    return owner


def _case(cells: Cells) -> str | None:
    said = cells["case"]
    if said and not _DIGITS.fullmatch(said):
        cells.wrong("case", "import-four-digits")
    return said or None
