"""Who did what, when, to what, through which message (留痕); rows are only ever added."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Identity, Index, Text, select

from storage.db import Tx, table
from storage.query import STATION, Id, Json, Moment, Query, arg
from storage.records import Record

audit = table(
    "audit",
    Column("id", Id, Identity(), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Json, nullable=False),
    Column("message", Text),
)
Index("ix_audit_subject", audit.c.station_id, audit.c.subject, audit.c.id)


class Entry(Record):
    """One thing done: by a staff id (or "system"), to a subject such as "sheet:17"."""

    at: datetime
    actor: str
    action: str
    subject: str
    detail: dict[str, Any]


_ADD = Query(
    lambda sql: sql.insert(audit).values(
        station_id=STATION,
        at=arg("at"),
        actor=arg("actor"),
        action=arg("action"),
        subject=arg("subject"),
        detail=arg("detail"),
        message=arg("message"),
    )
)
_OF = Query(
    select(audit.c.at, audit.c.actor, audit.c.action, audit.c.subject, audit.c.detail)
    .where(audit.c.station_id == STATION, audit.c.subject == arg("subject"))
    .order_by(audit.c.at, audit.c.id)
)


async def add(
    tx: Tx,
    actor: str,
    action: str,
    subject: str,
    *,
    at: datetime | None = None,
    message: str | None = None,
    **detail: Any,
) -> None:
    """Record that `actor` did `action` to `subject`, in the transaction that does it.

    `at` is for facts that are loaded from elsewhere, `message` the provider's id of the message
    through which it was done.
    """
    await tx.run(
        _ADD, at=at or tx.now, actor=actor, action=action, subject=subject, detail=detail, message=message
    )


async def of(tx: Tx, subject: str) -> list[Entry]:
    """Everything done to a subject, oldest first."""
    return await tx.all(_OF, Entry, subject=subject)
