"""Serial numbers without gaps or doubles: a number is used by the transaction that draws it."""

from sqlalchemy import Column, PrimaryKeyConstraint, Text

from storage.db import Tx, table
from storage.query import STATION, Integer, Query, arg

counters = table(
    "counters",
    Column("name", Text, nullable=False),
    Column("value", Integer, nullable=False),
    PrimaryKeyConstraint("station_id", "name"),
)

_NEXT = Query(
    lambda sql: (
        sql.insert(counters)
        .values(station_id=STATION, name=arg("name"), value=1)
        .on_conflict_do_update(index_elements=["station_id", "name"], set_={"value": counters.c.value + 1})
        .returning(counters.c.value)
    )
)
_RAISE = Query(
    lambda sql: (
        sql.insert(counters)
        .values(station_id=STATION, name=arg("name"), value=arg("value"))
        .on_conflict_do_update(
            index_elements=["station_id", "name"],
            set_={"value": arg("value", Integer)},
            where=counters.c.value < arg("value", Integer),
        )
    )
)


async def draw(tx: Tx, name: str) -> int:
    """The next number of a sequence, from 1; the row stays locked until the transaction ends."""
    number: int = await tx.value(_NEXT, name=name)
    return number


async def raise_to(tx: Tx, name: str, value: int) -> None:
    """Numbers up to `value` are taken (records that were loaded from elsewhere)."""
    await tx.run(_RAISE, name=name, value=value)
