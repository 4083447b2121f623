"""Legal clocks (办案期限, S5): a limit that the law sets for a case, started and stopped by a person; never deleted."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Identity, Text, UniqueConstraint, select

from storage.comparing import CompareAndSet
from storage.db import Tx, partial_index, table
from storage.query import NOW, STATION, Flag, Id, Integer, Moment, Query, arg, literal
from storage.records import Record

legal_clocks = table(
    "legal_clocks",
    Column("id", Id, Identity(), primary_key=True),
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("case_code", Text, nullable=False),
    Column("staff_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("extended", Flag, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("stopped_at", Moment),
    Column("stopped_by", Text),
    UniqueConstraint("station_id", "serial", "year"),
)
_running = legal_clocks.c.state == literal("running")
partial_index("ix_legal_clocks_running", _running, legal_clocks.c.station_id, legal_clocks.c.due_at)


class ClockState(StrEnum):
    """A clock runs until a person stops it; that its time is over is derived, never stored."""

    RUNNING = "running"
    STOPPED = "stopped"


class LegalClock(Record):
    """One clock; all moments are UTC.

    `kind` is the key of the limit that it was started for, `name` how that was called then; `staff_id` started it
    at `started_at`, for a time that runs from `began_at` to `due_at`.
    """

    id: int
    year: int
    serial: int
    kind: str
    name: str
    case_code: str
    staff_id: str
    state: ClockState
    began_at: datetime
    due_at: datetime
    extended: bool
    started_at: datetime
    stopped_at: datetime | None
    stopped_by: str | None

    @property
    def code(self) -> str:
        """The short code by which people call it, such as K004 (S18)."""
        return f"K{self.serial:03d}"

    @property
    def subject(self) -> str:
        """Its name in the audit, the outbox and the timers."""
        return f"clock:{self.id}"


_mine = legal_clocks.c.station_id == STATION
_clock = tuple(legal_clocks.c[name] for name in LegalClock.model_fields)
_given = ("year", "serial", "kind", "name", "case_code", "staff_id", "began_at", "due_at")
_START = Query(
    lambda sql: (
        sql.insert(legal_clocks)
        .values(
            station_id=STATION,
            state=ClockState.RUNNING,
            extended=False,
            started_at=NOW,
            **{name: arg(name) for name in _given},
        )
        .returning(*_clock)
    )
)
_GET = Query(select(*_clock).where(_mine, legal_clocks.c.id == arg("row")))
_BY_SERIAL = Query(
    select(*_clock)
    .where(_mine, legal_clocks.c.serial == arg("number_in_year"))
    .order_by(legal_clocks.c.year.desc())
    .limit(1)
)
_RUNNING = Query(select(*_clock).where(_mine, _running).order_by(legal_clocks.c.due_at, legal_clocks.c.id))
_CHANGING = CompareAndSet(legal_clocks, LegalClock, "due_at")


async def start(tx: Tx, **given: Any) -> LegalClock:
    """A clock that runs from now on: its year, serial, kind, name, case code, who started it, from when until when."""
    started = await tx.one(_START, LegalClock, **given)
    assert started is not None  # noqa: S101 - RETURNING gives the row
    return started


async def get(tx: Tx, clock_id: int) -> LegalClock | None:
    """One clock."""
    return await tx.one(_GET, LegalClock, row=clock_id)


async def by_serial(tx: Tx, serial: int) -> LegalClock | None:
    """The clock that a short code means: the newest year's with this serial number."""
    return await tx.one(_BY_SERIAL, LegalClock, number_in_year=serial)


async def change(tx: Tx, clock: LegalClock, to: ClockState, **fields: Any) -> LegalClock | None:
    """Compare-and-set from the state and end that `clock` was read with; None when somebody else was first."""
    return await _CHANGING.change(tx, clock, to, **fields)


async def running(tx: Tx) -> list[LegalClock]:
    """Every clock that nobody has stopped, the one whose time ends first at first."""
    return await tx.all(_RUNNING, LegalClock)
