"""Something asked of whoever decides it: an extension, a transfer; open until it is decided (S2).

Silence never decides: a request stays open until somebody answers it, or what it asks about has moved on.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Identity, Index, Text, select, update

from storage.db import Tx, partial_index, table
from storage.query import NOW, STATION, Id, Json, Moment, Query, arg, literal
from storage.records import Record

requests = table(
    "requests",
    Column("id", Id, Identity(), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("details", Json, nullable=False),
    Column("state", Text, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", Moment),
    Column("verdict", Json),
)
_open = requests.c.state == literal("open")
partial_index(
    "uq_requests_open", _open, requests.c.station_id, requests.c.kind, requests.c.subject, unique=True
)
Index("ix_requests_subject", requests.c.station_id, requests.c.subject)


class RequestState(StrEnum):
    """Open until it is granted or refused, or lapses because its subject has moved on."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"


class Request(Record):
    """One request: its kind ("sheet.extend"), what about ("sheet:17"), by whom, and what came of it.

    `details` is what was asked for, `verdict` what was granted; both are as the kind defines them.
    """

    id: int
    kind: str
    subject: str
    asked_by: str
    asked_at: datetime
    details: dict[str, Any]
    state: RequestState
    decided_by: str | None
    decided_at: datetime | None
    verdict: dict[str, Any] | None


_mine = requests.c.station_id == STATION
_row = requests.c.id == arg("row")
_request = tuple(requests.c[name] for name in Request.model_fields)
_ASK = Query(
    lambda sql: (
        sql.insert(requests)
        .values(
            station_id=STATION,
            kind=arg("kind"),
            subject=arg("subject"),
            asked_by=arg("by"),
            asked_at=NOW,
            details=arg("details"),
            state=RequestState.OPEN,
        )
        .on_conflict_do_nothing()
        .returning(*_request)
    )
)
_GET = Query(select(*_request).where(_mine, _row))
_OF = Query(
    select(*_request)
    .where(_mine, requests.c.subject == arg("subject"), requests.c.kind == arg("kind"))
    .order_by(requests.c.id)
)
_OPEN = Query(select(*_request).where(_mine, _open, requests.c.kind == arg("kind")).order_by(requests.c.id))
_DECIDE = Query(
    update(requests)
    .where(_mine, _row, _open)
    .values(state=arg("state_now"), decided_by=arg("by"), decided_at=NOW, verdict=arg("decision"))
    .returning(*_request)
)
_LAPSE = Query(
    update(requests)
    .where(_mine, _open, requests.c.subject == arg("subject"))
    .values(state=RequestState.LAPSED, decided_at=NOW)
)


async def ask(tx: Tx, kind: str, subject: str, by: str, details: dict[str, Any]) -> Request | None:
    """Ask for something; None when the same is being asked for already."""
    return await tx.one(_ASK, Request, kind=kind, subject=subject, by=by, details=details)


async def get(tx: Tx, request_id: int) -> Request | None:
    """One request."""
    return await tx.one(_GET, Request, row=request_id)


async def of(tx: Tx, kind: str, subject: str) -> list[Request]:
    """Every request of a kind about a subject, oldest first."""
    return await tx.all(_OF, Request, kind=kind, subject=subject)


async def waiting(tx: Tx, kind: str) -> list[Request]:
    """The open requests of a kind, the longest waiting first."""
    return await tx.all(_OPEN, Request, kind=kind)


async def decide(
    tx: Tx, request_id: int, state: RequestState, by: str, verdict: dict[str, Any] | None = None
) -> Request | None:
    """Grant or refuse; None when it is no longer open: one of two who decide does."""
    return await tx.one(_DECIDE, Request, row=request_id, state_now=state, by=by, decision=verdict)


async def lapse(tx: Tx, subject: str) -> None:
    """What is still asked about a subject is asked no more."""
    await tx.run(_LAPSE, subject=subject)
