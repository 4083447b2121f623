"""What is to be said: written with the change it speaks of, then leased, sent and marked."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import (
    Column,
    Identity,
    Index,
    Text,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)

from storage.db import Tx, table
from storage.messages import Lane, Outgoing
from storage.query import NOW, STATION, Id, Integer, Json, Moment, Query, arg, literal
from storage.records import Record

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
)
_pending = outbox.c.state == literal("pending")
_held = outbox.c.state == literal("held")
_kept = outbox.c.state == literal("kept")
_leased = outbox.c.state == literal("sending")
_doubted = outbox.c.doubts > literal_column("0")
_is_edit = outbox.c.replaces.is_not(None)
_place = (outbox.c.station_id, outbox.c.channel)
Index(
    "ix_outbox_pending",
    *_place,
    outbox.c.chat,
    outbox.c.lane,
    outbox.c.id,
    sqlite_where=_pending,
    postgresql_where=_pending,
)
Index(
    "ix_outbox_lane",
    *_place,
    outbox.c.lane,
    outbox.c.not_before,
    outbox.c.id,
    outbox.c.chat,
    sqlite_where=_pending,
    postgresql_where=_pending,
)
Index(
    "ix_outbox_edits",
    *_place,
    outbox.c.chat,
    outbox.c.replaces,
    outbox.c.id,
    sqlite_where=_is_edit,
    postgresql_where=_is_edit,
)
Index(
    "ix_outbox_doubted",
    *_place,
    outbox.c.chat,
    outbox.c.id,
    sqlite_where=_doubted,
    postgresql_where=_doubted,
)
Index(
    "ix_outbox_due",
    outbox.c.station_id,
    outbox.c.not_before,
    sqlite_where=_pending,
    postgresql_where=_pending,
)
Index(
    "ix_outbox_held",
    outbox.c.station_id,
    outbox.c.channel,
    outbox.c.chat,
    sqlite_where=_held,
    postgresql_where=_held,
)
Index("ix_outbox_leased", outbox.c.station_id, sqlite_where=_leased, postgresql_where=_leased)
Index("ix_outbox_provider", outbox.c.station_id, outbox.c.channel, outbox.c.chat, outbox.c.provider_id)


KEPT_FOR = timedelta(days=7)
"""For so long a message waits for a person who cannot be reached; later it would be of no use to them."""


class OutboxState(StrEnum):
    """Where a message is on its way out.

    Stale: it stopped being true before it was sent, or a newer state of its card took its place; it was not
    said. Held: it waits for the next digest of its chat, in which it is then merged. Kept: its person cannot be
    reached just now. Unknown: it went out twice, and neither answer came.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    STALE = "stale"
    HELD = "held"
    MERGED = "merged"
    KEPT = "kept"
    UNKNOWN = "unknown"


class Notice(Record):
    """One row of the outbox: to whom (channel and chat), what, and what it speaks of.

    `purpose` ("kind/about", see `purpose_of`) names why it is said: before it is sent, whoever wrote it says whether
    that still holds. From `valid_until` (UTC) on it is of no use to anyone. `doubts` counts the times it went out
    with the answer lost; `sender` is whoever caused it, by staff id.
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


_notice = (
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
)
_mine = outbox.c.station_id == STATION
_row = outbox.c.id == arg("row")
_here = (outbox.c.channel == arg("channel"), outbox.c.chat == arg("chat"))
_is_due = outbox.c.not_before <= NOW
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
        _mine, _pending, outbox.c.channel > arg("after")
    )
)
_lane = outbox.c.lane == arg("lane")
_DUE = Query(
    select(outbox.c.chat, outbox.c.not_before, outbox.c.id)
    .where(
        _mine,
        _pending,
        outbox.c.channel == arg("channel"),
        _lane,
        _is_due,
        tuple_(outbox.c.not_before, outbox.c.id) > tuple_(arg("after", Moment()), arg("after_id", Id)),
    )
    .order_by(outbox.c.not_before, outbox.c.id)
    .limit(arg("most", Integer))
)
_NEXT_DUE = Query(
    select(func.min(outbox.c.not_before).label("at")).where(_mine, _pending, outbox.c.not_before > NOW)
)
# What waits for its next try holds its chat in its lane; what was held back from the start does not.
_first = (
    select(outbox.c.id, outbox.c.not_before)
    .where(_mine, _pending, *_here, _lane, or_(_is_due, _was_handed_back))
    .order_by(outbox.c.id)
    .limit(1)
)
_LEASE = Query(
    update(outbox)
    .where(
        _mine,
        _pending,
        _is_due,
        outbox.c.id == _first.with_only_columns(outbox.c.id).scalar_subquery(),
    )
    .values(state=OutboxState.SENDING, leased_by=arg("who"))
    .returning(*_notice)
)
_MORE = Query(_first.with_only_columns(outbox.c.not_before))
_same_copy = (*_here, outbox.c.replaces == arg("copy"))
_NEWEST_EDIT = Query(
    select(func.max(outbox.c.id).label("newest")).where(
        _mine, *_same_copy, outbox.c.state.in_(["pending", "sending", "sent"])
    )
)
_SUPERSEDE = Query(
    update(outbox)
    .where(_mine, *_same_copy, outbox.c.id < arg("newest", Id), or_(_pending, _row))
    .values(state=OutboxState.STALE, leased_by=None)
)
_TWIN = Query(
    select(
        case((outbox.c.twin_id == arg("copy"), outbox.c.provider_id), else_=outbox.c.twin_id).label("other")
    )
    .where(_mine, _doubted, *_here, or_(outbox.c.twin_id == arg("copy"), outbox.c.provider_id == arg("copy")))
    .limit(1)
)
_KNOWN = Query(select(outbox.c.id).where(_mine, *_here, outbox.c.provider_id == arg("copy")).limit(1))
_RECONCILE = Query(
    update(outbox)
    .where(
        _mine,
        outbox.c.id
        == select(outbox.c.id)
        .where(
            _mine,
            _doubted,
            *_here,
            outbox.c.twin_id.is_(None),
            outbox.c.message.contains(arg("button", Text()), autoescape=False),
        )
        .order_by(outbox.c.id.desc())
        .limit(1)
        .scalar_subquery(),
    )
    .values(
        twin_id=case((or_(_leased, outbox.c.provider_id.is_not(None)), arg("copy", Text())), else_=None),
        provider_id=case(
            (or_(_leased, outbox.c.provider_id.is_not(None)), outbox.c.provider_id),
            else_=arg("copy", Text()),
        ),
        state=case((_leased, outbox.c.state), else_=literal("sent")),
        sent_at=func.coalesce(outbox.c.sent_at, NOW),
    )
    .returning(outbox.c.id)
)
_SENT = Query(
    update(outbox)
    .where(_mine, _row, _leased)
    .values(
        state=OutboxState.SENT,
        message=arg("kept"),
        sent_at=NOW,
        provider_id=arg("copy"),
        leased_by=None,
        error=None,
    )
    .returning(outbox.c.id)
)
_HAND_BACK = Query(
    update(outbox)
    .where(_mine, _row, _leased)
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
    .where(_mine, _row, _leased)
    .values(state=arg("state"), leased_by=None, error=arg("reason"))
    .returning(outbox.c.id)
)
_ANEW = Query(
    update(outbox)
    .where(_mine, _row, _leased)
    .values(state=OutboxState.PENDING, leased_by=None, message=arg("message"), replaces=None)
)
_KEEP = Query(update(outbox).where(_mine, _pending, *_here).values(state=OutboxState.KEPT))
_RELEASE = Query(
    update(outbox)
    .where(_mine, _kept, *_here)
    .values(
        state=case(
            (
                or_(outbox.c.valid_until <= NOW, outbox.c.created_at < arg("since", Moment())),
                literal("stale"),
            ),
            else_=literal("pending"),
        )
    )
    .returning(outbox.c.lane)
)
_digest = outbox.alias("digest")
_was_said = exists().where(_digest.c.id == outbox.c.merged_into, _digest.c.state == literal("sent"))
_MERGED = Query(update(outbox).where(_mine, _held, *_here, _was_said).values(state=OutboxState.MERGED))
_GATHER = Query(
    update(outbox).where(_mine, _held, *_here).values(merged_into=arg("digest")).returning(*_notice)
)
_HOLDS = Query(select(outbox.c.id).where(_mine, _held, *_here, ~_was_said).limit(1))
_LET_GO = Query(update(outbox).where(_mine, _held, _row).values(state=OutboxState.STALE))
_IN_HAND = Query(select(*_notice).where(_mine, _leased).order_by(outbox.c.id))
_SUBJECT = Query(
    select(outbox.c.subject)
    .where(
        _mine,
        *_here,
        outbox.c.provider_id == arg("copy"),
        outbox.c.subject.is_not(None),
    )
    .order_by(outbox.c.id.desc())
    .limit(1)
)
_CANCEL = Query(
    update(outbox)
    .where(_mine, or_(_pending, _held, _kept), *_here)
    .values(state=OutboxState.FAILED, error="address gone")
)
_MOVE = Query(
    update(outbox)
    .where(_mine, or_(_pending, _held, _kept), *_here)
    .values(chat=arg("chat_now"))
    .returning(outbox.c.lane)
)
_IN_DOUBT = Query(select(*_notice).where(_mine, or_(_leased, and_(_pending, _is_due))).order_by(outbox.c.id))
_RESTATE = Query(
    update(outbox).where(_mine, _row, _leased).values(message=arg("message"), subject=arg("about"))
)
_DOUBT = Query(
    update(outbox)
    .where(_mine, _row, or_(_leased, _pending))
    .values(state=OutboxState.PENDING, leased_by=None, doubts=outbox.c.doubts + literal_column("1"))
)
_DROP = Query(
    update(outbox)
    .where(_mine, _row, or_(_leased, _pending))
    .values(state=OutboxState.FAILED, leased_by=None, error=arg("reason"))
)
_DUE_SINCE = Query(select(func.min(outbox.c.not_before).label("since")).where(_mine, _pending, _is_due))
_FAILED = Query(
    select(*_notice).where(
        _mine, outbox.c.state == literal("failed"), outbox.c.created_at >= arg("since", Moment())
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
    )
    if held or kept:
        return row
    if not_before and not_before > tx.now:
        tx.wake("timers")  # the ticks must know of the moment
    else:
        _wake(tx, lane, channel, chat)
    return row


class Waiting(NamedTuple):
    """Something waits in a lane for a chat of a channel: what delivery is woken with, as a text."""

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


def _wake(tx: Tx, lane: Lane, channel: str, chat: str) -> None:
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


async def lease(tx: Tx, channel: str, chat: str, lane: Lane, who: str) -> Notice | None:
    """Take the oldest due message of a chat in a lane for sending, in the name of `who` (a run of the bot).

    None too while an older one waits for its next try: the order holds. An edit that a newer one of the same
    copy has overtaken is passed over: only the newest state is said.
    """
    while notice := await tx.one(_LEASE, Notice, channel=channel, chat=chat, lane=lane, who=who):
        copy = notice.message.replaces
        if copy is None:
            return notice
        newest: int = await tx.value(_NEWEST_EDIT, channel=channel, chat=chat, copy=copy)
        if newest == notice.id:
            return notice
        await tx.run(_SUPERSEDE, channel=channel, chat=chat, copy=copy, newest=newest, row=notice.id)
    return None


async def more(tx: Tx, channel: str, chat: str, lane: Lane) -> bool:
    """Whether something else is due in a lane for a chat."""
    first: datetime | None = await tx.value(_MORE, channel=channel, chat=chat, lane=lane)
    return first is not None and first <= tx.now


async def twin(tx: Tx, channel: str, chat: str, copy: str) -> str | None:
    """The other copy of a message that had to be said twice, if it is known."""
    other: str | None = await tx.value(_TWIN, channel=channel, chat=chat, copy=copy)
    return other


async def reconcile(tx: Tx, channel: str, chat: str, copy: str, button: str) -> None:
    """A button was pressed on a copy of ours: if it is one whose answer was lost, it is known from now on.

    What was still to be repeated need not be.
    """
    if not await tx.rows(_KNOWN, channel=channel, chat=chat, copy=copy):
        await tx.run(_RECONCILE, channel=channel, chat=chat, copy=copy, button=f'"{button}"')


async def in_hand(tx: Tx) -> list[Notice]:
    """Everything that is leased."""
    return await tx.all(_IN_HAND, Notice)


async def sent(tx: Tx, notice: Notice, copy: str | None) -> bool:
    """Mark as sent; `copy` is the platform's id of the message, by which it can be edited."""
    kept = Outgoing() if notice.message.secret else notice.message
    return await tx.changed(_SENT, row=notice.id, copy=copy, kept=kept)


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


async def keep(tx: Tx, notice: Notice, reason: str) -> None:
    """Its person cannot be reached: it waits, and all that is to be said in that chat waits with it."""
    await tx.run(_FINISH, row=notice.id, reason=reason, state=OutboxState.KEPT)
    await keep_all(tx, notice.channel, notice.chat)


async def keep_all(tx: Tx, channel: str, chat: str) -> None:
    """A person cannot be reached: what is to be said in that chat waits until they can."""
    await tx.run(_KEEP, channel=channel, chat=chat)


async def release(tx: Tx, channel: str, chat: str) -> None:
    """A person can be reached again: what is still of use to them is said."""
    for row in await tx.rows(_RELEASE, channel=channel, chat=chat, since=tx.now - KEPT_FOR):
        _wake(tx, Lane(row["lane"]), channel, chat)


async def expire(tx: Tx, notice: int) -> bool:
    """What was leased is true no more: it is not said, and nobody is at fault."""
    return await tx.changed(_FINISH, row=notice, reason=None, state=OutboxState.STALE)


async def restate(tx: Tx, notice: int, message: Outgoing, subject: str | None) -> None:
    """What was leased says something else by now, and speaks of something else."""
    await tx.run(_RESTATE, row=notice, message=message, about=subject)


async def holds(tx: Tx, channel: str, chat: str) -> bool:
    """Whether something waits for a digest of a chat: none that was sent has said it."""
    return await tx.value(_HOLDS, channel=channel, chat=chat) is not None


async def gather(tx: Tx, digest: Notice) -> list[Notice]:
    """What waits for a digest that is leased, the oldest first: it is in it as soon as that is sent.

    The same at every try; when the digest is never sent, the next one gathers it.
    """
    await tx.run(_MERGED, channel=digest.channel, chat=digest.chat)
    found = await tx.all(_GATHER, Notice, channel=digest.channel, chat=digest.chat, digest=digest.id)
    return sorted(found, key=lambda notice: notice.id)


async def let_go(tx: Tx, notice: int) -> None:
    """What was held is true no more."""
    await tx.run(_LET_GO, row=notice)


async def in_doubt(tx: Tx) -> list[Notice]:
    """Of records that were restored: what was due to be said, and may have been said since."""
    return await tx.all(_IN_DOUBT, Notice)


async def doubt(tx: Tx, notice: int) -> None:
    """What is not known to be sent may have been: it is said once more, and marked."""
    await tx.run(_DOUBT, row=notice)


async def drop(tx: Tx, notice: int, reason: str) -> None:
    """Say nothing in the place of what is not sent yet."""
    await tx.run(_DROP, row=notice, reason=reason)


async def subject_of(tx: Tx, channel: str, chat: str, copy: str) -> str | None:
    """What a message of ours in a chat speaks of, such as "sheet:17"."""
    found: str | None = await tx.value(_SUBJECT, channel=channel, chat=chat, copy=copy)
    return found


async def cancel(tx: Tx, channel: str, chat: str) -> None:
    """Say nothing more to a chat (its person has left, or has blocked us)."""
    await tx.run(_CANCEL, channel=channel, chat=chat)


async def move(tx: Tx, channel: str, chat: str, chat_now: str) -> None:
    """A chat has a new id: what waits goes there."""
    for row in await tx.rows(_MOVE, channel=channel, chat=chat, chat_now=chat_now):
        _wake(tx, Lane(row["lane"]), channel, chat_now)


async def due_since(tx: Tx) -> datetime | None:
    """Since when the oldest message is due that nobody has sent yet."""
    since: datetime | None = await tx.value(_DUE_SINCE)
    return since


async def failed(tx: Tx, since: datetime) -> list[Notice]:
    """What was to be said since a moment and was given up."""
    return await tx.all(_FAILED, Notice, since=since)
