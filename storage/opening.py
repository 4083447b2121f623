"""Open whichever database a URL names, its schema brought up to date first."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from storage.db import Database
from storage.postgres import PostgresDatabase
from storage.revisions import SQLITE, current, newest
from storage.sqlite import SqliteDatabase


async def open_database(url: str, now: Callable[[], datetime]) -> Database:
    """Migrate and open `sqlite:///path` or `postgresql://…`; `now` is the clock's reading (UTC).

    Close it when done. The caller holds the run lock (`storage/runlock.py`).
    """
    if url.startswith(SQLITE):
        path = Path(url.removeprefix(SQLITE))
        path.parent.mkdir(parents=True, exist_ok=True)
        await _bring_up_to_date(url)
        return await SqliteDatabase.open(path, now)
    await _bring_up_to_date(url)
    return await PostgresDatabase.open(url, now)


async def _bring_up_to_date(url: str) -> None:
    if await current(url) != newest():
        # Alembic and the engine take 250 ms and 20 MiB to load: most starts do without
        from storage.migrate import migrate  # noqa: PLC0415

        await migrate(url)
