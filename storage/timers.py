"""What is to happen later: a row per thing awaited, set with the state that it guards."""

from datetime import datetime, timedelta

from sqlalchemy import (
    Column,
    ColumnElement,
    Identity,
    Text,
    UniqueConstraint,
    and_,
    case,
    delete,
    func,
    select,
    update,
)

from storage.db import Tx, partial_index, table
from storage.query import NOW, STATION, Id, Integer, Moment, Query, arg, literal
from storage.records import EMPTY, Backlog, Record

timers = table(
    "timers",
    Column("id", Id, Identity(), primary_key=True),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("error", Text),
    UniqueConstraint("station_id", "key"),
)
_pending = timers.c.state == literal("pending")
partial_index("ix_timers_due", _pending, timers.c.station_id, timers.c.due_at, timers.c.id)
_given_up = timers.c.state == literal("parked")
partial_index("ix_timers_parked", _given_up, timers.c.station_id, timers.c.due_at)


class Timer(Record):
    """Something awaited: at `due_at` the handler of `kind` is called with `subject`."""

    id: int
    key: str
    kind: str
    subject: str
    due_at: datetime
    tries: int


_mine = timers.c.station_id == STATION


ABOUT_TO_HAPPEN = timedelta(minutes=1)
"""Longer than any turn takes."""


def _setting(unless: ColumnElement[bool] | None = None, *, at_the_latest: bool = False) -> Query:
    """Set a timer, or set it anew where it is set; not then if it is `unless`, and not for later if `at_the_latest`."""
    due_at = arg("due_at", Moment())
    is_earlier = and_(_pending, timers.c.due_at < due_at)
    moment = case((is_earlier, timers.c.due_at), else_=due_at) if at_the_latest else due_at
    return Query(
        lambda sql: (
            sql.insert(timers)
            .values(
                station_id=STATION,
                key=arg("key"),
                kind=arg("kind"),
                subject=arg("subject"),
                due_at=due_at,
                state="pending",
                tries=0,
            )
            .on_conflict_do_update(
                index_elements=["station_id", "key"],
                set_={"due_at": moment, "state": "pending", "tries": 0, "error": None},
                where=None if unless is None else ~unless,
            )
        )
    )


_SET = _setting()
_SET_ONCE = _setting(unless=_pending)
_SET_BY = _setting(at_the_latest=True)
_DUE_AT = Query(select(timers.c.due_at).where(_mine, _pending, timers.c.key == arg("key")))
_CLEAR = Query(delete(timers).where(_mine, timers.c.key == arg("key")))
_DUE = Query(
    select(timers.c.id, timers.c.key, timers.c.kind, timers.c.subject, timers.c.due_at, timers.c.tries)
    .where(_mine, _pending, timers.c.due_at <= NOW)
    .order_by(timers.c.due_at, timers.c.id)
    .limit(arg("most"))
)
_BACKLOG = Query(
    select(func.count().label("waiting"), func.min(timers.c.due_at).label("since")).where(
        _mine, _pending, timers.c.due_at <= NOW
    )
)
_NEXT_DUE = Query(select(func.min(timers.c.due_at).label("at")).where(_mine, _pending))
_as_read = (_mine, timers.c.id == arg("row"), timers.c.due_at == arg("was_due_at"), _pending)
_TAKE = Query(delete(timers).where(*_as_read).returning(timers.c.id))
_TAKE_DUE = Query(
    delete(timers)
    .where(_mine, _pending, timers.c.due_at <= NOW, timers.c.kind == arg("kind"))
    .returning(timers.c.subject)
)
_POSTPONE = Query(
    update(timers).where(*_as_read).values(tries=timers.c.tries + 1, due_at=arg("at"), error=arg("reason"))
)
_PARK = Query(update(timers).where(*_as_read).values(state="parked", error=arg("reason")))
_PARKED = Query(
    select(func.count().label("number")).where(_mine, _given_up, timers.c.due_at >= arg("since", Moment()))
)


def key_of(kind: str, subject: str) -> str:
    """The name under which there is one timer at most."""
    return f"{kind}/{subject}"


async def set_timer(tx: Tx, kind: str, subject: str, due_at: datetime) -> None:
    """Call the handler of `kind` with `subject` at `due_at` (UTC); moves the timer if it is set."""
    await tx.run(_SET, key=key_of(kind, subject), kind=kind, subject=subject, due_at=due_at)
    tx.wake("timers")


async def set_once(tx: Tx, kind: str, subject: str, due_at: datetime) -> None:
    """The same, unless the timer is set already: what is asked for again and again still happens in time."""
    await tx.run(_SET_ONCE, key=key_of(kind, subject), kind=kind, subject=subject, due_at=due_at)
    tx.wake("timers")


async def set_by(tx: Tx, kind: str, subject: str, due_at: datetime) -> None:
    """Call the handler of `kind` with `subject` at `due_at` (UTC) at the latest: one that is set for earlier stays.

    Of several turns at one moment the earliest wins, whichever commits first. Where it is set for earlier anyway
    nothing is written, and nobody waits for anybody; unless it is about to happen: what lets it happen may not see yet
    what this transaction changes.
    """
    key = key_of(kind, subject)
    set_for = await tx.value(_DUE_AT, key=key)
    if set_for and tx.now + ABOUT_TO_HAPPEN < set_for <= due_at:
        return
    await tx.run(_SET_BY, key=key, kind=kind, subject=subject, due_at=due_at)
    tx.wake("timers")


async def clear(tx: Tx, kind: str, subject: str) -> None:
    """Nothing is awaited any more."""
    await tx.run(_CLEAR, key=key_of(kind, subject))


async def due(tx: Tx, most: int) -> list[Timer]:
    """The timers that have been due for longest, `most` at the most, the oldest first."""
    return await tx.all(_DUE, Timer, most=most)


async def backlog(tx: Tx) -> Backlog:
    """What is due and has not happened, and since when."""
    return await tx.one(_BACKLOG, Backlog) or EMPTY


async def next_due(tx: Tx) -> datetime | None:
    """When the next timer falls due (it may be past already)."""
    at: datetime | None = await tx.value(_NEXT_DUE)
    return at


async def due_at(tx: Tx, kind: str, subject: str) -> datetime | None:
    """When a timer is due (UTC); None where it is not set."""
    at: datetime | None = await tx.value(_DUE_AT, key=key_of(kind, subject))
    return at


async def take(tx: Tx, timer: Timer) -> bool:
    """Claim a due timer for this transaction; False when it was moved, cleared or taken meanwhile."""
    return await tx.changed(_TAKE, row=timer.id, was_due_at=timer.due_at)


async def take_due(tx: Tx, kind: str) -> list[str]:
    """Claim every timer of a kind that is due: what they are set for, so that it can be said in one breath."""
    return [row["subject"] for row in await tx.rows(_TAKE_DUE, kind=kind)]


async def postpone(tx: Tx, timer: Timer, at: datetime, reason: str) -> None:
    """Count one failed try; the next is at `at`. Nothing happens to a timer that was set anew meanwhile."""
    await tx.run(_POSTPONE, row=timer.id, was_due_at=timer.due_at, at=at, reason=reason)


async def park(tx: Tx, timer: Timer, reason: str) -> None:
    """Give up, so that what is due behind it goes on; unless it was set anew meanwhile."""
    await tx.run(_PARK, row=timer.id, was_due_at=timer.due_at, reason=reason)


async def parked(tx: Tx, since: datetime) -> int:
    """How many that fell due since a moment have been given up."""
    number: int = await tx.value(_PARKED, since=since)
    return number
