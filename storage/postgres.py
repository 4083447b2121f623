"""PostgreSQL, through asyncpg and its pool."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg

from storage import copies
from storage.db import Copied, Database, Session
from storage.query import Compiled


class PostgresSession(Session):
    """Inside a transaction of an asyncpg connection."""

    database = "postgresql"

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def fetch(self, compiled: Compiled, values: list[Any]) -> Iterable[Any]:
        """Run a statement and give back the rows that it returns."""
        rows: Iterable[Any] = await self._connection.fetch(compiled.sql, *values)
        return rows

    async def run_many(self, compiled: Compiled, values: list[list[Any]]) -> None:
        """Run a statement that returns nothing, once for each list of values."""
        await self._connection.executemany(compiled.sql, values)


class PostgresDatabase(Database):
    """A pool; each unit of work has a connection and a transaction (read committed) of its own.

    What must not interleave is held by compare-and-set and by the row locks of counters, so that
    turns of different chats run side by side.
    """

    def __init__(self, pool: Any, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self._pool = pool

    @classmethod
    async def open(cls, url: str, now: Callable[[], datetime]) -> "PostgresDatabase":
        """Connect to `postgresql://…`."""
        return cls(await asyncpg.create_pool(url, min_size=1, max_size=10, statement_cache_size=1000), now)

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[Session]:
        async with self._pool.acquire() as connection, connection.transaction():
            yield PostgresSession(connection)

    async def copy_to(self, folder: Path, station: str) -> Copied:
        """A table a file, all of one snapshot; nobody waits. `pg_dump` need not be installed."""
        async with (
            self._pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            return await copies.write_tables(connection, folder, station)

    async def faults(self) -> list[str]:
        """None that we could find: the server looks after its own files."""
        return []

    async def close(self) -> None:
        """Give back every connection."""
        await self._pool.close()
