"""Reviews of cases (双审三推, S7): the record of one stage of one case, and its changes of state.

Of the case itself nothing is kept but its code.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Identity, Text, UniqueConstraint, select

from storage.comparing import CompareAndSet
from storage.db import Tx, partial_index, table
from storage.query import STATION, Flag, Id, Integer, Json, Moment, Query, arg, literal
from storage.records import Record

case_reviews = table(
    "case_reviews",
    Column("id", Id, Identity(), primary_key=True),
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("case_code", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("checklist", Json, nullable=False),
    Column("officers", Json, nullable=False),
    Column("returns", Integer, nullable=False),
    Column("since", Moment, nullable=False),
    Column("due_at", Moment),
    Column("first_by", Text),
    Column("second_by", Text),
    Column("sent_back_by", Text),
    Column("missing", Text),
    Column("raised", Flag, nullable=False),
    Column("done_at", Moment),
    UniqueConstraint("station_id", "serial", "year"),
    UniqueConstraint("station_id", "case_code", "stage"),
)
_open = case_reviews.c.state != literal("done")
partial_index("ix_case_reviews_open", _open, case_reviews.c.station_id, case_reviews.c.due_at)


class ReviewState(StrEnum):
    """The life of a stage (S7); it is `legal_ok` only within the turn that makes it done."""

    OPEN = "open"
    LEADER_OK = "leader_ok"
    LEGAL_OK = "legal_ok"
    DONE = "done"
    SENT_BACK = "sent_back"


WAITING = frozenset({ReviewState.OPEN, ReviewState.LEADER_OK})
"""A reviewer is to decide."""


class Stage(StrEnum):
    """The three pushes, in their order: before, during and after (事前, 事中, 事后)."""

    PRE = "pre"
    DURING = "during"
    POST = "post"


class CaseReview(Record):
    """One stage of one case; all moments are UTC.

    `checklist` is as it was when the stage was handed in; `officers` everyone who handed it in, the last of whom
    answers for it; `returns` counts how often it was sent back, `missing` is what it lacked the last time, and
    `raised` whether that became an issue; `since` and `due_at` bound the decision that is awaited.
    """

    id: int
    year: int
    serial: int
    state: ReviewState
    case_code: str
    stage: Stage
    checklist: tuple[str, ...]
    officers: tuple[str, ...]
    returns: int
    since: datetime
    due_at: datetime | None
    first_by: str | None
    second_by: str | None
    sent_back_by: str | None
    missing: str | None
    raised: bool
    done_at: datetime | None

    @property
    def code(self) -> str:
        """The short code by which people call it, such as V005 (S18)."""
        return f"V{self.serial:03d}"

    @property
    def subject(self) -> str:
        """Its name in the audit, the outbox and the timers."""
        return f"case_review:{self.id}"

    @property
    def owner_id(self) -> str:
        """The case officer who answers for it."""
        return self.officers[-1]


_mine = case_reviews.c.station_id == STATION
_review = tuple(case_reviews.c[name] for name in CaseReview.model_fields)
_EMPTY: dict[str, Any] = dict.fromkeys(CaseReview.model_fields) | {
    "state": ReviewState.OPEN,
    "returns": 0,
    "raised": False,
}
del _EMPTY["id"]
_ADD = Query(
    lambda sql: (
        sql.insert(case_reviews)
        .values(station_id=STATION, **{name: arg(name) for name in _EMPTY})
        .on_conflict_do_nothing(index_elements=["station_id", "case_code", "stage"])
        .returning(*_review)
    )
)
_GET = Query(select(*_review).where(_mine, case_reviews.c.id == arg("row")))
_BY_SERIAL = Query(
    select(*_review)
    .where(_mine, case_reviews.c.serial == arg("number_in_year"))
    .order_by(case_reviews.c.year.desc())
    .limit(1)
)
_OF_CASE = Query(
    select(*_review).where(_mine, case_reviews.c.case_code == arg("of_case")).order_by(case_reviews.c.id)
)
_OPEN = Query(select(*_review).where(_mine, _open).order_by(case_reviews.c.due_at, case_reviews.c.id))
_CHANGING = CompareAndSet(case_reviews, CaseReview, "returns", "raised")


async def add(tx: Tx, **fields: Any) -> CaseReview | None:
    """Add a stage of a case with these fields, the others empty; None when that stage is there already."""
    return await tx.one(_ADD, CaseReview, **(_EMPTY | fields))


async def get(tx: Tx, review_id: int) -> CaseReview | None:
    """One review."""
    return await tx.one(_GET, CaseReview, row=review_id)


async def by_serial(tx: Tx, serial: int) -> CaseReview | None:
    """The review that a short code means: the newest year's with this serial number."""
    return await tx.one(_BY_SERIAL, CaseReview, number_in_year=serial)


async def of_case(tx: Tx, case_code: str) -> list[CaseReview]:
    """The stages of a case that were handed in, in their order."""
    return await tx.all(_OF_CASE, CaseReview, of_case=case_code)


async def under_way(tx: Tx) -> list[CaseReview]:
    """Everything that is not done, the nearest deadline first."""
    return await tx.all(_OPEN, CaseReview)


async def change(tx: Tx, review: CaseReview, to: ReviewState, **fields: Any) -> CaseReview | None:
    """Compare-and-set: from the state, and the number of returns, that `review` was read with to `to`, with `fields`.

    Returns it as it is now; None, and nothing changed, when somebody else was first.
    """
    return await _CHANGING.change(tx, review, to, **fields)
