"""SQLite: one connection that writes and checkpoints, durable commits, shared by turns that queue.

protocols: SQLite 3.7.0-3.51.2 can corrupt the log when two connections write or checkpoint at the
same instant, so exactly one connection of one process touches the file (see `storage/runlock.py`).

A statement that touches a few rows takes some 10 µs, the way to another thread and back takes 70: such
statements run where they are, and what turns out to be longer goes to the connection's thread
(docs/decisions/0023-statements-where-they-are.md).
"""

import asyncio
import errno
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from storage import copies
from storage.db import Copied, Database, Session
from storage.query import Compiled

T = TypeVar("T")

TURNS_PER_COMMIT = 20
"""Turns that were already waiting share one fsync; more would only add to everyone's wait."""
STRIDE = 1000
"""SQLite's own instructions (some 20 ns each) after which a statement is looked at."""
SHORT = 50
"""Strides that a statement may take where it is: about a millisecond."""
BREATH = 50
"""Statements after which a turn lets the others go on."""
FEW = 20
"""Rows that may be written at once where they are."""


class _SqliteSession(Session):
    """The connection of every turn: short statements are run here, long ones in the connection's thread.

    Nobody else touches the connection meanwhile: a session is used by the one turn that holds the lock.
    """

    database = "sqlite"

    def __init__(self, connection: aiosqlite.Connection, here: sqlite3.Connection) -> None:
        self._connection = connection
        self._here = here
        self._long: set[str] = set()
        self._strides = 0
        self._may_be_cut = False
        self._since_breath = 0
        here.set_progress_handler(self._stride, STRIDE)

    def _stride(self) -> bool:
        self._strides += 1
        return self._may_be_cut and self._strides > SHORT

    async def fetch(self, compiled: Compiled, values: list[Any]) -> Iterable[Any]:
        if compiled.sql not in self._long:
            await self._breathe()
            found = self._fetch_here(compiled, values)
            if found is not None:
                return found
        return await _finish(self._connection.execute_fetchall(compiled.sql, values))

    def _fetch_here(self, compiled: Compiled, values: list[Any]) -> list[Any] | None:
        """What a statement returns, or None if it takes too long to be waited for here.

        One that writes is not cut short, since that would undo the whole transaction: it is long the next time.
        """
        self._strides, self._may_be_cut = 0, compiled.reads
        try:
            return self._here.execute(compiled.sql, values).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            return None
        finally:
            self._may_be_cut = False
            if self._strides > SHORT:
                self._long.add(compiled.sql)

    async def run_many(self, compiled: Compiled, values: list[list[Any]]) -> None:
        if len(values) > FEW:
            cursor = await _finish(self._connection.executemany(compiled.sql, values))
            await _finish(cursor.close())
            return
        await self._breathe()
        self._here.executemany(compiled.sql, values)

    def mark(self, sql: str) -> None:
        """The begin of a transaction or a savepoint, which touch no row and no disk."""
        self._here.execute(sql)

    async def _breathe(self) -> None:
        self._since_breath += 1
        if self._since_breath >= BREATH:
            self._since_breath = 0
            await asyncio.sleep(0)


class SqliteDatabase(Database):
    """One aiosqlite connection behind a lock that is held from BEGIN to COMMIT.

    Turns that wait for the lock when another ends join its transaction, each behind a savepoint,
    and one commit answers for all of them; none returns before that commit.
    """

    def __init__(
        self, connection: aiosqlite.Connection, here: sqlite3.Connection, now: Callable[[], datetime]
    ) -> None:
        super().__init__(now)
        self._connection = connection
        self._one = _SqliteSession(connection, here)
        self._lock = asyncio.Lock()
        self._waiting = 0
        self._turns = 0
        self._commit: asyncio.Future[None] | None = None

    @classmethod
    async def open(cls, path: Path, now: Callable[[], datetime]) -> "SqliteDatabase":
        """Open the file (its folder must exist; the schema is `storage/migrate.py`'s business)."""
        made: list[sqlite3.Connection] = []

        def connect() -> sqlite3.Connection:
            # not bound to aiosqlite's thread: the lock sees to it that one thread uses it at a time
            made.append(
                sqlite3.connect(path, isolation_level=None, cached_statements=512, check_same_thread=False)
            )
            return made[0]

        connection = await aiosqlite.Connection(connect, iter_chunk_size=64)
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "busy_timeout = 5000",
        ):
            async with connection.execute(f"PRAGMA {pragma}"):
                pass
        return cls(connection, made[0], now)

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
                self._one.mark("SAVEPOINT turn")
        except BaseException:
            await _finish(self._undo())
            raise

    async def _done(self) -> None:
        """The turn has ended well: commit, or leave the commit to those who wait."""
        commit = self._commit
        assert commit is not None  # noqa: S101 - set when the transaction began
        if self._turns:
            self._one.mark("RELEASE turn")
        self._turns += 1
        await self._leave()
        await commit

    async def _undo(self) -> None:
        """The turn has failed: undo what it did and nothing else."""
        try:
            if self._turns:
                self._one.mark("ROLLBACK TO turn")
                self._one.mark("RELEASE turn")
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
        await _finish(self._connection.execute_fetchall(sql))

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


async def _finish(work: Awaitable[T]) -> T:
    """Do `work` to its end even when the task around it is cancelled meanwhile: nothing runs on unseen."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
