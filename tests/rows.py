"""What stands in the queues, for tests that look behind the scenes."""

from sqlalchemy import Table, select

from storage.db import Database, Rows
from storage.inbox import inbox
from storage.outbox import outbox
from storage.query import STATION as STATION_ARGUMENT
from storage.query import Query
from storage.timers import timers
from tests.conftest import STATION

_ALL = {
    table.name: Query(select(*table.c).where(table.c.station_id == STATION_ARGUMENT).order_by(table.c.id))
    for table in (inbox, outbox, timers)
}


async def rows(database: Database, table: Table) -> Rows:
    """Every row of a queue, oldest first."""
    async with database.transaction(STATION) as tx:
        return await tx.rows(_ALL[table.name])


async def states(database: Database, table: Table) -> list[str]:
    """The state of every row, oldest first."""
    return [row["state"] for row in await rows(database, table)]
