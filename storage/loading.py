"""Loads a copy of a station's records (`Database.copy_to`): all of it, brought up to date, or nothing.

The copy is loaded beside what is there, migrated and worked on, and takes its place in one step: by a
rename on SQLite, by one transaction on PostgreSQL.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, MetaData, Table, create_engine, delete, func, insert, select, text
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.types import Text

from storage.copies import FILE, TABLES
from storage.db import Tx
from storage.files import copy, fsync, link
from storage.migrate import LOCK, async_url, migrate, upgrade
from storage.postgres import PostgresSession
from storage.query import Json, Moment
from storage.revisions import SQLITE
from storage.schema import metadata
from storage.sqlite import SqliteDatabase

SKIPPED_IDS = 10_000
"""Ids go on so much higher: a button of what was made after the copy must not meet something else."""

_STAGING = "dudao_restore"
Now = Callable[[], datetime]


class OccupiedError(Exception):
    """There are records already where a copy is to be loaded."""


class ForeignError(Exception):
    """Other stations' rows in this database bear the ids of the copy's."""


class Loading(NamedTuple):
    """What is loaded and not yet in its place; `aside` is where the records go that it replaces (SQLite)."""

    tx: Tx
    aside: Path | None


def loading(
    url: str, folder: Path, station: str, revision: str, now: Now, *, replace: bool
) -> AbstractAsyncContextManager[Loading]:
    """Load the copy in `folder`, made at schema `revision`; in its place when the block ends well.

    Raises OccupiedError unless `replace`, ForeignError, OSError; then everything is as it was before.
    The caller holds the run lock, and has seen that the copy is whole.
    """
    if url.startswith(SQLITE):
        path = Path(url.removeprefix(SQLITE))
        if not path.exists():
            return _sqlite(path, folder, station, now, None)
        if not replace:
            raise OccupiedError
        aside = path.with_name(f"{path.name}.replaced-{now():%Y%m%dT%H%M%S}")
        return _sqlite(path, folder, station, now, aside)
    return _postgres(url, folder, station, revision, now, replace=replace)


@asynccontextmanager
async def _sqlite(
    path: Path, folder: Path, station: str, now: Now, aside: Path | None
) -> AsyncIterator[Loading]:
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f".{path.name}.restoring")
    try:
        _remove(staged)
        await asyncio.to_thread(copy, folder / FILE, staged)
        await migrate(f"{SQLITE}{staged}")
        await asyncio.to_thread(_skip_ids_in_file, staged)
        database = await SqliteDatabase.open(staged, now)
        try:
            async with database.transaction(station) as tx:
                yield Loading(tx, aside)
        finally:
            await database.close()
        await asyncio.to_thread(_put_in_place, staged, path, aside)
    finally:
        _remove(staged)


def _put_in_place(staged: Path, path: Path, aside: Path | None) -> None:
    fsync(staged)
    if aside:
        _set_aside(path, aside)
    staged.replace(path)
    fsync(path.parent)


def _set_aside(path: Path, aside: Path) -> None:
    """Give the old file and its log second names; write the log back, for the new file must not meet it."""
    (_, log, index), (_, log_aside, _) = _files(path), _files(aside)
    link(path, aside)
    if log.exists():
        link(log, log_aside)
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path)) as connection:  # it may be broken
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    log.unlink(missing_ok=True)
    index.unlink(missing_ok=True)
    if log_aside.exists() and not log_aside.stat().st_size:
        log_aside.unlink()


def _files(path: Path) -> Iterator[Path]:
    """A database's file, then those of its log."""
    return (path.with_name(f"{path.name}{suffix}") for suffix in ("", "-wal", "-shm"))


def _remove(path: Path) -> None:
    for file in _files(path):
        file.unlink(missing_ok=True)


def _skip_ids_in_file(path: Path) -> None:
    """SQLite goes on from the highest id that a table holds: let that be one of no station."""
    engine = create_engine(f"{SQLITE}{path}", poolclass=NullPool)
    with engine.begin() as connection:
        for table in _counted():
            highest = connection.scalar(select(func.max(table.c.id))) or 0
            row = {column.name: _nothing(column, highest) for column in table.c if not column.nullable}
            connection.execute(insert(table).values(row | {"station_id": "", "id": highest + SKIPPED_IDS}))


def _nothing(column: Column[Any], number: int) -> Any:
    if isinstance(column.type, Json):
        return {}
    if isinstance(column.type, Moment):
        return datetime.fromtimestamp(0, UTC)
    return f"ids skipped at {number}" if isinstance(column.type, Text) else 0


def _counted() -> Iterator[Table]:
    """The tables whose rows are numbered by the database."""
    return (table for table in metadata.sorted_tables if "id" in table.c and table.c.id.identity)


@asynccontextmanager
async def _postgres(
    url: str, folder: Path, station: str, revision: str, now: Now, *, replace: bool
) -> AsyncIterator[Loading]:
    await migrate(url)
    engine = create_async_engine(async_url(url), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
            if not replace and await connection.run_sync(_has_records, station):
                raise OccupiedError
            await _stage(connection, folder, revision)
            await connection.run_sync(_move_in, station)
            raw = (await connection.get_raw_connection()).driver_connection
            yield Loading(Tx(PostgresSession(raw), station, now()), None)
    finally:
        await engine.dispose()


async def _stage(connection: AsyncConnection, folder: Path, revision: str) -> None:
    """Load the files into a schema of their own, as it was when they were written; migrate it up."""
    await connection.execute(text(f"CREATE SCHEMA {_STAGING}"))
    await connection.execute(text(f"SET LOCAL search_path TO {_STAGING}"))
    await connection.run_sync(upgrade, revision)
    raw: Any = (await connection.get_raw_connection()).driver_connection
    for path in sorted((folder / TABLES).glob("*.csv")):
        with path.open(encoding="utf-8") as file:
            columns = file.readline().strip().split(",")
        await raw.copy_to_table(
            path.stem, schema_name=_STAGING, columns=columns, source=path, format="csv", header=True
        )
    await connection.run_sync(upgrade, "head")
    await connection.execute(text("SET LOCAL search_path TO DEFAULT"))


def _move_in(connection: Connection, station: str) -> None:
    """Replace the station's rows by those of the staging schema, which goes; ids go on from above both."""
    staging = MetaData(schema=_STAGING)
    try:
        for table in metadata.sorted_tables:
            names = [column.name for column in table.columns]
            staged = table.to_metadata(staging)
            connection.execute(delete(table).where(table.c.station_id == station))
            rows = select(*(staged.c[name] for name in names)).where(staged.c.station_id == station)
            connection.execute(insert(table).from_select(names, rows))
    except IntegrityError:
        raise ForeignError from None
    for table in _counted():
        sequence = sql_cast(func.pg_get_serial_sequence(table.name, "id"), REGCLASS)
        highest = connection.scalar(select(func.max(table.c.id))) or 0
        reached = connection.scalar(select(func.pg_sequence_last_value(sequence))) or 0
        connection.execute(select(func.setval(sequence, max(highest, reached) + SKIPPED_IDS)))
    connection.execute(text(f"DROP SCHEMA {_STAGING} CASCADE"))


def _has_records(connection: Connection, station: str) -> bool:
    """Whether there is more of the station than its name, which every start writes."""
    return any(
        connection.scalar(select(func.count()).select_from(table).where(table.c.station_id == station))
        for table in metadata.sorted_tables
        if table.name != "stations"
    )
