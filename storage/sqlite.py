"""SQLite: one connection that writes and checkpoints, durable commits, shared by turns that queue.

protocols: SQLite 3.7.0-3.51.2 can corrupt the log when two connections write or checkpoint at the
same instant, so exactly one connection of one process touches the file (see `storage/runlock.py`).
"""

import asyncio
import errno
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiosqlite

from storage import copies
from storage.db import Copied, Database, Session
from storage.query import Compiled

TURNS_PER_COMMIT = 20
"""Turns that were already waiting share one fsync; more would only add to everyone's wait."""


class _SqliteSession(Session):
    database = "sqlite"

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def fetch(self, compiled: Compiled, values: list[Any]) -> Iterable[Any]:
        return await self._connection.execute_fetchall(compiled.sql, values)

    async def run_many(self, compiled: Compiled, values: list[list[Any]]) -> None:
        async with await self._connection.executemany(compiled.sql, values):
            pass


class SqliteDatabase(Database):
    """One aiosqlite connection behind a lock that is held from BEGIN to COMMIT.

    Turns that wait for the lock when another ends join its transaction, each behind a savepoint,
    and one commit answers for all of them; none returns before that commit.
    """

    def __init__(self, connection: aiosqlite.Connection, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self._connection = connection
        self._one = _SqliteSession(connection)
        self._lock = asyncio.Lock()
        self._waiting = 0
        self._turns = 0
        self._commit: asyncio.Future[None] | None = None

    @classmethod
    async def open(cls, path: Path, now: Callable[[], datetime]) -> "SqliteDatabase":
        """Open the file (its folder must exist; the schema is `storage/migrate.py`'s business)."""
        connection = await aiosqlite.connect(path, isolation_level=None, cached_statements=512)
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "busy_timeout = 5000",
        ):
            async with connection.execute(f"PRAGMA {pragma}"):
                pass
        return cls(connection, now)

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[Session]:
        await self._enter()
        try:
            yield self._one
        except BaseException:
            await _finish(self._undo())
            raise
        await _finish(self._done())

    async def _enter(self) -> None:
        self._waiting += 1
        try:
            await self._lock.acquire()
        except asyncio.CancelledError:
            # Whoever ended before us may have left the commit to us: see to it that it happens.
            self._waiting -= 1
            await _finish(self._commit_what_is_open())
            raise
        self._waiting -= 1
        try:
            if self._commit is None:
                await self._run("BEGIN IMMEDIATE")
                self._commit = asyncio.get_running_loop().create_future()
            else:
                await self._run("SAVEPOINT turn")
        except BaseException:
            await _finish(self._undo())
            raise

    async def _done(self) -> None:
        """The turn has ended well: commit, or leave the commit to those who wait."""
        commit = self._commit
        assert commit is not None  # noqa: S101 - set when the transaction began
        if self._turns:
            await self._run("RELEASE turn")
        self._turns += 1
        await self._leave()
        await commit

    async def _undo(self) -> None:
        """The turn has failed: undo what it did and nothing else."""
        try:
            if self._turns:
                await self._run("ROLLBACK TO turn")
                await self._run("RELEASE turn")
            elif self._commit is not None or self._connection.in_transaction:
                await self._run("ROLLBACK")
                self._commit = None
        finally:
            await self._leave()

    async def _leave(self) -> None:
        try:
            if self._commit is not None and (not self._waiting or self._turns >= TURNS_PER_COMMIT):
                await self._commit_group()
        finally:
            self._lock.release()

    async def _commit_what_is_open(self) -> None:
        async with self._lock:
            if self._commit is not None and not self._waiting:
                await self._commit_group()

    async def _commit_group(self) -> None:
        commit, self._commit, self._turns = self._commit, None, 0
        assert commit is not None  # noqa: S101 - the callers look
        try:
            await self._run("COMMIT")
        except Exception as error:  # noqa: BLE001 - everyone who shares the commit is told
            if self._connection.in_transaction:
                await self._run("ROLLBACK")
            commit.set_exception(error)
            commit.exception()
        else:
            commit.set_result(None)

    async def _run(self, sql: str) -> None:
        await self._connection.execute_fetchall(sql)

    async def copy_to(self, folder: Path, station: str) -> Copied:
        """One file, written by the one connection while the turns wait (docs/backup.md says how long)."""
        path = folder / copies.FILE
        path.touch(mode=0o600)
        async with self._lock:
            if self._commit is not None:
                await self._commit_group()
            await _finish(self._vacuum_into(path))
        return await asyncio.to_thread(copies.examine, path, station)

    async def faults(self) -> list[str]:
        """What SQLite's own quick check finds."""
        async with self._lock:
            if self._commit is not None:
                await self._commit_group()
            found = await self._connection.execute_fetchall("PRAGMA quick_check(5)")
        return [said for (said,) in found if said != "ok"]

    async def _vacuum_into(self, path: Path) -> None:
        try:
            await self._connection.execute_fetchall("VACUUM INTO ?", (str(path),))
        except sqlite3.OperationalError as error:
            full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
            raise OSError(errno.ENOSPC if full else errno.EIO, str(error)) from error

    async def close(self) -> None:
        """Wait for the turn in hand, then close; the log is checkpointed by closing."""
        async with self._lock:
            await self._connection.close()


async def _finish(work: Any) -> None:
    """Do `work` to its end even when the task around it is cancelled meanwhile."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
