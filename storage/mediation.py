"""The mediation centre's slots (矛盾纠纷调处中心, S3): one sheet to a slot."""

from datetime import datetime

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Text, delete, select

from storage.db import Tx, table
from storage.query import STATION, Id, Moment, Query, arg

slots = table(
    "mediation_slots",
    Column("starts_at", Moment, nullable=False),
    Column("sheet_id", Id, nullable=False),
    Column("booked_by", Text, nullable=False),
    PrimaryKeyConstraint("station_id", "starts_at"),
)
Index("ix_mediation_slots_sheet", slots.c.station_id, slots.c.sheet_id)

_mine = slots.c.station_id == STATION
_BOOK = Query(
    lambda sql: (
        sql.insert(slots)
        .values(station_id=STATION, starts_at=arg("slot"), sheet_id=arg("sheet"), booked_by=arg("by"))
        .on_conflict_do_nothing()
        .returning(slots.c.starts_at)
    )
)
_TAKEN = Query(
    select(slots.c.starts_at).where(
        _mine, slots.c.starts_at >= arg("first"), slots.c.starts_at <= arg("last")
    )
)
_OF = Query(select(slots.c.starts_at).where(_mine, slots.c.sheet_id == arg("sheet")))
_RELEASE = Query(delete(slots).where(_mine, slots.c.sheet_id == arg("sheet")))


async def book(tx: Tx, starts_at: datetime, sheet_id: int, by: str) -> bool:
    """Take a slot (UTC) for a sheet; False when it was taken: one of two who ask gets it."""
    return await tx.changed(_BOOK, slot=starts_at, sheet=sheet_id, by=by)


async def taken(tx: Tx, first: datetime, last: datetime) -> set[datetime]:
    """The slots that are taken between two moments."""
    return {row["starts_at"] for row in await tx.rows(_TAKEN, first=first, last=last)}


async def slot_of(tx: Tx, sheet_id: int) -> datetime | None:
    """The slot that a sheet has taken."""
    at: datetime | None = await tx.value(_OF, sheet=sheet_id)
    return at


async def release(tx: Tx, sheet_id: int) -> None:
    """Give a sheet's slot back."""
    await tx.run(_RELEASE, sheet=sheet_id)
