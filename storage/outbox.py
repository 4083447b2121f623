"""What is to be said: written with the change it speaks of, then leased, sent and marked."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from types import ModuleType
from typing import NamedTuple

from sqlalchemy import (
    JSON,
    Column,
    Identity,
    Index,
    Select,
    Text,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.selectable import FromClause

from storage.db import Tx, partial_index, table
from storage.messages import Lane, Outgoing
from storage.query import NOW, STATION, Id, Integer, Json, Moment, Query, arg, literal
from storage.records import EMPTY, Backlog, Record

outbox = table(
    "outbox",
    Column("id", Id, Identity(), primary_key=True),
    Column("channel", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("message", Json, nullable=False),
    Column("subject", Text),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("leased_by", Text),
    Column("sent_at", Moment),
    Column("provider_id", Text),
    Column("error", Text),
    Column("purpose", Text),
    Column("valid_until", Moment),
    Column("merged_into", Id),
    Column("replaces", Text),
    Column("doubts", Integer, nullable=False, default=0),
    Column("twin_id", Text),
    Column("sender", Text),
    Column("batch", Text),
    Column("recalls", Id),
    Column("further", Json),
)
is_pending = outbox.c.state == literal("pending")
is_held = outbox.c.state == literal("held")
is_kept = outbox.c.state == literal("kept")
is_leased = outbox.c.state == literal("sending")
is_of_batch = outbox.c.batch.is_not(None)
is_recall = outbox.c.recalls.is_not(None)
is_doubted = outbox.c.doubts > literal_column("0")
_is_edit = outbox.c.replaces.is_not(None)
_place = (outbox.c.station_id, outbox.c.channel)
partial_index("ix_outbox_pending", is_pending, *_place, outbox.c.chat, outbox.c.lane, outbox.c.id)
partial_index(
    "ix_outbox_lane", is_pending, *_place, outbox.c.lane, outbox.c.not_before, outbox.c.id, outbox.c.chat
)
partial_index("ix_outbox_edits", _is_edit, *_place, outbox.c.chat, outbox.c.replaces, outbox.c.id)
partial_index("ix_outbox_doubted", is_doubted, *_place, outbox.c.chat, outbox.c.id)
partial_index("ix_outbox_due", is_pending, outbox.c.station_id, outbox.c.not_before)
partial_index("ix_outbox_held", is_held, outbox.c.station_id, outbox.c.channel, outbox.c.chat)
partial_index(
    "ix_outbox_batch",
    is_of_batch,
    outbox.c.station_id,
    outbox.c.batch,
    outbox.c.state,
    outbox.c.recalls,
    outbox.c.replaces,
)
partial_index("ix_outbox_recalls", is_recall, outbox.c.station_id, outbox.c.recalls)
partial_index("ix_outbox_leased", is_leased, outbox.c.station_id)
Index("ix_outbox_provider", outbox.c.station_id, outbox.c.channel, outbox.c.chat, outbox.c.provider_id)


class OutboxState(StrEnum):
    """Where a message is on its way out.

    Stale: it stopped being true before it was sent, or a newer state of its card took its place; it was not
    said. Held: it waits for the next digest of its chat, in which it is then merged. Kept: its person cannot be
    reached just now. Paused: the batch that it is of was stopped for a while. Unknown: it went out twice, and neither answer came.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    STALE = "stale"
    PAUSED = "paused"
    HELD = "held"
    MERGED = "merged"
    KEPT = "kept"
    UNKNOWN = "unknown"


class Notice(Record):
    """One row of the outbox: to whom (channel and chat), what, and what it speaks of.

    `purpose` ("kind/about", see `purpose_of`) names why it is said: before it is sent, whoever wrote it says whether
    that still holds. From `valid_until` (UTC) on it is of no use to anyone. `doubts` counts the times it went out
    with the answer lost; `sender` is whoever caused it, by staff id. It `replaces` a copy by its id there, or
    `recalls` those of another row. `batch` names what was said to many (storage/batches.py).
    """

    id: int
    channel: str
    chat: str
    lane: Lane
    message: Outgoing
    subject: str | None
    tries: int
    purpose: str | None
    valid_until: datetime | None
    doubts: int
    sender: str | None
    replaces: str | None
    batch: str | None
    recalls: int | None


notice_columns = (
    outbox.c.id,
    outbox.c.channel,
    outbox.c.chat,
    outbox.c.lane,
    outbox.c.message,
    outbox.c.subject,
    outbox.c.tries,
    outbox.c.purpose,
    outbox.c.valid_until,
    outbox.c.doubts,
    outbox.c.sender,
    outbox.c.replaces,
    outbox.c.batch,
    outbox.c.recalls,
)
mine = outbox.c.station_id == STATION
this_row = outbox.c.id == arg("row")
here = (outbox.c.channel == arg("channel"), outbox.c.chat == arg("chat"))
is_due = outbox.c.not_before <= NOW
_was_handed_back = outbox.c.error.is_not(None)

_APPEND = Query(
    lambda sql: (
        sql.insert(outbox)
        .values(
            station_id=STATION,
            channel=arg("channel"),
            chat=arg("chat"),
            lane=arg("lane"),
            message=arg("message"),
            subject=arg("subject"),
            state=arg("state"),
            tries=0,
            doubts=0,
            replaces=arg("replaces"),
            sender=arg("sender"),
            batch=arg("batch"),
            not_before=arg("not_before"),
            created_at=NOW,
            purpose=arg("purpose"),
            valid_until=arg("valid_until"),
        )
        .returning(outbox.c.id)
    )
)
_CHANNEL = Query(
    select(func.min(outbox.c.channel).label("channel")).where(
        mine, is_pending, outbox.c.channel > arg("after")
    )
)
_lane = outbox.c.lane == arg("lane")
_DUE = Query(
    select(outbox.c.chat, outbox.c.not_before, outbox.c.id)
    .where(
        mine,
        is_pending,
        outbox.c.channel == arg("channel"),
        _lane,
        is_due,
        tuple_(outbox.c.not_before, outbox.c.id) > tuple_(arg("after", Moment()), arg("after_id", Id)),
    )
    .order_by(outbox.c.not_before, outbox.c.id)
    .limit(arg("most", Integer))
)
_NEXT_DUE = Query(
    select(func.min(outbox.c.not_before).label("at")).where(mine, is_pending, outbox.c.not_before > NOW)
)


def _firsts(sql: ModuleType) -> tuple[FromClause, Select[tuple[int, datetime]]]:
    """The chats of an argument, and for each of them what comes first there in a lane.

    What waits for its next try holds its chat in its lane; what was held back from the start does not.
    """
    listed = arg("chats", Json())
    on_sqlite = sql.__name__.endswith("sqlite")
    found = func.json_each(listed) if on_sqlite else func.json_array_elements_text(cast(listed, JSON))
    chats = found.table_valued(Column("value", Text), name="chats")
    first = (
        select(outbox.c.id, outbox.c.not_before)
        .where(
            mine,
            is_pending,
            outbox.c.channel == arg("channel"),
            outbox.c.chat == chats.c.value,
            _lane,
            or_(is_due, _was_handed_back),
        )
        .order_by(outbox.c.id)
        .limit(1)
        .correlate(chats)
    )
    return chats, first


def _lease_firsts(sql: ModuleType) -> Executable:
    chats, first = _firsts(sql)
    due = first.with_only_columns(case((is_due, outbox.c.id))).scalar_subquery()
    return (
        update(outbox)
        # nothing more, or SQLite reads everything that is due
        .where(is_pending, outbox.c.id.in_(select(due).select_from(chats)))
        .values(state=OutboxState.SENDING, leased_by=arg("who"))
        .returning(*notice_columns)
    )


def _with_more(sql: ModuleType) -> Executable:
    chats, first = _firsts(sql)
    is_there = first.with_only_columns(outbox.c.not_before).scalar_subquery() <= NOW
    return select(chats.c.value.label("chat")).where(is_there)


_LEASE = Query(_lease_firsts)
_MORE = Query(_with_more)
_same_copy = (*here, outbox.c.replaces == arg("copy"))
_NEWEST_EDIT = Query(
    select(func.max(outbox.c.id).label("newest")).where(
        mine, *_same_copy, outbox.c.state.in_(["pending", "sending", "sent"])
    )
)
_SUPERSEDE = Query(
    update(outbox)
    .where(mine, *_same_copy, outbox.c.id < arg("newest", Id), or_(is_pending, this_row))
    .values(state=OutboxState.STALE, leased_by=None)
)
_SENT = Query(
    update(outbox)
    .where(mine, this_row, is_leased)
    .values(
        state=OutboxState.SENT,
        message=func.coalesce(arg("kept", Json()), outbox.c.message),
        sent_at=NOW,
        provider_id=arg("copy"),
        further=arg("further"),
        leased_by=None,
        error=None,
    )
)
_HAND_BACK = Query(
    update(outbox)
    .where(mine, this_row, is_leased)
    .values(
        state=OutboxState.PENDING,
        not_before=arg("at"),
        leased_by=None,
        error=arg("reason"),
        tries=outbox.c.tries + arg("failed", Integer),
        doubts=outbox.c.doubts + arg("doubted", Integer),
    )
    .returning(outbox.c.id)
)
_FINISH = Query(
    update(outbox)
    .where(mine, this_row, is_leased)
    .values(state=arg("state"), leased_by=None, error=arg("reason"))
    .returning(outbox.c.id)
)
_ANEW = Query(
    update(outbox)
    .where(mine, this_row, is_leased)
    .values(state=OutboxState.PENDING, leased_by=None, message=arg("message"), replaces=None)
)
_IN_HAND = Query(select(*notice_columns).where(mine, is_leased).order_by(outbox.c.id))
_RESTATE = Query(
    update(outbox).where(mine, this_row, is_leased).values(message=arg("message"), subject=arg("about"))
)
_BACKLOGS = Query(
    select(outbox.c.lane, func.count().label("waiting"), func.min(outbox.c.not_before).label("since"))
    .where(mine, is_pending, is_due)
    .group_by(outbox.c.lane)
)
_IS_DUE_SINCE = Query(
    select(outbox.c.id)
    .where(
        mine,
        is_pending,
        outbox.c.channel == arg("channel"),
        outbox.c.not_before <= arg("before", Moment()),
    )
    .limit(1)
)
_FAILED = Query(
    select(*notice_columns).where(
        mine, outbox.c.state == literal("failed"), outbox.c.created_at >= arg("since", Moment())
    )
)


def purpose_of(kind: str, about: str) -> str:
    """Why something is said: its kind, which one capability knows, and what that capability makes of `about`."""
    return f"{kind}/{about}"


async def append(
    tx: Tx,
    channel: str,
    chat: str,
    message: Outgoing,
    *,
    lane: Lane,
    subject: str | None = None,
    not_before: datetime | None = None,
    purpose: str | None = None,
    valid_until: datetime | None = None,
    sender: str | None = None,
    held: bool = False,
    kept: bool = False,
    batch: str | None = None,
) -> int:
    """Say `message` to a chat once this transaction is committed, not before `not_before` (UTC).

    Nor from `valid_until` on, nor when `purpose` does not hold any more as it is about to be sent. What is `held`
    is not sent: the next digest of the chat says it (`gather`). What is `kept` waits until its person can be
    reached again.
    """
    if message.answers is not None:
        lane = Lane.ANSWER
    row: int = await tx.value(
        _APPEND,
        channel=channel,
        chat=chat,
        lane=lane,
        message=message,
        subject=subject,
        state=OutboxState.KEPT if kept else OutboxState.HELD if held else OutboxState.PENDING,
        not_before=not_before or tx.now,
        purpose=purpose,
        valid_until=valid_until,
        replaces=message.replaces,
        sender=sender,
        batch=batch,
    )
    if held or kept:
        return row
    if not_before and not_before > tx.now:
        tx.wake("timers")  # the ticks must know of the moment
    else:
        wake(tx, lane, channel, chat)
    return row


class Waiting(NamedTuple):
    """Something waits in a lane for a chat of a channel (for many: ""): what delivery is woken with, as a text."""

    lane: Lane
    channel: str
    chat: str

    @classmethod
    def of(cls, key: str) -> "Waiting":
        """What a key says."""
        lane, channel, chat = key.split("/", 2)
        return cls(Lane(lane), channel, chat)

    @property
    def key(self) -> str:
        """As `of` reads it."""
        return "/".join(self)


def wake(tx: Tx, lane: Lane, channel: str, chat: str) -> None:
    """Let delivery know, once this transaction is committed, that something waits in a lane for a chat."""
    tx.wake("outbox", Waiting(lane, channel, chat).key)


async def channels(tx: Tx) -> list[str]:
    """The channels on which something waits."""
    found: list[str] = []
    while channel := await tx.value(_CHANNEL, after=found[-1] if found else ""):
        found.append(channel)
    return found


class Place(NamedTuple):
    """How far the due messages of a lane were looked through."""

    not_before: datetime
    id: int


START = Place(datetime(1970, 1, 1, tzinfo=UTC), 0)


async def due(tx: Tx, channel: str, lane: Lane, after: Place, most: int) -> tuple[list[str], Place | None]:
    """The chats of the next `most` due messages of a lane, oldest first, and the place to go on from, if any."""
    rows = await tx.rows(
        _DUE, channel=channel, lane=lane, after=after.not_before, after_id=after.id, most=most
    )
    place = Place(rows[-1]["not_before"], rows[-1]["id"]) if len(rows) == most else None
    return list(dict.fromkeys(row["chat"] for row in rows)), place


async def next_due(tx: Tx) -> datetime | None:
    """When the next message that is held back falls due."""
    at: datetime | None = await tx.value(_NEXT_DUE)
    return at


async def lease(tx: Tx, channel: str, lane: Lane, chats: Iterable[str], who: str) -> list[Notice]:
    """Take the oldest due message of each chat in a lane for sending, in the name of `who` (a run of the bot).

    None of a chat where an older one waits for its next try: the order holds. An edit that a newer one of the
    same copy has overtaken is passed over: only the newest state is said.
    """
    leased: list[Notice] = []
    asked = list(chats)
    while asked:
        found = await tx.all(_LEASE, Notice, channel=channel, lane=lane, chats=asked, who=who)
        overtaken = [notice for notice in found if notice.replaces and await _is_overtaken(tx, notice)]
        leased += [notice for notice in found if notice not in overtaken] if overtaken else found
        asked = [notice.chat for notice in overtaken]
    return leased


async def _is_overtaken(tx: Tx, edit: Notice) -> bool:
    """Whether a newer edit of the same copy is there; the older ones are then not said."""
    copy = {"channel": edit.channel, "chat": edit.chat, "copy": edit.replaces}
    newest: int = await tx.value(_NEWEST_EDIT, **copy)
    if newest == edit.id:
        return False
    await tx.run(_SUPERSEDE, **copy, newest=newest, row=edit.id)
    return True


async def more(tx: Tx, channel: str, lane: Lane, chats: Iterable[str]) -> set[str]:
    """Those of the chats for which something else is due in a lane."""
    return {row["chat"] for row in await tx.rows(_MORE, channel=channel, lane=lane, chats=list(chats))}


async def in_hand(tx: Tx) -> list[Notice]:
    """Everything that is leased."""
    return await tx.all(_IN_HAND, Notice)


async def sent(tx: Tx, each: Iterable[tuple[Notice, Sequence[str]]]) -> None:
    """Mark as sent, with the platform's ids of the copies: by the first of them the message can be edited."""
    await tx.run_many(
        _SENT,
        (
            {
                "row": notice.id,
                "copy": copies[0] if copies else None,
                "further": list(copies[1:]) or None,
                "kept": _kept(notice),
            }
            for notice, copies in each
        ),
    )


def _kept(notice: Notice) -> Outgoing | None:
    """In which words a message is kept; None: those that it had.

    The words of a batch are kept once, by whoever knows its purpose; here only while a copy is in doubt.
    """
    if notice.doubts:
        return Outgoing() if notice.message.secret else notice.message
    known_elsewhere = notice.batch is not None and notice.purpose is not None
    return Outgoing() if notice.message.secret or known_elsewhere else None


async def hand_back(
    tx: Tx, notice: int, at: datetime, reason: str | None, *, failed: bool = False, doubted: bool = False
) -> bool:
    """Give up the lease; to be tried again not before `at`.

    `failed` counts it as a try, `doubted` says that it may have been said all the same. With a `reason` it holds
    its chat until then.
    """
    return await tx.changed(
        _HAND_BACK, row=notice, at=at, reason=reason, failed=int(failed), doubted=int(doubted)
    )


async def say_anew(tx: Tx, notice: Notice) -> None:
    """The copy that was to be edited is gone: the message is a new one."""
    await tx.run(_ANEW, row=notice.id, message=notice.message.model_copy(update={"replaces": None}))


async def fail(tx: Tx, notice: int, reason: str) -> bool:
    """Give up for good."""
    return await tx.changed(_FINISH, row=notice, reason=reason, state=OutboxState.FAILED)


async def leave_unknown(tx: Tx, notice: int, reason: str) -> bool:
    """It was said once or twice, or never: nobody will know, unless it is answered."""
    return await tx.changed(_FINISH, row=notice, reason=reason, state=OutboxState.UNKNOWN)


async def expire(tx: Tx, notice: int) -> bool:
    """What was leased is true no more: it is not said, and nobody is at fault."""
    return await tx.changed(_FINISH, row=notice, reason=None, state=OutboxState.STALE)


async def restate(tx: Tx, notice: int, message: Outgoing, subject: str | None) -> None:
    """What was leased says something else by now, and speaks of something else."""
    await tx.run(_RESTATE, row=notice, message=message, about=subject)


async def is_due_since(tx: Tx, channel: str, before: datetime) -> bool:
    """Whether something on a channel has been due since `before`, or longer."""
    return await tx.value(_IS_DUE_SINCE, channel=channel, before=before) is not None


async def backlogs(tx: Tx) -> dict[Lane, Backlog]:
    """What is due and not sent yet in every lane, and since when."""
    found = {row["lane"]: row for row in await tx.rows(_BACKLOGS)}
    return {
        lane: Backlog(waiting=found[lane]["waiting"], since=found[lane]["since"]) if lane in found else EMPTY
        for lane in Lane
    }


async def failed(tx: Tx, since: datetime) -> list[Notice]:
    """What was to be said since a moment and was given up."""
    return await tx.all(_FAILED, Notice, since=since)
