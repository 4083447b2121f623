"""Compare-and-set: a record is changed only if it still is as it was read, so of two who act at once one does."""

from typing import Any, Generic, TypeVar

from sqlalchemy import Table, update

from storage.db import Tx
from storage.query import STATION, Query, arg
from storage.records import Record

R = TypeVar("R", bound=Record)


class CompareAndSet(Generic[R]):
    """For the records of one table that have an `id` and a `state`; `guards` are further columns that must not have changed."""

    def __init__(self, table: Table, record: type[R], *guards: str) -> None:
        self._table = table
        self._record = record
        self._guards = guards
        self._queries: dict[tuple[str, ...], Query] = {}

    async def change(self, tx: Tx, was: R, to: str, **fields: Any) -> R | None:
        """From the state and guards that it `was` read with to the state `to`, with `fields`.

        Returns it as it is now; None, and nothing changed, when somebody else was first.
        """
        names = tuple(sorted(fields))
        if names not in self._queries:
            self._queries[names] = self._query(names)
        read = {f"{name}_was": getattr(was, name) for name in ("id", "state", *self._guards)}
        new = {f"new_{name}": value for name, value in fields.items()}
        return await tx.one(self._queries[names], self._record, state_now=to, **read, **new)

    def _query(self, names: tuple[str, ...]) -> Query:
        columns = self._table.c
        unchanged = [
            columns[name].is_not_distinct_from(arg(f"{name}_was", columns[name].type))
            for name in self._guards
        ]
        new = {name: arg(f"new_{name}", columns[name].type) for name in names}
        return Query(
            update(self._table)
            .where(
                columns.station_id == STATION,
                columns.id == arg("id_was"),
                columns.state == arg("state_was"),
                *unchanged,
            )
            .values(state=arg("state_now"), **new)
            .returning(*(columns[name] for name in self._record.model_fields))
        )
