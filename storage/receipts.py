"""Who is to say 收到 to what was said to many, and who has: a row for each person, whatever accounts they have."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import Column, PrimaryKeyConstraint, Text, case, exists, func, select, update

from storage.addresses import accounts_of, is_reachable
from storage.db import Tx, partial_index, table
from storage.people import people
from storage.query import NOW, STATION, Integer, Moment, Query, arg, literal
from storage.records import Record

receipts = table(
    "receipts",
    Column("batch", Text, nullable=False),
    Column("staff_id", Text, nullable=False),
    Column("received_at", Moment),
    PrimaryKeyConstraint("station_id", "batch", "staff_id"),
)
is_silent = receipts.c.received_at.is_(None)
partial_index("ix_receipts_silent", is_silent, receipts.c.station_id, receipts.c.batch, receipts.c.staff_id)


class Receipt(Record):
    """A person who was told, and when (UTC) they said 收到; if nothing reaches them, `reach` says why."""

    staff_id: str
    name: str
    received_at: datetime | None = None
    reach: Literal["", "unbound", "unreachable"] = ""


class Receipts(NamedTuple):
    """How many have said 收到, of how many."""

    received: int
    of: int


in_batch = (receipts.c.station_id == STATION, receipts.c.batch == arg("batch"))
_this = receipts.c.staff_id == arg("staff")
_account = accounts_of(receipts)
_reach = case(
    (exists().where(*_account, is_reachable), literal("")),
    (exists().where(*_account), literal("unreachable")),
    else_=literal("unbound"),
).label("reach")
_receipt = select(receipts.c.staff_id, receipts.c.received_at, people.c.name, _reach).join(
    people, (people.c.station_id == receipts.c.station_id) & (people.c.staff_id == receipts.c.staff_id)
)
_GET = Query(_receipt.where(*in_batch, _this))
_COUNT = Query(
    select(func.count(receipts.c.received_at).label("received"), func.count().label("of")).where(*in_batch)
)
_RECEIVE = Query(
    update(receipts).where(*in_batch, _this, is_silent).values(received_at=NOW).returning(receipts.c.staff_id)
)
_page = _receipt.where(*in_batch, receipts.c.staff_id > arg("after")).order_by(receipts.c.staff_id)
_SILENT = Query(_page.where(is_silent).limit(arg("most", Integer)))
_RECEIVED = Query(_page.where(~is_silent).limit(arg("most", Integer)))


async def get(tx: Tx, batch: str, staff_id: str) -> Receipt | None:
    """A person's receipt; None for whoever was not told."""
    return await tx.one(_GET, Receipt, batch=batch, staff=staff_id)


async def receive(tx: Tx, batch: str, staff_id: str) -> bool:
    """A person has said 收到; False when they had before, or were not told."""
    return await tx.changed(_RECEIVE, batch=batch, staff=staff_id)


async def count(tx: Tx, batch: str) -> Receipts:
    """How many have said 收到, of how many."""
    (row,) = await tx.rows(_COUNT, batch=batch)
    return Receipts(**row)


async def silent(tx: Tx, batch: str, after: str, most: int) -> Sequence[Receipt]:
    """The next `most` of those who have not said 收到, behind the staff id `after`."""
    return await tx.all(_SILENT, Receipt, batch=batch, after=after, most=most)


async def received(tx: Tx, batch: str, after: str, most: int) -> Sequence[Receipt]:
    """The next `most` of those who have said 收到, behind the staff id `after`."""
    return await tx.all(_RECEIVED, Receipt, batch=batch, after=after, most=most)
