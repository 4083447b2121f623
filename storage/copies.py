"""What a copy of a station's records looks like: SQLite's is one file, PostgreSQL's is a CSV file a table.

Why they differ, and why a copy from PostgreSQL holds one station only: docs/decisions/0021-backup.md.
"""

import asyncio
import errno
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, func, select, text
from sqlalchemy.pool import NullPool

from storage.db import Copied
from storage.files import fsync
from storage.schema import metadata, photos

FILE = "database.sqlite3"
TABLES = "tables"


def examine(path: Path, station: str) -> Copied:
    """See that a copied SQLite file is whole, and what it holds; raises OSError when it is not."""
    fsync(path)
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.connect() as connection:
        if (found := connection.scalar(text("PRAGMA quick_check"))) != "ok":
            raise OSError(errno.EIO, f"{path.name}: {found}")
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        rows = {
            table.name: connection.scalar(
                select(func.count()).select_from(table).where(table.c.station_id == station)
            )
            or 0
            for table in metadata.sorted_tables
        }
        named = connection.scalars(
            select(photos.photos.c.sha256).where(photos.photos.c.station_id == station).order_by("sha256")
        )
        return Copied("sqlite", str(revision), rows, tuple(named))


async def write_tables(connection: Any, folder: Path, station: str) -> Copied:
    """Write a station's rows from an asyncpg connection, which is inside a transaction of one snapshot."""
    into = folder / TABLES
    into.mkdir(mode=0o700)
    rows: dict[str, int] = {}
    for table in metadata.sorted_tables:
        path = into / f"{table.name}.csv"
        path.touch(mode=0o600)
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        query = f'SELECT {columns} FROM "{table.name}" WHERE station_id = $1'  # noqa: S608 - our own names
        done = await connection.copy_from_query(query, station, output=path, format="csv", header=True)
        rows[table.name] = int(done.removeprefix("COPY "))
        await asyncio.to_thread(fsync, path)
    await asyncio.to_thread(fsync, into)
    revision = await connection.fetchval("SELECT version_num FROM alembic_version")
    named = await connection.fetch("SELECT sha256 FROM photos WHERE station_id = $1 ORDER BY sha256", station)
    return Copied("postgresql", revision, rows, tuple(row["sha256"] for row in named))
