"""One thing said to many: all its copies in one statement, paused, stopped, said anew and taken back together.

Each row of the outbox names its batch ("announcement:5") and why it is said; what it says is put into words as
it is sent, so a hundred thousand rows hold no word of it. Whom it is for are the batch's receipts.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from types import ModuleType
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.base import Executable

from storage.addresses import addresses, is_reachable
from storage.db import Tx
from storage.messages import Lane, Outgoing
from storage.outbox import (
    OutboxState,
    Waiting,
    is_doubted,
    is_kept,
    is_leased,
    is_pending,
    mine,
    outbox,
    this_row,
)
from storage.outbox import channels as outbox_channels
from storage.people import people
from storage.query import NOW, STATION, Id, Integer, Moment, Query, arg, literal
from storage.receipts import in_batch, is_silent, receipts
from storage.records import Record

_of_batch = (mine, outbox.c.batch == arg("batch"))
_is_copy = and_(outbox.c.recalls.is_(None), outbox.c.replaces.is_(None))
_is_told = and_(_is_copy, outbox.c.sender.is_not(None))  # what people ask for has no sender
_is_paused = outbox.c.state == literal("paused")
_waits = or_(is_pending, _is_paused, is_kept)


def _whose(sql: ModuleType) -> ColumnElement[str]:
    """For whom a row is: what stands behind the "@" of its purpose; NULL without a purpose."""
    place = func.instr if sql.__name__.endswith("sqlite") else func.strpos
    return func.substr(outbox.c.purpose, place(outbox.c.purpose, literal("@")) + literal_column("1", Integer))


_NOTHING = literal_column("'{}'", Text())
_ZERO = literal_column("0", Integer)
_COLUMNS = [
    "station_id", "channel", "chat", "lane", "message", "subject", "state", "tries", "doubts", "sender", "not_before",
    "created_at", "purpose", "batch", "replaces", "recalls",
]  # fmt: skip


def _rows(
    channel: ColumnElement[str],
    chat: ColumnElement[str],
    state: ColumnElement[str],
    staff_id: ColumnElement[str],
    replaces: ColumnElement[Any],
    recalls: ColumnElement[Any],
) -> Select[tuple[object, ...]]:
    """What is put into the outbox, of whichever rows it is taken from."""
    purpose = arg("purpose", Text()) + literal("@") + staff_id
    batch = arg("batch", Text())
    return select(
        STATION, channel, chat, arg("lane", Text()), _NOTHING, batch, state, _ZERO, _ZERO, arg("sender", Text()),
        arg("not_before", Moment()), NOW, purpose, batch, replaces, recalls,
    )  # fmt: skip


_none_text, _none_id = (
    literal_column("CAST(NULL AS TEXT)", Text()),
    literal_column("CAST(NULL AS BIGINT)", Id),
)
_can_be_reached = case((is_reachable, literal("pending")), else_=literal("kept"))
_TELL = Query(
    insert(outbox).from_select(
        _COLUMNS,
        _rows(
            addresses.c.channel, addresses.c.chat, _can_be_reached, receipts.c.staff_id, _none_text, _none_id
        )
        .select_from(receipts)
        .join(
            addresses,
            and_(
                addresses.c.station_id == receipts.c.station_id,
                # receipts are read first: what is put together has no index
                addresses.c.staff_id == receipts.c.staff_id + literal(""),
                addresses.c.unbound_at.is_(None),
            ),
        )
        .where(*in_batch, is_silent),
    )
)
_of_chat = and_(
    addresses.c.station_id == outbox.c.station_id,
    addresses.c.channel == outbox.c.channel,
    addresses.c.chat == outbox.c.chat,
)
_was_sent = (*_of_batch, _is_copy, outbox.c.state == literal("sent"), outbox.c.provider_id.is_not(None))


def _revise(*which: ColumnElement[bool]) -> Callable[[ModuleType], Executable]:
    """An edit of each copy that was sent, where it is still before the person for whom it was."""

    def statement(sql: ModuleType) -> Executable:
        edits = _rows(
            outbox.c.channel,
            outbox.c.chat,
            literal("pending"),
            addresses.c.staff_id,
            outbox.c.provider_id,
            _none_id,
        )
        there = and_(_of_chat, addresses.c.unbound_at.is_(None), addresses.c.staff_id == _whose(sql))
        return insert(outbox).from_select(
            _COLUMNS, edits.select_from(outbox).join(addresses, there).where(*_was_sent, *which)
        )

    return statement


_edit = outbox.alias("edit")
_is_corrected = (
    select(_edit.c.id)
    .where(
        _edit.c.station_id == outbox.c.station_id,
        _edit.c.channel == outbox.c.channel,
        _edit.c.chat == outbox.c.chat,
        _edit.c.replaces == outbox.c.provider_id,
        _edit.c.created_at >= arg("since", Moment()),
    )
    .exists()
)
_REVISE = Query(_revise())
_NOTE_IN_FLIGHT = Query(update(outbox).where(*_of_batch, _is_copy, is_leased).values(created_at=NOW))
_REVISE_LATE = Query(_revise(outbox.c.created_at == arg("since", Moment()), ~_is_corrected))
_recalling = outbox.alias("recalling")
_is_recalled = (
    select(_recalling.c.id)
    .where(_recalling.c.station_id == outbox.c.station_id, _recalling.c.recalls == outbox.c.id)
    .exists()
)
_RECALL = Query(
    insert(outbox).from_select(
        _COLUMNS,
        _rows(
            outbox.c.channel,
            outbox.c.chat,
            # the copies of a chat that has another id by now cannot be named any more
            case((addresses.c.chat.is_(None), literal("failed")), else_=literal("pending")),
            func.coalesce(addresses.c.staff_id, literal("")),
            _none_text,
            outbox.c.id,
        )
        .select_from(outbox)
        .join(addresses, _of_chat, isouter=True)
        .where(*_was_sent, ~_is_recalled),
    )
)
_PAUSE = Query(update(outbox).where(*_of_batch, is_pending, _is_told).values(state=OutboxState.PAUSED))
_HOLD = Query(
    update(outbox).where(mine, this_row, is_leased).values(state=OutboxState.PAUSED, leased_by=None)
)
_RESUME = Query(
    update(outbox)
    .where(*_of_batch, _is_paused)
    .values(
        state=OutboxState.PENDING,
        not_before=case(
            (outbox.c.not_before < arg("not_before", Moment()), arg("not_before", Moment())),
            else_=outbox.c.not_before,
        ),
    )
)
_STOP = Query(update(outbox).where(*_of_batch, _waits, _is_told).values(state=OutboxState.STALE))
_STOP_ALL = Query(update(outbox).where(*_of_batch, _waits, _is_copy).values(state=OutboxState.STALE))


def _of_the_untold(sql: ModuleType) -> Executable:
    """Looked up person by person, by their chats: as sets, PostgreSQL compares each receipt with each copy."""
    may_be_there = or_(is_pending, is_leased, outbox.c.state.in_(["sent", "unknown"]), is_doubted)
    copy = (
        select(outbox.c.id)
        .where(
            _of_chat,
            outbox.c.batch + literal("") == arg("batch"),
            _whose(sql) == receipts.c.staff_id,
            _is_copy,
            may_be_there,
        )
        .limit(literal_column("1", Integer))
        .correlate(receipts, addresses)
        .scalar_subquery()
    )
    told = (
        select(addresses.c.chat)
        .where(
            addresses.c.station_id == STATION,
            addresses.c.staff_id == receipts.c.staff_id,
            copy.is_not(None),
        )
        .limit(literal_column("1", Integer))
        .correlate(receipts)
        .scalar_subquery()
    )
    return delete(receipts).where(*in_batch, is_silent, told.is_(None))


_FORGET_UNTOLD = Query(_of_the_untold)
_SENT_FROM = Query(
    select(outbox.c.provider_id, outbox.c.twin_id, outbox.c.further, outbox.c.message).where(
        mine, outbox.c.id == arg("row")
    )
)
_PROGRESS = Query(
    select(outbox.c.state, func.count().label("rows")).where(*_of_batch, _is_told).group_by(outbox.c.state)
)
_EDITS_LEFT = Query(
    select(func.count().label("rows")).where(
        *_of_batch, outbox.c.replaces.is_not(None), outbox.c.sender.is_not(None), or_(is_pending, is_leased)
    )
)


class Progress(NamedTuple):
    """How far it has come, in copies: to be sent, sent, stopped before that; waiting for people; given up.

    Those that people asked for themselves are not counted.
    """

    waiting: int = 0
    paused: int = 0
    sent: int = 0
    stopped: int = 0
    kept: int = 0
    failed: int = 0

    @property
    def of(self) -> int:
        """All copies."""
        return sum(self)


class Fate(StrEnum):
    """What became of a copy that was to be taken back: one of these, whatever happened to it.

    Unsent: it was never said. Blanked: it was too old to be deleted, other words stand in its place. Unreachable:
    its person cannot be reached. Lost: nobody knows its name there (nor that of another, if it may have been
    said twice), or the platform would not.
    """

    UNSENT = "unsent"
    WAITING = "waiting"
    DELETED = "deleted"
    BLANKED = "blanked"
    UNREACHABLE = "unreachable"
    LOST = "lost"


class Left(Record):
    """A copy that could not be taken back: whose, and why."""

    name: str
    fate: Fate


_STATE = {
    OutboxState.PENDING: "waiting",
    OutboxState.SENDING: "waiting",
    OutboxState.PAUSED: "paused",
    OutboxState.SENT: "sent",
    OutboxState.STALE: "stopped",
    OutboxState.KEPT: "kept",
    OutboxState.FAILED: "failed",
    OutboxState.UNKNOWN: "failed",
}
_is_sent = outbox.c.state == literal("sent")
_is_unsaid = outbox.c.state.in_(["stale", "failed"])
_taken_back = _recalling.c.state == literal("sent")
_fate = case(
    (and_(_is_unsaid, is_doubted), literal(Fate.LOST)),
    (_is_unsaid, literal(Fate.UNSENT)),
    (outbox.c.state == literal("unknown"), literal(Fate.LOST)),
    (and_(_is_sent, outbox.c.provider_id.is_(None)), literal(Fate.LOST)),
    (and_(_is_sent, _taken_back, is_doubted, outbox.c.twin_id.is_(None)), literal(Fate.LOST)),
    (and_(_is_sent, _taken_back, _recalling.c.provider_id.is_(None)), literal(Fate.DELETED)),
    (and_(_is_sent, _taken_back), literal(Fate.BLANKED)),
    (and_(_is_sent, _recalling.c.state == literal("kept")), literal(Fate.UNREACHABLE)),
    (and_(_is_sent, _recalling.c.state.in_(["failed", "unknown", "stale"])), literal(Fate.LOST)),
    else_=literal(Fate.WAITING),
)
_with_recall = outbox.join(
    _recalling,
    and_(_recalling.c.station_id == outbox.c.station_id, _recalling.c.recalls == outbox.c.id),
    isouter=True,
)
_FATES = Query(
    select(_fate.label("fate"), func.count().label("rows"))
    .select_from(_with_recall)
    .where(*_of_batch, _is_copy)
    .group_by(_fate)
)


def _whose_are_left(sql: ModuleType) -> Executable:
    theirs = func.coalesce(_whose(sql), addresses.c.staff_id)  # pictures have no purpose
    return (
        select(people.c.name, _fate.label("fate"))
        .select_from(
            _with_recall.join(addresses, _of_chat, isouter=True).join(
                people, and_(people.c.station_id == STATION, people.c.staff_id == theirs)
            )
        )
        .where(*_of_batch, _is_copy, _fate.in_([literal(Fate.UNREACHABLE), literal(Fate.LOST)]))
        .order_by(outbox.c.id)
        .limit(arg("most", Integer))
    )


_LEFT = Query(_whose_are_left)


async def tell(
    tx: Tx, batch: str, purpose: str, *, lane: Lane, sender: str, not_before: datetime | None = None
) -> None:
    """Say it to everyone who has not said 收到 yet, on each of their accounts: in one statement.

    `purpose` is completed by "@" and the staff id of whoever it is for. Not before `not_before` (UTC).
    """
    at = not_before or tx.now
    await tx.run(_TELL, batch=batch, purpose=purpose, lane=lane, sender=sender, not_before=at)
    await _wake(tx, at)


async def revise(tx: Tx, batch: str, purpose: str, *, lane: Lane, sender: str) -> None:
    """Let every copy that was sent say what `purpose` says now; not where its person has lost the account.

    What is being sent at this moment is noted, for `revise_late`.
    """
    await tx.run(_NOTE_IN_FLIGHT, batch=batch)
    await tx.run(_REVISE, batch=batch, purpose=purpose, lane=lane, sender=sender, not_before=tx.now)
    await _wake(tx, tx.now)


async def revise_late(tx: Tx, batch: str, purpose: str, since: datetime, *, lane: Lane, sender: str) -> None:
    """The same for the copies that were being sent when it was revised (`since`, UTC), once they are."""
    late = {"batch": batch, "purpose": purpose, "lane": lane, "sender": sender}
    await tx.run(_REVISE_LATE, since=since, not_before=tx.now, **late)
    await _wake(tx, tx.now)


async def recall(tx: Tx, batch: str, purpose: str, *, lane: Lane, sender: str) -> None:
    """Never send what is not sent, take back what is; `purpose` says what stands where it cannot be deleted.

    What was being sent at this moment is found when this is done again.
    """
    await tx.run(_STOP_ALL, batch=batch)
    await tx.run(_RECALL, batch=batch, purpose=purpose, lane=lane, sender=sender, not_before=tx.now)
    await _wake(tx, tx.now)


async def pause(tx: Tx, batch: str) -> None:
    """Send nothing more of it for a while; what was sent is still corrected."""
    await tx.run(_PAUSE, batch=batch)


async def hold(tx: Tx, row: int) -> None:
    """A copy that is leased waits like the others of its batch, which was paused since."""
    await tx.run(_HOLD, row=row)


async def resume(tx: Tx, batch: str, not_before: datetime) -> None:
    """Go on sending, not before a moment (UTC)."""
    await tx.run(_RESUME, batch=batch, not_before=not_before)
    await _wake(tx, not_before)


async def stop(tx: Tx, batch: str) -> None:
    """What is not sent yet is never sent; from whoever was not told nobody waits for a 收到.

    What was being sent at this moment is found when this is done again.
    """
    await tx.run(_STOP, batch=batch)
    await tx.run(_FORGET_UNTOLD, batch=batch)


async def progress(tx: Tx, batch: str) -> Progress:
    """How far its copies have come."""
    found = dict.fromkeys(Progress._fields, 0)
    for row in await tx.rows(_PROGRESS, batch=batch):
        found[_STATE[OutboxState(row["state"])]] += row["rows"]
    return Progress(**found)


async def edits_left(tx: Tx, batch: str) -> int:
    """How many copies do not yet say what they are to say now."""
    number: int = await tx.value(_EDITS_LEFT, batch=batch)
    return number


async def fates(tx: Tx, batch: str) -> dict[Fate, int]:
    """What became of the copies of a batch that was recalled: how many of each; they are all its copies."""
    rows = await tx.rows(_FATES, batch=batch)
    return {Fate(row["fate"]): row["rows"] for row in rows}


async def left(tx: Tx, batch: str, most: int) -> list[Left]:
    """The copies that could not be taken back, `most` at the most."""
    return await tx.all(_LEFT, Left, batch=batch, most=most)


async def taking_back(tx: Tx, row: int, says: Outgoing) -> Outgoing:
    """What takes a row's copies back, in the words of `says` where they cannot be deleted."""
    (sent,) = await tx.rows(_SENT_FROM, row=row)
    ids = [sent["provider_id"], sent["twin_id"], *(sent["further"] or ())]
    photos = Outgoing.model_validate(sent["message"]).photos
    return Outgoing(text=says.text, recalls=tuple(filter(None, ids)), photos=photos)


async def _wake(tx: Tx, at: datetime) -> None:
    """Let delivery look, or the ticks know of the moment: of thousands of chats none by itself."""
    if at > tx.now:
        tx.wake("timers")
        return
    for channel in await outbox_channels(tx):
        for lane in (Lane.URGENT, Lane.ROUTINE, Lane.BULK):
            tx.wake("outbox", Waiting(lane, channel, "").key)
