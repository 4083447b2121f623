"""Three-colour slips (三色亮单, S6): proposed, decided by a person, appealed against, judged; never deleted."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Identity, Index, Text, UniqueConstraint, func, select, update

from storage.comparing import CompareAndSet
from storage.db import Tx, partial_index, table
from storage.query import NOW, STATION, Id, Integer, Moment, Query, arg, literal
from storage.records import Record

slips = table(
    "slips",
    Column("id", Id, Identity(), primary_key=True),
    Column("about", Text, nullable=False),
    Column("missed_at", Moment, nullable=False),
    Column("matter", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("staff_id", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("year", Integer),
    Column("serial", Integer),
    Column("number", Text),
    Column("decided_by", Text),
    Column("decided_at", Moment),
    Column("reason", Text),
    Column("answer_by", Moment),
    Column("appeal_by", Moment),
    Column("judged_by", Text),
    Column("judged_at", Moment),
    Column("verdict", Text),
    UniqueConstraint("station_id", "colour", "year", "serial"),
)
Index("ix_slips_about", slips.c.station_id, slips.c.about, slips.c.id)
_proposed = slips.c.state == literal("proposed")
_waits = slips.c.state.in_([literal("appealed"), literal("proposed")])
_issued = slips.c.serial.is_not(None)
partial_index("uq_slips_proposed", _proposed, slips.c.station_id, slips.c.about, unique=True)
partial_index("ix_slips_waiting", _waits, slips.c.station_id, slips.c.id)
partial_index("ix_slips_issued", _issued, slips.c.station_id, slips.c.staff_id, slips.c.decided_at)
partial_index("ix_slips_decided", _issued, slips.c.station_id, slips.c.decided_at, slips.c.id)


class Colour(StrEnum):
    """The three colours, the mildest first: `step` tells which."""

    WHITE = "white"
    YELLOW = "yellow"
    RED = "red"

    @property
    def step(self) -> int:
        """Its place on the ladder: 0, 1, 2."""
        return list(Colour).index(self)


class SlipState(StrEnum):
    """A slip's life (S6). `lapsed`: what it was proposed for is put right, or due on another day, or grew worse."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    LAPSED = "lapsed"
    APPEALED = "appealed"
    UPHELD = "upheld"
    CANCELLED = "cancelled"


STANDING = frozenset({SlipState.CONFIRMED, SlipState.APPEALED, SlipState.UPHELD})
"""It counts."""
ISSUED = STANDING | {SlipState.CANCELLED}
"""Its recipient has it."""


class Slip(Record):
    """One slip; all moments are UTC. It has a number once somebody has decided to send it.

    For the deadline `missed_at` of what it is `about` ("issue:31"), for which `staff_id` answers: `matter` is its code
    (Z031), `what` says it in a few words, as it was when the slip was proposed. `reason` is why it was
    dismissed, `verdict` why the appeal was right or not; `answer_by` is the time that it gives, `appeal_by` until when
    its recipient may appeal.
    """

    id: int
    about: str
    missed_at: datetime
    matter: str
    what: str
    staff_id: str
    colour: Colour
    state: SlipState
    proposed_at: datetime
    year: int | None
    serial: int | None
    number: str | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    answer_by: datetime | None
    appeal_by: datetime | None
    judged_by: str | None
    judged_at: datetime | None
    verdict: str | None

    @property
    def code(self) -> str:
        """How people call it: its number."""
        return self.number or ""

    @property
    def subject(self) -> str:
        """Its name in the audit, the outbox and the timers."""
        return f"slip:{self.id}"


_mine = slips.c.station_id == STATION
_row = slips.c.id == arg("row")
_slip = tuple(slips.c[name] for name in Slip.model_fields)
_PROPOSE = Query(
    lambda sql: (
        sql.insert(slips)
        .values(
            station_id=STATION,
            about=arg("matter"),
            missed_at=arg("missed_at"),
            matter=arg("code"),
            what=arg("words"),
            staff_id=arg("staff"),
            colour=arg("hue"),
            state=SlipState.PROPOSED,
            proposed_at=NOW,
        )
        .on_conflict_do_nothing()
        .returning(*_slip)
    )
)
_GET = Query(select(*_slip).where(_mine, _row))
_OF = Query(select(*_slip).where(_mine, slips.c.about == arg("matter")).order_by(slips.c.id))
_OF_MISS = Query(
    select(*_slip)
    .where(
        _mine,
        slips.c.about == arg("matter"),
        slips.c.missed_at == arg("missed_at"),
        slips.c.staff_id == arg("staff"),
    )
    .order_by(slips.c.id)
)
_LAPSE = Query(
    update(slips).where(_mine, _proposed, slips.c.about == arg("matter")).values(state=SlipState.LAPSED)
)
_LEAVE = Query(
    update(slips).where(_mine, _proposed, slips.c.staff_id == arg("staff")).values(state=SlipState.LAPSED)
)
_WAITING = Query(select(*_slip).where(_mine, _waits).order_by(slips.c.id))
_newest = (slips.c.decided_at.desc(), slips.c.id.desc())
_OF_PERSON = Query(
    select(*_slip)
    .where(_mine, _issued, slips.c.staff_id == arg("staff"))
    .order_by(*_newest)
    .limit(arg("most"))
)
_OF_STATION = Query(select(*_slip).where(_mine, _issued).order_by(*_newest).limit(arg("most")))
_COUNTS = Query(
    select(slips.c.colour, func.count().label("number"))
    .where(
        _mine,
        _issued,
        slips.c.staff_id == arg("staff"),
        slips.c.decided_at >= arg("since", Moment()),
        slips.c.state.in_(sorted(STANDING)),
    )
    .group_by(slips.c.colour)
)
_CHANGING = CompareAndSet(slips, Slip)


async def propose(
    tx: Tx, about: str, missed_at: datetime, staff_id: str, colour: Colour, *, code: str, words: str
) -> Slip | None:
    """Put a slip before those who decide; None when one about the same waits already."""
    values = {"missed_at": missed_at, "staff": staff_id, "hue": colour, "code": code, "words": words}
    return await tx.one(_PROPOSE, Slip, matter=about, **values)


async def get(tx: Tx, slip_id: int) -> Slip | None:
    """One slip."""
    return await tx.one(_GET, Slip, row=slip_id)


async def of(tx: Tx, about: str) -> list[Slip]:
    """Everything that was proposed about something, oldest first."""
    return await tx.all(_OF, Slip, matter=about)


async def of_miss(tx: Tx, about: str, missed_at: datetime, staff_id: str) -> list[Slip]:
    """Everything that was proposed to somebody for one missed deadline (UTC), oldest first."""
    return await tx.all(_OF_MISS, Slip, matter=about, missed_at=missed_at, staff=staff_id)


async def change(tx: Tx, slip: Slip, to: SlipState, **fields: Any) -> Slip | None:
    """Compare-and-set from the state that `slip` was read with; None when somebody else was first."""
    return await _CHANGING.change(tx, slip, to, **fields)


async def lapse(tx: Tx, about: str) -> None:
    """What is proposed about something is not to be decided any more."""
    await tx.run(_LAPSE, matter=about)


async def lapse_of(tx: Tx, staff_id: str) -> None:
    """The same for everything proposed for somebody who has left."""
    await tx.run(_LEAVE, staff=staff_id)


async def waiting(tx: Tx) -> list[Slip]:
    """What waits for a person's word, the oldest first: proposals and appeals."""
    return await tx.all(_WAITING, Slip)


async def of_person(tx: Tx, staff_id: str, most: int) -> list[Slip]:
    """The newest that somebody was given, `most` at the most."""
    return await tx.all(_OF_PERSON, Slip, staff=staff_id, most=most)


async def of_station(tx: Tx, most: int) -> list[Slip]:
    """The newest that were sent to anybody, `most` at the most."""
    return await tx.all(_OF_STATION, Slip, most=most)


async def counts(tx: Tx, staff_id: str, since: datetime) -> dict[Colour, int]:
    """How many of each colour that count somebody was given since a moment."""
    rows = await tx.rows(_COUNTS, staff=staff_id, since=since)
    return {Colour(row["colour"]): row["number"] for row in rows}
