"""SQLite without a thread and a disk in between: the walk undoes all that it does, and needs neither."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from storage.db import Copied, Database, Session
from storage.query import Compiled


class _DirectSession(Session):
    database = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def fetch(self, compiled: Compiled, values: list[Any]) -> Iterable[Any]:
        return self._connection.execute(compiled.sql, values).fetchall()

    async def run_many(self, compiled: Compiled, values: list[list[Any]]) -> None:
        self._connection.executemany(compiled.sql, values)


class DirectDatabase(Database):
    """A copy of an empty database, in memory."""

    def __init__(self, empty: Path, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self._connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=512)
        with sqlite3.connect(empty) as source:
            source.backup(self._connection)
        source.close()

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[Session]:
        self._connection.execute("BEGIN")
        try:
            yield _DirectSession(self._connection)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    async def copy_to(self, folder: Path, station: str) -> Copied:
        raise NotImplementedError

    async def faults(self) -> list[str]:
        raise NotImplementedError

    async def close(self) -> None:
        self._connection.close()
