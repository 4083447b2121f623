"""Backups in tests: making and restoring them, and all that a database knows of a station."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.backup.contents import Backup, quietly
from bot.backup.making import make
from bot.backup.restoring import Restored, restore
from bot.clock import Clock
from bot.config import Config
from storage.db import Database, Rows
from storage.opening import open_database
from storage.query import STATION as STATION_ARGUMENT
from storage.query import Query
from storage.schema import metadata
from tests.conftest import STATION
from tests.scenario import Station

ZONE = ZoneInfo("Asia/Shanghai")
_EVERYTHING = {
    table.name: Query(select(*table.c).where(table.c.station_id == STATION_ARGUMENT))
    for table in metadata.sorted_tables
}
Everything = dict[str, Rows]


async def everything(database: Database) -> Everything:
    """Every row of the station, in an order of its own."""
    async with database.transaction(STATION) as tx:
        found = {name: await tx.rows(query) for name, query in _EVERYTHING.items()}
    return {name: sorted(each, key=repr) for name, each in found.items()}


async def back_up(station: Station, folder: Path, **options: Any) -> Backup:
    return await make(
        station.database, STATION, station.store, folder, time_zone=ZONE, tell=quietly, **options
    )


async def bring_back(backup: Backup, config: Config, clock: Clock, *, replace: bool = False) -> Restored:
    return await restore(backup, config, clock, replace=replace, tell=quietly)


@asynccontextmanager
async def opened(config: Config, clock: Clock) -> AsyncIterator[Database]:
    database = await open_database(config.storage.url.get_secret_value(), clock.now)
    try:
        yield database
    finally:
        await database.close()
