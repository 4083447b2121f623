"""Open whichever database a URL names, its schema brought up to date first."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from storage.db import Database
from storage.migrate import migrate
from storage.postgres import PostgresDatabase
from storage.sqlite import SqliteDatabase

SQLITE = "sqlite:///"


async def open_database(url: str, now: Callable[[], datetime]) -> Database:
    """Migrate and open `sqlite:///path` or `postgresql://…`; `now` is the clock's reading (UTC).

    Close it when done. The caller holds the run lock (`storage/runlock.py`).
    """
    if url.startswith(SQLITE):
        path = Path(url.removeprefix(SQLITE))
        path.parent.mkdir(parents=True, exist_ok=True)
        await migrate(url)
        return await SqliteDatabase.open(path, now)
    await migrate(url)
    return await PostgresDatabase.open(url, now)
