"""The unit of work, and what the two databases have in common."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Column, ColumnElement, Index, MetaData, Table, Text
from sqlalchemy.schema import SchemaItem

from storage.query import Compiled, Query
from storage.records import Record

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name: str, *parts: SchemaItem, with_rowid: bool = True) -> Table:
    """A table of one station's rows: strict on SQLite, its first column the station.

    Without a row id a table of nothing but its key is kept once on SQLite, not twice.
    """
    station = Column("station_id", Text, nullable=False)
    return Table(name, metadata, station, *parts, sqlite_strict=True, sqlite_with_rowid=with_rowid)


def partial_index(
    name: str, where: ColumnElement[bool], *columns: ColumnElement[Any], unique: bool = False
) -> Index:
    """An index of only the rows `where` something holds; both databases use it for statements that say so."""
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


R = TypeVar("R", bound=Record)
M = TypeVar("M")
Row = Mapping[str, Any]
Rows = Sequence[Row]
FEW, MANY = 50, 200
"""Rows of an answer that is kept, and answers: a turn asks for little, an export for all there is."""


class Session(ABC):
    """One connection inside one transaction of one database."""

    database: str

    @abstractmethod
    async def fetch(self, compiled: Compiled, values: list[Any]) -> Iterable[Any]:
        """Run a statement and give back the rows that it returns."""

    @abstractmethod
    async def run_many(self, compiled: Compiled, values: list[list[Any]]) -> None:
        """Run a statement that returns nothing, once for each list of values."""


def _as_it_is(row: Row) -> Row:
    return row


class _Seen(NamedTuple):
    """What was read, and from which tables."""

    tables: frozenset[str]
    rows: Sequence[Any]


class Tx:
    """A unit of work: one transaction, one station, one reading of the clock.

    Every statement that names the station or the present moment gets them from here, so that no
    query can reach another station's rows and everything in a turn happens at one time.
    """

    def __init__(self, session: Session, station: str, now: datetime) -> None:
        self.station = station
        self.now = now
        self.wakes: dict[str, set[str]] = {}
        self._session = session
        self._bound = {"station": station, "now": now}
        self._seen: dict[tuple[Query, Callable[[Row], Any], tuple[Any, ...]], _Seen] = {}

    async def rows(self, query: Query, **params: Any) -> Rows:
        """Every returned row, by column; what was read before is not asked for again until its table is written."""
        return await self._ask(query, _as_it_is, params)

    async def _ask(self, query: Query, make: Callable[[Row], M], params: dict[str, Any]) -> Sequence[M]:
        compiled = query.on(self._session.database)
        values = compiled.bind(params | self._bound)
        if not compiled.reads:
            self._forget(compiled.tables)
            return await self._fetch(compiled, make, values)
        key = query, make, tuple(values)
        if seen := self._seen.get(key):
            return seen.rows
        made = await self._fetch(compiled, make, values)
        if len(made) <= FEW and len(self._seen) < MANY:
            self._seen[key] = _Seen(compiled.tables, made)
        return made

    async def _fetch(self, compiled: Compiled, make: Callable[[Row], M], values: list[Any]) -> Sequence[M]:
        found = await self._session.fetch(compiled, values)
        # PostgreSQL's dialect lets an INSERT return its key unasked; we read what the statement names.
        return [make(compiled.read(row)) for row in found] if compiled.columns else ()

    def _forget(self, written: frozenset[str]) -> None:
        for key in [key for key, seen in self._seen.items() if not written.isdisjoint(seen.tables)]:
            del self._seen[key]

    async def all(self, query: Query, record: type[R], **params: Any) -> list[R]:
        """Every returned row, as a record."""
        return list(await self._ask(query, record.model_validate, params))

    async def one(self, query: Query, record: type[R], **params: Any) -> R | None:
        """The first returned row as a record, or None."""
        found = await self._ask(query, record.model_validate, params)
        return found[0] if found else None

    async def value(self, query: Query, **params: Any) -> Any:
        """The first column of the first returned row, or None."""
        rows = await self.rows(query, **params)
        return next(iter(rows[0].values())) if rows else None

    async def changed(self, query: Query, **params: Any) -> bool:
        """Whether a compare-and-set (an UPDATE … RETURNING) found its row in the expected state."""
        return bool(await self.rows(query, **params))

    async def run(self, query: Query, **params: Any) -> None:
        """Run a statement whose outcome is not asked for."""
        await self.rows(query, **params)

    async def run_many(self, query: Query, each: Iterable[dict[str, Any]]) -> None:
        """Run a statement that returns nothing once for each dict of parameters, in one call."""
        compiled = query.on(self._session.database)
        values = [compiled.bind(params | self._bound) for params in each]
        if values:
            self._forget(compiled.tables)
            await self._session.run_many(compiled, values)

    def wake(self, topic: str, key: str = "") -> None:
        """Once this transaction is committed, tell who listens to `topic` that `key` has work."""
        self.wakes.setdefault(topic, set()).add(key)


class Copied(NamedTuple):
    """What a copy of a station's records holds, all of one moment: rows by table, pictures by sum."""

    database: str
    revision: str
    rows: dict[str, int]
    photos: tuple[str, ...]


class Database(ABC):
    """A database that is open: gives transactions, and wakes loops when one has been committed."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._listeners: dict[str, list[Callable[[set[str]], None]]] = {}

    @asynccontextmanager
    async def transaction(self, station: str) -> AsyncIterator[Tx]:
        """One unit of work; committed (durably) when the block ends, undone when it raises."""
        async with self._session() as session:
            tx = Tx(session, station, self._now())
            yield tx
        for topic, keys in tx.wakes.items():
            for listener in self._listeners.get(topic, ()):
                listener(keys)

    def listen(self, topic: str, listener: Callable[[set[str]], None]) -> None:
        """Call `listener` with the keys that have work after every commit that woke `topic`."""
        self._listeners.setdefault(topic, []).append(listener)

    @abstractmethod
    async def copy_to(self, folder: Path, station: str) -> Copied:
        """Write a station's records, as they are at one moment, into an empty folder.

        Turns go on meanwhile (on SQLite they wait for the copy). What is written is on the disk when
        this returns; `storage/copies.py` reads it back. Raises OSError.
        """

    @abstractmethod
    async def faults(self) -> list[str]:
        """What is wrong with the database's own structure; empty when it is sound. Turns may wait for it."""

    @abstractmethod
    def _session(self) -> AbstractAsyncContextManager[Session]:
        """A transaction of the database itself."""

    @abstractmethod
    async def close(self) -> None:
        """Close every connection."""
