"""Lists of sheets (S18): those that a reader may see, under one filter, a page at a time.

A page is one statement that walks an index from where the last page ended: it costs what it shows, however
long the history is. (One's own are found by their owner first: they cost what one person has.)
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal

from sqlalchemy import (
    ColumnElement,
    Index,
    Select,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)

from storage.db import Tx, partial_index
from storage.people import Team, people
from storage.query import STATION, Id, Moment, Query, arg, literal
from storage.records import Record
from storage.sheet_people import co_handlers
from storage.sheets import Sheet, SheetState, late, sheets, under_way, unsigned
from storage.stations import communities, groups

_over = sheets.c.closed_at.is_not(None)
partial_index("ix_sheets_closed", _over, sheets.c.station_id, sheets.c.closed_at, sheets.c.id)
Index("ix_sheets_owner_ever", sheets.c.station_id, sheets.c.owner_id)

Part = Literal["own", "group", "team", "station"]
"""Sheets that one owns or helps with, those of the groups that one leads, of one's team, of the station."""


class Reader(Record):
    """Whose list it is, and the parts of the station's sheets that it may hold, taken together."""

    staff_id: str
    team: Team
    parts: frozenset[Part]


class Filter(StrEnum):
    """Which sheets a list is about: under way, late, signed for too late, waiting for review, struck off."""

    OPEN = "open"
    OVERDUE = "overdue"
    UNSIGNED = "unsigned"
    REVIEW = "review"
    CLOSED = "closed"


class Place(Record):
    """Where a page ended: the moment by which its last sheet was ordered (UTC), and its id."""

    at: datetime
    id: int


class Listed(Sheet):
    """A sheet in a list, with its owner's display name."""

    owner_name: str | None

    @property
    def place(self) -> Place:
        """Where a page ends that ends with it."""
        return Place(at=self.closed_at or self.due_at or _FIRST, id=self.id)


class Counts(Record):
    """How many sheets are open, how many of them late, how many without a signature in time, how many in review."""

    open: int
    overdue: int
    unsigned: int
    review: int


_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
_start = {Filter.CLOSED: Place(at=_LAST, id=0)}
_in_review = sheets.c.state == literal(SheetState.SUBMITTED)
_FILTERS: dict[Filter, tuple[ColumnElement[bool], ...]] = {
    Filter.OPEN: (under_way,),
    Filter.OVERDUE: (under_way, late),
    Filter.UNSIGNED: (under_way, unsigned),
    Filter.REVIEW: (under_way, _in_review),
    Filter.CLOSED: (_over, sheets.c.state == literal(SheetState.CLOSED)),
}

_theirs = sheets.alias("theirs")
_WITHIN: dict[Part, ColumnElement[bool]] = {
    "own": sheets.c.id.in_(
        union_all(
            select(_theirs.c.id).where(_theirs.c.station_id == STATION, _theirs.c.owner_id == arg("reader")),
            select(co_handlers.table.c.sheet_id).where(
                co_handlers.table.c.station_id == STATION, co_handlers.table.c.staff_id == arg("reader")
            ),
        )
    ),
    # an EXISTS is looked up for each sheet that is walked past: the walk stays in the order of the page
    "group": exists(
        select(literal_column("1"))
        .select_from(communities)
        .join(
            groups,
            (groups.c.station_id == communities.c.station_id) & (groups.c.group_id == communities.c.group_id),
        )
        .where(
            communities.c.station_id == STATION,
            communities.c.community_id == sheets.c.community_id,
            groups.c.lead_staff_id == arg("reader"),
        )
    ),
    "team": exists(
        select(literal_column("1"))
        .select_from(people)
        .where(
            people.c.station_id == STATION,
            people.c.staff_id == sheets.c.owner_id,
            people.c.team == arg("team"),
        )
        .correlate(sheets)
    ),
}


def seen_by(parts: frozenset[Part]) -> tuple[ColumnElement[bool], ...]:
    """The condition under which a sheet belongs to these parts; takes the arguments of `reading`."""
    if "station" in parts:
        return ()
    return (or_(*(_WITHIN[part] for part in sorted(parts))),)


def reading(reader: Reader) -> dict[str, str]:
    """The arguments of `seen_by`."""
    return {"reader": reader.staff_id, "team": reader.team}


_owner = people.alias("owner")
LISTED = (*(sheets.c[name] for name in Sheet.model_fields), _owner.c.name.label("owner_name"))
with_owner = sheets.outerjoin(
    _owner, (_owner.c.station_id == sheets.c.station_id) & (_owner.c.staff_id == sheets.c.owner_id)
)


def _page(parts: frozenset[Part], chosen: Filter) -> Query:
    at = sheets.c.closed_at if chosen == Filter.CLOSED else sheets.c.due_at
    after = tuple_(arg("at", Moment()), arg("after", Id))
    here = tuple_(at, sheets.c.id)
    found: Select[tuple[object, ...]] = (
        select(*LISTED)
        .select_from(with_owner)
        .where(sheets.c.station_id == STATION, *_FILTERS[chosen], *seen_by(parts))
        .limit(arg("most"))
    )
    if chosen == Filter.CLOSED:
        return Query(found.where(here < after).order_by(at.desc(), sheets.c.id.desc()))
    return Query(found.where(here > after).order_by(at, sheets.c.id))


def _counts(parts: frozenset[Part]) -> Query:
    return Query(
        select(
            func.count().label("open"),
            func.count(case((late, 1))).label("overdue"),
            func.count(case((unsigned, 1))).label("unsigned"),
            func.count(case((_in_review, 1))).label("review"),
        )
        .select_from(sheets)
        .where(sheets.c.station_id == STATION, under_way, *seen_by(parts))
    )


READERS: list[frozenset[Part]] = [
    frozenset({"station"}),
    frozenset({"own"}),
    frozenset({"group"}),
    frozenset({"own", "group"}),
    frozenset({"own", "team"}),
    frozenset({"own", "group", "team"}),
]
"""Every set of parts that somebody's roles may amount to."""
_PAGES = {(parts, chosen): _page(parts, chosen) for parts in READERS for chosen in Filter}
_COUNTS = {parts: _counts(parts) for parts in READERS}


def together(reader: Reader) -> frozenset[Part]:
    """A reader's parts, as one of `READERS`: the station's sheets include all others."""
    return frozenset({"station"}) if "station" in reader.parts else reader.parts


async def page(tx: Tx, reader: Reader, chosen: Filter, after: Place | None, most: int) -> list[Listed]:
    """`most` sheets at the most, from behind `after` (None: from the first).

    The nearest deadline first; of those struck off the newest first.
    """
    place = after or _start.get(chosen) or Place(at=_FIRST, id=0)
    query = _PAGES[together(reader), chosen]
    return await tx.all(query, Listed, at=place.at, after=place.id, most=most, **reading(reader))


async def counts(tx: Tx, reader: Reader) -> Counts:
    """How many of the reader's sheets are open, late and in review now."""
    found = await tx.one(_COUNTS[together(reader)], Counts, **reading(reader))
    assert found is not None  # noqa: S101 - an aggregate always gives a row
    return found
