"""How often a person was spoken to on a day without having asked, and whether their digest was said on it."""

from sqlalchemy import Column, PrimaryKeyConstraint, Text, case

from storage.db import Tx, table
from storage.query import STATION, Integer, Query, arg

attention = table(
    "attention",
    Column("staff_id", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("told", Integer, nullable=False),
    Column("digest_on", Text),
    PrimaryKeyConstraint("station_id", "staff_id"),
)

_key = ["station_id", "staff_id"]
_COUNT = Query(
    lambda sql: (
        sql.insert(attention)
        .values(station_id=STATION, staff_id=arg("staff"), day=arg("day"), told=1)
        .on_conflict_do_update(
            index_elements=_key,
            set_={
                "told": case((attention.c.day == arg("day", Text()), attention.c.told + 1), else_=1),
                "day": arg("day", Text()),
            },
        )
        .returning(attention.c.told)
    )
)
_DIGEST = Query(
    lambda sql: (
        sql.insert(attention)
        .values(station_id=STATION, staff_id=arg("staff"), day=arg("day"), told=0, digest_on=arg("day"))
        .on_conflict_do_update(
            index_elements=_key,
            set_={"digest_on": arg("day", Text())},
            where=attention.c.digest_on.is_distinct_from(arg("day", Text())),
        )
        .returning(attention.c.staff_id)
    )
)


async def told(tx: Tx, staff_id: str, day: str) -> int:
    """Count one more notice to a person on a day (2023-04-24, the station's); which of the day's it is, from 1."""
    number: int = await tx.value(_COUNT, staff=staff_id, day=day)
    return number


async def first_digest(tx: Tx, staff_id: str, day: str) -> bool:
    """Claim a person's digest of a day; False when it was said already."""
    return await tx.changed(_DIGEST, staff=staff_id, day=day)
