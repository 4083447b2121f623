"""PostgreSQL, through asyncpg and its pool."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import asyncpg

from storage.db import Database, Session
from storage.query import Compiled


class _PostgresSession(Session):
    database = "postgresql"

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def fetch(self, compiled: Compiled, values: list[Any]) -> Iterable[Any]:
        rows: Iterable[Any] = await self._connection.fetch(compiled.sql, *values)
        return rows

    async def run_many(self, compiled: Compiled, values: list[list[Any]]) -> None:
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
        return cls(await asyncpg.create_pool(url, min_size=1, max_size=10), now)

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[Session]:
        async with self._pool.acquire() as connection, connection.transaction():
            yield _PostgresSession(connection)

    async def close(self) -> None:
        """Give back every connection."""
        await self._pool.close()
