"""Enforcement issues (执法问题, S5): the record, its changes of state, and the list of them (问题清单)."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Column, Identity, Index, Text, UniqueConstraint, case, delete, func, select

from storage.comparing import CompareAndSet
from storage.db import Tx, partial_index, table
from storage.query import NOW, STATION, Flag, Id, Integer, Moment, Query, arg, literal
from storage.records import Record

issues = table(
    "issues",
    Column("id", Id, Identity(), primary_key=True),
    Column("year", Integer),
    Column("serial", Integer),
    Column("number", Text),
    Column("state", Text, nullable=False),
    Column("element", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("case_code", Text),
    Column("requirements", Text),
    Column("owner_id", Text),
    Column("author_id", Text, nullable=False),
    Column("lister_id", Text),
    Column("assigned_at", Moment),
    Column("due_at", Moment),
    Column("extended", Flag, nullable=False),
    Column("submitted_at", Moment),
    Column("closed_at", Moment),
    Column("review_id", Id),
    UniqueConstraint("station_id", "serial", "year"),
    Index("ix_issues_review", "station_id", "review_id"),
)
_is_draft = issues.c.state == literal("draft")
_open = issues.c.serial.is_not(None) & issues.c.closed_at.is_(None)
partial_index("ix_issues_draft", _is_draft, issues.c.station_id, issues.c.author_id)
_given = issues.c.assigned_at.is_not(None)
partial_index("ix_issues_owner", _given, issues.c.station_id, issues.c.owner_id, issues.c.id)
partial_index("ix_issues_open", _open, issues.c.station_id, issues.c.due_at)
partial_index("ix_issues_own", _open, issues.c.station_id, issues.c.owner_id, issues.c.due_at)
_to_verify = issues.c.state == literal("submitted")
partial_index("ix_issues_to_verify", _to_verify, issues.c.station_id, issues.c.state)


class IssueState(StrEnum):
    """The issue's life (S5). Overdue is derived, never stored.

    `listed`: on the list with its number, given to nobody yet; `withdrawn`: an objection to it was right.
    """

    DRAFT = "draft"
    LISTED = "listed"
    ASSIGNED = "assigned"
    RECTIFYING = "rectifying"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


WORKING = frozenset({IssueState.ASSIGNED, IssueState.RECTIFYING, IssueState.RETURNED})
"""The owner is to act; in these states an issue can be overdue."""


class Element(StrEnum):
    """The six elements of enforcement (六大执法要素)."""

    INCIDENT = "incident"
    CASE = "case"
    PERSON = "person"
    PROPERTY = "property"
    DOSSIER = "dossier"
    VENUE = "venue"


class Issue(Record):
    """One entry of the list; all moments are UTC. A draft has no number.

    `author_id` wrote it, `lister_id` gave it out; `case_code` is no more than the last four digits. What its owner
    says of it are rounds of feedback about its `subject`. `review_id`: the review of a case that it came from.
    """

    id: int
    year: int | None
    serial: int | None
    number: str | None
    state: IssueState
    element: Element
    problem: str
    case_code: str | None
    requirements: str | None
    owner_id: str | None
    author_id: str
    lister_id: str | None
    assigned_at: datetime | None
    due_at: datetime | None
    extended: bool
    submitted_at: datetime | None
    closed_at: datetime | None
    review_id: int | None

    @property
    def code(self) -> str:
        """The short code by which people call it, such as Z031; a draft has none (S18)."""
        return f"Z{self.serial:03d}" if self.serial else ""

    @property
    def subject(self) -> str:
        """Its name in the audit, the outbox and the timers."""
        return f"issue:{self.id}"


class Matter(NamedTuple):
    """What an issue is about, and whose it is: the same twice would be one problem too many."""

    element: str
    problem: str
    case_code: str | None
    owner_id: str


class Tally(Record):
    """How many issues of an element are open with an owner (None: given to nobody yet), and how many of them are late."""

    element: Element
    owner_id: str | None
    open: int
    late: int


_mine = issues.c.station_id == STATION
_row = issues.c.id == arg("row")
_issue = tuple(issues.c[name] for name in Issue.model_fields)
_working = issues.c.state.in_(sorted(WORKING))
_LOAD = Query(
    lambda sql: (
        sql.insert(issues)
        .values(station_id=STATION, **{name: arg(name) for name in Issue.model_fields if name != "id"})
        .returning(*_issue)
    )
)
_EMPTY: dict[str, Any] = dict.fromkeys(Issue.model_fields) | {"problem": "", "extended": False}
del _EMPTY["id"]
_GET = Query(select(*_issue).where(_mine, _row))
_BY_SERIAL = Query(
    select(*_issue)
    .where(_mine, issues.c.serial == arg("number_in_year"))
    .order_by(issues.c.year.desc())
    .limit(1)
)
_DRAFT_OF = Query(
    select(*_issue)
    .where(_mine, _is_draft, issues.c.author_id == arg("author"))
    .order_by(issues.c.id.desc())
    .limit(1)
)
_DISCARD = Query(delete(issues).where(_mine, _row, _is_draft).returning(issues.c.id))
_OPEN = Query(select(*_issue).where(_mine, _open).order_by(issues.c.due_at, issues.c.id))
_OWN = Query(
    select(*_issue)
    .where(_mine, _open, _given, issues.c.owner_id == arg("owner"))
    .order_by(issues.c.due_at, issues.c.id)
)
_LATE = Query(
    select(*_issue)
    .where(_mine, _open, _working, issues.c.due_at < NOW)
    .order_by(issues.c.due_at, issues.c.id)
)
_SUBMITTED = Query(select(*_issue).where(_mine, _to_verify).order_by(issues.c.submitted_at, issues.c.id))
_TO_VERIFY = Query(select(func.count().label("number")).where(_mine, _to_verify))
_given_to = case((_given, issues.c.owner_id)).label("owner_id")
_TALLY = Query(
    select(
        issues.c.element,
        _given_to,
        func.count().label("open"),
        func.sum(case((_working & (issues.c.due_at < NOW), 1), else_=0)).label("late"),
    )
    .where(_mine, _open)
    .group_by(issues.c.element, _given_to)
    .order_by(issues.c.element, _given_to)
)
_OF_PERSON = Query(
    select(*_issue)
    .where(_mine, _given, issues.c.owner_id == arg("owner"))
    .order_by(issues.c.id.desc())
    .limit(arg("most"))
)
_OF_REVIEW = Query(select(*_issue).where(_mine, issues.c.review_id == arg("of_review")).order_by(issues.c.id))
_FIRST_DUE = Query(select(func.min(issues.c.due_at).label("at")).where(_mine, _open, _working))
_CHANGING = CompareAndSet(issues, Issue, "due_at")


async def add(tx: Tx, **fields: Any) -> Issue:
    """Add one with these fields, the others empty: a draft, or one as it stands elsewhere (the demo station)."""
    added = await tx.one(_LOAD, Issue, **(_EMPTY | {"state": IssueState.DRAFT} | fields))
    assert added is not None  # noqa: S101 - RETURNING gives the row
    return added


async def get(tx: Tx, issue_id: int) -> Issue | None:
    """One issue."""
    return await tx.one(_GET, Issue, row=issue_id)


async def by_serial(tx: Tx, serial: int) -> Issue | None:
    """The issue that a short code means: the newest year's with this serial number."""
    return await tx.one(_BY_SERIAL, Issue, number_in_year=serial)


async def of_subject(tx: Tx, subject: str) -> Issue | None:
    """The issue that a subject such as "issue:31" names."""
    return await get(tx, int(subject.partition(":")[2]))


async def draft_of(tx: Tx, author_id: str) -> Issue | None:
    """The draft that somebody began last."""
    return await tx.one(_DRAFT_OF, Issue, author=author_id)


async def discard(tx: Tx, issue_id: int) -> bool:
    """Throw a draft away."""
    return await tx.changed(_DISCARD, row=issue_id)


async def change(tx: Tx, issue: Issue, to: IssueState, **fields: Any) -> Issue | None:
    """Compare-and-set: from the state and due time that `issue` was read with to `to`, with `fields`.

    Returns it as it is now; None, and nothing changed, when somebody else was first.
    """
    return await _CHANGING.change(tx, issue, to, **fields)


async def under_way(tx: Tx) -> list[Issue]:
    """Everything on the list that is not struck off, the nearest deadline first."""
    return await tx.all(_OPEN, Issue)


async def own(tx: Tx, staff_id: str) -> list[Issue]:
    """What is open of what was given to somebody, the nearest deadline first; also what waits to be verified."""
    return await tx.all(_OWN, Issue, owner=staff_id)


async def late(tx: Tx) -> list[Issue]:
    """What is past its deadline and waits for its owner, the longest first."""
    return await tx.all(_LATE, Issue)


async def to_verify(tx: Tx) -> int:
    """How many wait to be verified."""
    number: int = await tx.value(_TO_VERIFY)
    return number


async def submitted(tx: Tx) -> list[Issue]:
    """Those that wait to be verified, the longest waiting first."""
    return await tx.all(_SUBMITTED, Issue)


async def tally(tx: Tx) -> list[Tally]:
    """How many are open, and late, of each element and owner."""
    return await tx.all(_TALLY, Tally)


async def matters(tx: Tx) -> dict[Matter, str]:
    """The codes of the issues that are not struck off, by what they are about."""
    found = await tx.all(_OPEN, Issue)
    return {
        Matter(each.element, each.problem, each.case_code, each.owner_id or ""): each.code for each in found
    }


async def of_person(tx: Tx, owner_id: str, most: int) -> list[Issue]:
    """What somebody was given to put right, also what is closed: the newest, `most` at the most."""
    return await tx.all(_OF_PERSON, Issue, owner=owner_id, most=most)


async def of_review(tx: Tx, review_id: int) -> list[Issue]:
    """The issues that came from a review of a case, the oldest first."""
    return await tx.all(_OF_REVIEW, Issue, of_review=review_id)


async def first_due(tx: Tx) -> datetime | None:
    """The earliest deadline of an issue that still waits for its rectification (it may be past)."""
    at: datetime | None = await tx.value(_FIRST_DUE)
    return at
