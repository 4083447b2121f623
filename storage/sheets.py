"""Supervision sheets (任务督导单, S2): the record, and changes of state."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    Identity,
    Text,
    UniqueConstraint,
    delete,
    func,
    literal_column,
    or_,
    select,
    update,
)

from storage.comparing import CompareAndSet
from storage.db import Tx, partial_index, table
from storage.query import NOW, STATION, Id, Integer, Moment, Query, arg, literal
from storage.records import Record
from storage.sheet_people import co_handlers

sheets = table(
    "sheets",
    Column("id", Id, Identity(), primary_key=True),
    Column("year", Integer),
    Column("serial", Integer),
    Column("number", Text),
    Column("state", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("supporting", Text, nullable=False, server_default=""),
    Column("requirements", Text, nullable=False),
    Column("handling_class", Text, nullable=False),
    Column("risk", Text, nullable=False),
    Column("community_id", Text),
    Column("owner_id", Text),
    Column("issuer_id", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("issued_at", Moment),
    Column("acknowledged_at", Moment),
    Column("due_at", Moment),
    Column("submitted_at", Moment),
    Column("closed_at", Moment),
    Column("outcome", Text),
    Column("returns", Integer, nullable=False),
    Column("suspended_until", Moment),
    Column("batch", Id),
    Column("handed_at", Moment),
    Column("sign_by", Moment),
    UniqueConstraint("station_id", "serial", "year"),
)
under_way = sheets.c.closed_at.is_(None) & sheets.c.issued_at.is_not(None)
_draft = sheets.c.issued_at.is_(None)
partial_index(
    "ix_sheets_owner", under_way, sheets.c.station_id, sheets.c.owner_id, sheets.c.due_at, sheets.c.id
)
partial_index("ix_sheets_due", under_way, sheets.c.station_id, sheets.c.due_at)
partial_index(
    "ix_sheets_state", under_way, sheets.c.station_id, sheets.c.state, sheets.c.submitted_at, sheets.c.id
)
partial_index("ix_sheets_draft", _draft, sheets.c.station_id, sheets.c.issuer_id)
_in_batch = sheets.c.batch.is_not(None)
partial_index("ix_sheets_batch", _in_batch, sheets.c.station_id, sheets.c.batch)


class SheetState(StrEnum):
    """The sheet's life (S2). Overdue is derived, never stored."""

    DRAFT = "draft"
    ISSUED = "issued"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CLOSED = "closed"
    VOIDED = "voided"


WORKING = frozenset({SheetState.ISSUED, SheetState.ACKNOWLEDGED, SheetState.IN_PROGRESS, SheetState.RETURNED})
"""The owner is to act; in these states a sheet can be overdue."""


class HandlingClass(StrEnum):
    """Who settles it: the community team (普通) or the case team (案件)."""

    ORDINARY = "ordinary"
    CASE = "case"


class Risk(StrEnum):
    """Red: several departments or violence; orange: may escalate; yellow: everyday; blue: latent."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"


class Outcome(StrEnum):
    """What the feedback says has come of it."""

    SETTLED = "settled"
    PARTLY_SETTLED = "partly_settled"
    NOT_SETTLED = "not_settled"
    NEEDS_JOINT_MEDIATION = "needs_joint_mediation"


class Sheet(Record):
    """One sheet. A draft has no number; all moments are UTC.

    `handed_at` is when the present owner got it, `sign_by` when they are to have signed for it (a clock of its
    own, beside that of `due_at`), `suspended_until` when the clock goes on (挂账), `batch`
    the id of the first of several sheets that were issued as one. Its fields are those of Xiamen's standard work items: object, content, supporting data, and by what
    the answer is judged (S2).
    """

    id: int
    year: int | None
    serial: int | None
    number: str | None
    state: SheetState
    object: str
    content: str
    supporting: str
    requirements: str
    handling_class: HandlingClass
    risk: Risk
    community_id: str | None
    owner_id: str | None
    issuer_id: str
    issued_at: datetime | None
    acknowledged_at: datetime | None
    due_at: datetime | None
    submitted_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None
    returns: int
    suspended_until: datetime | None
    batch: int | None
    handed_at: datetime | None
    sign_by: datetime | None

    @property
    def code(self) -> str:
        """The short code by which people call it, such as D017; a draft has none (S18)."""
        return f"D{self.serial:03d}" if self.serial else ""

    @property
    def subject(self) -> str:
        """Its name in the audit, the outbox and the timers."""
        return f"sheet:{self.id}"


_mine = sheets.c.station_id == STATION
_row = sheets.c.id == arg("row")
_sheet = tuple(sheets.c[name] for name in Sheet.model_fields)
_NEVER = datetime.max.replace(tzinfo=UTC)
_DRAFT_FIELDS = (
    "object",
    "content",
    "supporting",
    "requirements",
    "handling_class",
    "risk",
    "community_id",
    "owner_id",
)
_working = sheets.c.state.in_(sorted(WORKING))
_clock_runs = or_(sheets.c.suspended_until.is_(None), sheets.c.suspended_until <= NOW)
late = _working & (sheets.c.due_at < NOW) & _clock_runs
"""As `is_overdue` of the rules says it: derived, never stored (S2)."""
_issued = sheets.c.state == literal(SheetState.ISSUED)
partial_index("ix_sheets_sign_by", under_way & _issued, sheets.c.station_id, sheets.c.sign_by)
unsigned = _issued & (sheets.c.sign_by <= NOW) & _clock_runs
"""As `is_unsigned` of the rules says it: the other clock."""

_ADD_DRAFT = Query(
    lambda sql: (
        sql.insert(sheets)
        .values(
            station_id=STATION,
            state=SheetState.DRAFT,
            object="",
            content="",
            requirements="",
            handling_class=HandlingClass.ORDINARY,
            risk=Risk.YELLOW,
            community_id=arg("community"),
            owner_id=arg("owner"),
            issuer_id=arg("issuer"),
            created_at=NOW,
            returns=0,
        )
        .returning(sheets.c.id)
    )
)
_LOAD = Query(
    lambda sql: (
        sql.insert(sheets)
        .values(
            station_id=STATION,
            created_at=NOW,
            **{name: arg(name) for name in Sheet.model_fields if name != "id"},
        )
        .returning(sheets.c.id)
    )
)
_GET = Query(select(*_sheet).where(_mine, _row))
_BY_SERIAL = Query(
    select(*_sheet)
    .where(_mine, sheets.c.serial == arg("number_in_year"))
    .order_by(sheets.c.year.desc())
    .limit(1)
)
_REVISE = {
    name: Query(
        update(sheets)
        .where(_mine, _row, sheets.c.state == SheetState.DRAFT)
        .values({name: arg("new", sheets.c[name].type)})
        .returning(sheets.c.id)
    )
    for name in _DRAFT_FIELDS
}
_DISCARD = Query(delete(sheets).where(_mine, _row, sheets.c.state == SheetState.DRAFT).returning(sheets.c.id))
_DISCARD_EMPTY = Query(
    delete(sheets).where(_mine, _draft, sheets.c.issuer_id == arg("issuer"), sheets.c.object == literal(""))
)
_DRAFTS_OF = Query(
    select(*_sheet)
    .where(_mine, _draft, sheets.c.issuer_id == arg("issuer"), sheets.c.object != literal(""))
    .order_by(sheets.c.id.desc())
    .limit(arg("most"))
)
_CHANGING = CompareAndSet(sheets, Sheet, "owner_id", "due_at")
_OWN = Query(
    select(*_sheet)
    .where(_mine, under_way, sheets.c.owner_id == arg("staff"))
    .order_by(sheets.c.due_at, sheets.c.id)
)
_ASSISTING = Query(
    select(*_sheet)
    .join(co_handlers.table, co_handlers.table.c.sheet_id == sheets.c.id)
    .where(
        _mine,
        under_way,
        co_handlers.table.c.station_id == STATION,
        co_handlers.table.c.staff_id == arg("staff"),
    )
)
"""Sorted by us: to be asked for an order, SQLite reads the sheets of the whole station in that order."""
_SUBMITTED = Query(
    select(*_sheet)
    .where(_mine, under_way, sheets.c.state == SheetState.SUBMITTED)
    .order_by(sheets.c.submitted_at, sheets.c.id)
)
_BATCH = Query(select(*_sheet).where(_mine, _in_batch, sheets.c.batch == arg("first")).order_by(sheets.c.id))
_COPY = Query(
    lambda sql: (
        sql.insert(sheets)
        .from_select(
            ["station_id", "state", "created_at", "returns", "issuer_id", *_DRAFT_FIELDS],
            select(
                sheets.c.station_id,
                literal(SheetState.DRAFT),
                NOW,
                literal_column("0"),
                arg("issuer", Text()),
                *(sheets.c[name] for name in _DRAFT_FIELDS),
            ).where(_mine, _row),
        )
        .returning(sheets.c.id)
    )
)
_MATTERS = Query(select(*_sheet).where(_mine, under_way))
_PUT_IN_BATCH = Query(update(sheets).where(_mine, _row).values(batch=arg("first")))
_OVERDUE = Query(select(*_sheet).where(_mine, under_way, late).order_by(sheets.c.due_at, sheets.c.id))
_UNSIGNED = Query(select(*_sheet).where(_mine, under_way, unsigned).order_by(sheets.c.sign_by, sheets.c.id))
_FIRST_SIGN_BY = Query(select(func.min(sheets.c.sign_by).label("at")).where(_mine, under_way, _issued))
_FIRST_DUE = Query(
    select(sheets.c.due_at).where(_mine, under_way, _working).order_by(sheets.c.due_at).limit(1)
)


async def add_draft(tx: Tx, issuer_id: str, community_id: str, owner_id: str | None) -> int:
    """Begin a sheet; gives back its id."""
    row: int = await tx.value(_ADD_DRAFT, issuer=issuer_id, community=community_id, owner=owner_id)
    return row


async def load(tx: Tx, **fields: Any) -> int:
    """Add a sheet as it stands elsewhere (the demo station); gives back its id."""
    row: int = await tx.value(_LOAD, **fields)
    return row


async def get(tx: Tx, sheet_id: int) -> Sheet | None:
    """One sheet."""
    return await tx.one(_GET, Sheet, row=sheet_id)


async def by_serial(tx: Tx, serial: int) -> Sheet | None:
    """The sheet that a short code means: the newest year's with this serial number."""
    return await tx.one(_BY_SERIAL, Sheet, number_in_year=serial)


async def revise(tx: Tx, sheet_id: int, field: str, value: str | None) -> bool:
    """Change one field of a draft; False when it is a draft no more."""
    return await tx.changed(_REVISE[field], row=sheet_id, new=value)


async def discard(tx: Tx, sheet_id: int) -> bool:
    """Throw a draft away."""
    return await tx.changed(_DISCARD, row=sheet_id)


async def discard_empty(tx: Tx, issuer_id: str) -> None:
    """Throw away a person's drafts in which nothing was written yet."""
    await tx.run(_DISCARD_EMPTY, issuer=issuer_id)


async def drafts_of(tx: Tx, issuer_id: str, most: int) -> list[Sheet]:
    """The drafts in which a person has written something, the newest first, `most` at the most."""
    return await tx.all(_DRAFTS_OF, Sheet, issuer=issuer_id, most=most)


async def change(tx: Tx, sheet: Sheet, to: SheetState, **fields: Any) -> Sheet | None:
    """Compare-and-set: from the state, owner and due time that `sheet` was read with to `to`, with `fields`.

    Returns it as it is now; None, and nothing changed, when somebody else was first.
    """
    return await _CHANGING.change(tx, sheet, to, **fields)


async def of_subject(tx: Tx, subject: str) -> Sheet | None:
    """The sheet that a subject such as "sheet:17" names."""
    return await get(tx, int(subject.partition(":")[2]))


async def own(tx: Tx, staff_id: str) -> list[Sheet]:
    """The open sheets that a person owns, the nearest deadline first."""
    return await tx.all(_OWN, Sheet, staff=staff_id)


async def assisting(tx: Tx, staff_id: str) -> list[Sheet]:
    """The open sheets on which a person is co-handler, the nearest deadline first."""
    found = await tx.all(_ASSISTING, Sheet, staff=staff_id)
    return sorted(found, key=lambda sheet: (sheet.due_at or _NEVER, sheet.id))


async def submitted(tx: Tx) -> list[Sheet]:
    """The sheets that wait for review, the longest waiting first."""
    return await tx.all(_SUBMITTED, Sheet)


async def overdue(tx: Tx) -> list[Sheet]:
    """The sheets past their due time and not submitted, the oldest first."""
    return await tx.all(_OVERDUE, Sheet)


async def not_signed(tx: Tx) -> list[Sheet]:
    """The sheets whose signature is overdue, the longest waiting first."""
    return await tx.all(_UNSIGNED, Sheet)


async def first_sign_by(tx: Tx) -> datetime | None:
    """The earliest moment by which a sheet is to be signed for that is not yet (it may be past)."""
    at: datetime | None = await tx.value(_FIRST_SIGN_BY)
    return at


async def first_due(tx: Tx) -> datetime | None:
    """The earliest due time of a sheet that still waits for feedback (it may be past)."""
    at: datetime | None = await tx.value(_FIRST_DUE)
    return at


async def copy(tx: Tx, sheet_id: int, issuer_id: str) -> int | None:
    """Begin a draft with what another sheet says; gives back its id."""
    row: int | None = await tx.value(_COPY, row=sheet_id, issuer=issuer_id)
    return row


async def batch(tx: Tx, first: int) -> list[Sheet]:
    """The sheets that were issued as one, by the id of the first of them."""
    return await tx.all(_BATCH, Sheet, first=first)


async def matters(tx: Tx) -> dict[tuple[str, str, str], str]:
    """The codes of the sheets under way, by community, object and owner."""
    found = await tx.all(_MATTERS, Sheet)
    return {(each.community_id or "", each.object, each.owner_id or ""): each.code for each in found}


async def put_in_batch(tx: Tx, sheet_id: int, first: int) -> None:
    """One of several sheets that are issued as one."""
    await tx.run(_PUT_IN_BATCH, row=sheet_id, first=first)
