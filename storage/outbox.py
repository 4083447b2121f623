"""What is to be said: written with the change it speaks of, then leased, sent and marked."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Identity, Index, Text, and_, exists, func, or_, select, update

from storage.db import Tx, table
from storage.messages import Lane, Outgoing, chat_key
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
)
_pending = outbox.c.state == literal("pending")
_held = outbox.c.state == literal("held")
_leased = outbox.c.state == literal("sending")
Index(
    "ix_outbox_pending",
    outbox.c.station_id,
    outbox.c.channel,
    outbox.c.chat,
    outbox.c.id,
    sqlite_where=_pending,
    postgresql_where=_pending,
)
Index(
    "ix_outbox_due",
    outbox.c.station_id,
    outbox.c.not_before,
    sqlite_where=_pending,
    postgresql_where=_pending,
)
Index("ix_outbox_leased", outbox.c.station_id, sqlite_where=_leased, postgresql_where=_leased)
Index(
    "ix_outbox_held",
    outbox.c.station_id,
    outbox.c.channel,
    outbox.c.chat,
    sqlite_where=_held,
    postgresql_where=_held,
)
Index("ix_outbox_provider", outbox.c.station_id, outbox.c.channel, outbox.c.chat, outbox.c.provider_id)


class OutboxState(StrEnum):
    """Where a message is on its way out.

    Stale: it stopped being true before it was sent, and was not said. Held: it waits for the next digest of
    its chat, in which it is then merged.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    STALE = "stale"
    HELD = "held"
    MERGED = "merged"


class Notice(Record):
    """One row of the outbox: to whom (channel and chat), what, and what it speaks of.

    `purpose` ("kind/about", see `purpose_of`) names why it is said: before it is sent, whoever wrote it says whether
    that still holds. From `valid_until` (UTC) on it is of no use to anyone.
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

    @property
    def chat_key(self) -> str:
        """The name of its chat among those of every channel."""
        return chat_key(self.channel, self.chat)


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
            not_before=arg("not_before"),
            created_at=NOW,
            purpose=arg("purpose"),
            valid_until=arg("valid_until"),
        )
        .returning(outbox.c.id)
    )
)
_CHATS = Query(select(outbox.c.channel, outbox.c.chat).where(_mine, _pending, _is_due).distinct())
_NEXT_DUE = Query(
    select(func.min(outbox.c.not_before).label("at")).where(_mine, _pending, outbox.c.not_before > NOW)
)
# What waits for its next try holds its chat; what was held back from the start does not.
_LEASE = Query(
    update(outbox)
    .where(
        _mine,
        _pending,
        _is_due,
        outbox.c.id
        == select(outbox.c.id)
        .where(_mine, _pending, *_here, or_(_is_due, _was_handed_back))
        .order_by(outbox.c.id)
        .limit(1)
        .scalar_subquery(),
    )
    .values(state=OutboxState.SENDING, leased_by=arg("who"))
    .returning(*_notice)
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
    )
    .returning(outbox.c.id)
)
_FAIL = Query(
    update(outbox)
    .where(_mine, _row, _leased)
    .values(state=OutboxState.FAILED, leased_by=None, error=arg("reason"))
    .returning(outbox.c.id)
)
_EXPIRE = Query(
    update(outbox)
    .where(_mine, _row, _leased)
    .values(state=OutboxState.STALE, leased_by=None)
    .returning(outbox.c.id)
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
    .where(_mine, or_(_pending, _held), *_here)
    .values(state=OutboxState.FAILED, error="address gone")
)
_MOVE = Query(update(outbox).where(_mine, or_(_pending, _held), *_here).values(chat=arg("chat_now")))
_IN_DOUBT = Query(select(*_notice).where(_mine, or_(_leased, and_(_pending, _is_due))).order_by(outbox.c.id))
_REWORD = Query(update(outbox).where(_mine, _row, or_(_leased, _pending)).values(message=arg("message")))
_RESTATE = Query(
    update(outbox).where(_mine, _row, _leased).values(message=arg("message"), subject=arg("about"))
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
    held: bool = False,
) -> int:
    """Say `message` to a chat once this transaction is committed, not before `not_before` (UTC).

    Nor from `valid_until` on, nor when `purpose` does not hold any more as it is about to be sent. What is
    `held` is not sent: the next digest of the chat says it (`gather`).
    """
    row: int = await tx.value(
        _APPEND,
        channel=channel,
        chat=chat,
        lane=lane,
        message=message,
        subject=subject,
        state=OutboxState.HELD if held else OutboxState.PENDING,
        not_before=not_before or tx.now,
        purpose=purpose,
        valid_until=valid_until,
    )
    if held:
        return row
    tx.wake("outbox", chat_key(channel, chat))
    if not_before and not_before > tx.now:
        tx.wake("timers")  # the ticks must know of the moment
    return row


async def chats(tx: Tx) -> list[str]:
    """The keys of the chats to which something is due to be said now."""
    return [chat_key(row["channel"], row["chat"]) for row in await tx.rows(_CHATS)]


async def next_due(tx: Tx) -> datetime | None:
    """When the next message that is held back falls due."""
    at: datetime | None = await tx.value(_NEXT_DUE)
    return at


async def lease(tx: Tx, key: str, who: str) -> Notice | None:
    """Take the oldest due message of a chat (by its key) for sending, in the name of `who` (a run of the bot).

    None too while an older one waits for its next try: the order inside a chat holds.
    """
    channel, _, chat = key.partition("/")
    return await tx.one(_LEASE, Notice, channel=channel, chat=chat, who=who)


async def in_hand(tx: Tx) -> list[Notice]:
    """Everything that is leased."""
    return await tx.all(_IN_HAND, Notice)


async def sent(tx: Tx, notice: Notice, copy: str | None) -> bool:
    """Mark as sent; `copy` is the platform's id of the message, by which it can be edited."""
    kept = Outgoing() if notice.message.secret else notice.message
    return await tx.changed(_SENT, row=notice.id, copy=copy, kept=kept)


async def hand_back(tx: Tx, notice: int, at: datetime, reason: str, *, failed: bool) -> bool:
    """Give up the lease; to be tried again not before `at`. `failed` counts it as a try."""
    return await tx.changed(_HAND_BACK, row=notice, at=at, reason=reason, failed=int(failed))


async def fail(tx: Tx, notice: int, reason: str) -> bool:
    """Give up for good."""
    return await tx.changed(_FAIL, row=notice, reason=reason)


async def expire(tx: Tx, notice: int) -> bool:
    """What was leased is true no more: it is not said, and nobody is at fault."""
    return await tx.changed(_EXPIRE, row=notice)


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


async def reword(tx: Tx, notice: int, message: Outgoing) -> None:
    """Say something else in the place of what is not sent yet."""
    await tx.run(_REWORD, row=notice, message=message)


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
    await tx.run(_MOVE, channel=channel, chat=chat, chat_now=chat_now)
    tx.wake("outbox", chat_key(channel, chat_now))


async def due_since(tx: Tx) -> datetime | None:
    """Since when the oldest message is due that nobody has sent yet."""
    since: datetime | None = await tx.value(_DUE_SINCE)
    return since


async def failed(tx: Tx, since: datetime) -> list[Notice]:
    """What was to be said since a moment and was given up."""
    return await tx.all(_FAILED, Notice, since=since)
