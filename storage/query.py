"""Statements written in SQLAlchemy Core, compiled once per dialect, executed without its engine.

Why not the engine: it costs more than the database (docs/decisions/0001-core-without-engine.md).
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from types import ModuleType
from typing import Any, NamedTuple

from pydantic import BaseModel
from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Dialect,
    Table,
    Text,
    UpdateBase,
    bindparam,
    literal_column,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.asyncpg import dialect as asyncpg_dialect
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import iterate
from sqlalchemy.types import TIMESTAMP, TypeDecorator, TypeEngine

Params = dict[str, Any]
Convert = Callable[[Any], Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Id = BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
Integer = Id


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: timestamptz on PostgreSQL, microseconds since 1970 on SQLite."""

    impl = TIMESTAMP(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type of each database."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sqlite.INTEGER())
        return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """An aware moment, as the database keeps it."""
        if value is None or dialect.name != "sqlite":
            return value
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """What the database kept, as an aware moment in UTC."""
        if value is None or dialect.name != "sqlite":
            return value  # type: ignore[no-any-return]
        return _EPOCH + timedelta(microseconds=value)


class Json(TypeDecorator[Any]):
    """A record or a plain structure, kept as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """A pydantic record or a plain structure, as JSON text."""
        if value is None:
            return None
        if isinstance(value, BaseModel):
            return value.model_dump_json(exclude_defaults=True)
        return json.dumps(value, ensure_ascii=False, default=str)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """JSON text, as a plain structure."""
        return None if value is None else json.loads(value)


class Flag(TypeDecorator[bool]):
    """True or false, kept as 1 or 0 on both databases (SQLite's strict tables know no boolean)."""

    impl = Id
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """True or false, as 1 or 0."""
        return None if value is None else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:  # noqa: ARG002
        """1 or 0, as true or false."""
        return None if value is None else bool(value)


class _Missing:
    """Stands where a value must be given at execution."""


_MISSING = _Missing()


def arg(name: str, of: TypeEngine[Any] | None = None) -> BindParameter[Any]:
    """A named argument of a statement; its type is the column's that it meets, unless given."""
    return bindparam(name, _MISSING, type_=of, required=False)


def literal(value: str) -> ColumnElement[str]:
    """A constant written into the statement itself: only so can a partial index be used."""
    return literal_column(f"'{value}'", Text())


STATION = arg("station", Text())
NOW = arg("now", Moment())
"""Both are bound by the transaction itself: its station, and its one reading of the clock."""


class Compiled(NamedTuple):
    """A statement ready for one database: its text, how to bind it, how to read what it returns.

    `binders` convert the values in those places, `readers` those of those columns; the others are as they are.
    One that `reads` changes nothing: it may be begun anew. `tables` are those that it reads, or else the one that
    it writes.
    """

    sql: str
    names: tuple[str, ...]
    fixed: Params
    columns: tuple[str, ...]
    binders: tuple[tuple[int, Convert], ...] = ()
    readers: tuple[tuple[str, Convert], ...] = ()
    reads: bool = False
    tables: frozenset[str] = frozenset()

    def bind(self, params: Params) -> list[Any]:
        """The values in the order of the statement's placeholders."""
        if self.fixed:
            params = self.fixed | params
        values = [params[name] for name in self.names]
        for place, binder in self.binders:
            values[place] = binder(values[place])
        return values

    def read(self, row: Any) -> Params:
        """One row as a dict of column to value."""
        read = dict(zip(self.columns, row, strict=True))
        for column, reader in self.readers:
            read[column] = reader(read[column])
        return read


Builder = Callable[[ModuleType], Executable]


class Query:
    """One statement of one storage module.

    `build` is a Core statement, or a function of the dialect's module where the dialects differ
    in their constructs (`lambda sql: sql.insert(…).on_conflict_do_nothing()`).
    """

    every: list["Query"] = []  # noqa: RUF012 - the tests walk it

    def __init__(self, build: Executable | Builder) -> None:
        self._build = build
        self._compiled: dict[str, Compiled] = {}
        Query.every.append(self)

    def on(self, database: str) -> Compiled:
        """The statement compiled for "sqlite" or "postgresql"."""
        if database not in self._compiled:
            self._compiled[database] = self._compile(database)
        return self._compiled[database]

    def _compile(self, database: str) -> Compiled:
        dialect, module = _dialect(database)
        statement = self._build(module) if callable(self._build) else self._build
        compiled = statement.compile(  # type: ignore[attr-defined]
            dialect=dialect, compile_kwargs={"render_postcompile": True}
        )
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - narrows the type
        names = tuple(compiled.positiontup or ())
        binds = {compiled.bind_names[bind]: bind for bind in compiled.bind_names}
        fixed = {
            name: value
            for name, value in compiled.construct_params(escape_names=False).items()
            if value is not _MISSING
        }
        returned = list(getattr(statement, "exported_columns", ()))
        return Compiled(
            sql=compiled.string,
            names=names,
            fixed=fixed,
            columns=tuple(column.key for column in returned),
            binders=tuple(
                (place, binder)
                for place, name in enumerate(names)
                if name in binds and (binder := _binder(binds[name].type, dialect))
            ),
            readers=tuple(
                (column.key, reader) for column in returned if (reader := _reader(column.type, dialect))
            ),
            reads=statement.is_select,
            tables=_tables(statement),
        )


def _tables(statement: Executable) -> frozenset[str]:
    parts = (
        [statement.table] if isinstance(statement, UpdateBase) else iterate(statement)  # type: ignore[arg-type]
    )
    return frozenset(part.name for part in parts if isinstance(part, Table))


@cache
def _dialect(database: str) -> tuple[Dialect, ModuleType]:
    if database == "sqlite":
        return sqlite.dialect(paramstyle="qmark"), sqlite
    return asyncpg_dialect(), postgresql  # type: ignore[no-untyped-call]


def _binder(of: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """Values of our own types are converted without SQLAlchemy's steps between."""
    if isinstance(of, TypeDecorator):
        if isinstance(of, Moment) and dialect.name != "sqlite":
            return None
        return partial(of.process_bind_param, dialect=dialect)
    return of.dialect_impl(dialect).bind_processor(dialect)


def _reader(of: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    if isinstance(of, TypeDecorator):
        if isinstance(of, Moment) and dialect.name != "sqlite":
            return None
        return partial(of.process_result_value, dialect=dialect)
    return of.dialect_impl(dialect).result_processor(dialect, None)
