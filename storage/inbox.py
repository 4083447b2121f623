"""What arrived: committed before the platform is told so, handled once, in order within a chat."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, Identity, Text, UniqueConstraint, exists, func, select, update

from storage.db import Tx, partial_index, table
from storage.messages import Incoming, chat_key
from storage.query import NOW, STATION, Id, Integer, Json, Moment, Query, arg, literal
from storage.records import EMPTY, Backlog, Record

inbox = table(
    "inbox",
    Column("id", Id, Identity(), primary_key=True),
    Column("channel", Text, nullable=False),
    Column("provider_id", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("message", Json, nullable=False),
    Column("state", Text, nullable=False, default="new"),
    Column("tries", Integer, nullable=False),
    Column("next_try_at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("handled_at", Moment),
    Column("error", Text),
    UniqueConstraint("station_id", "channel", "provider_id"),
)
_waiting = inbox.c.state == literal("new")
partial_index("ix_inbox_waiting", _waiting, inbox.c.station_id, inbox.c.chat, inbox.c.id)
_given_up = inbox.c.state == literal("parked")
partial_index("ix_inbox_parked", _given_up, inbox.c.station_id, inbox.c.handled_at)


class Arrival(Record):
    """One row of the inbox that waits to be handled; `followed` by another one of its chat."""

    id: int
    chat: str
    message: Incoming
    tries: int
    next_try_at: datetime
    followed: bool


_ADD = Query(
    lambda sql: (
        sql.insert(inbox)
        .values(
            station_id=STATION,
            channel=arg("channel"),
            provider_id=arg("provider_id"),
            chat=arg("chat"),
            message=arg("message"),
            state="new",
            tries=0,
            next_try_at=NOW,
            received_at=NOW,
        )
        .on_conflict_do_nothing()
    )
)
_here = (inbox.c.station_id == STATION, inbox.c.chat == arg("chat"), _waiting)
_behind = inbox.alias("behind")
_FIRST = Query(
    select(
        inbox.c.id,
        inbox.c.chat,
        inbox.c.message,
        inbox.c.tries,
        inbox.c.next_try_at,
        exists()
        .where(
            _behind.c.station_id == STATION,
            _behind.c.chat == arg("chat"),
            _behind.c.state == literal("new"),
            _behind.c.id > inbox.c.id,
        )
        .label("followed"),
    )
    .where(*_here)
    .order_by(inbox.c.id)
    .limit(1)
)
_CHATS = Query(select(inbox.c.chat).where(inbox.c.station_id == STATION, _waiting).distinct())
_CLAIM = Query(
    update(inbox)
    .where(inbox.c.station_id == STATION, inbox.c.id == arg("row"), _waiting)
    .values(state="handled", handled_at=NOW)
    .returning(inbox.c.id)
)
_POSTPONE = Query(
    update(inbox)
    .where(inbox.c.station_id == STATION, inbox.c.id == arg("row"), _waiting)
    .values(tries=inbox.c.tries + 1, next_try_at=arg("at"), error=arg("reason"))
)
_PARK = Query(
    update(inbox)
    .where(inbox.c.station_id == STATION, inbox.c.id == arg("row"), _waiting)
    .values(state="parked", tries=inbox.c.tries + 1, handled_at=NOW, error=arg("reason"))
    .returning(inbox.c.id)
)
_REQUEUE = Query(
    update(inbox)
    .where(
        inbox.c.station_id == STATION,
        inbox.c.id == arg("row"),
        inbox.c.chat == arg("chat"),
        inbox.c.state == literal("parked"),
        inbox.c.received_at >= arg("since", Moment()),
    )
    .values(state="new", next_try_at=NOW, handled_at=None)
    .returning(inbox.c.id)
)
_REMEMBER = Query(
    update(inbox)
    .where(inbox.c.station_id == STATION, inbox.c.id == arg("row"), _waiting)
    .values(message=arg("message_now"), tries=0, error=None)
)
_BACKLOG = Query(
    select(func.count().label("waiting"), func.min(inbox.c.received_at).label("since")).where(
        inbox.c.station_id == STATION, _waiting
    )
)
_PARKED = Query(
    select(func.count().label("number")).where(
        inbox.c.station_id == STATION,
        _given_up,
        inbox.c.handled_at >= arg("since", Moment()),
    )
)


async def add(tx: Tx, messages: Sequence[Incoming]) -> None:
    """Keep what has just arrived; what is here already (a repeated delivery) stays as it is."""
    await tx.run_many(
        _ADD,
        (
            {
                "channel": m.channel,
                "provider_id": m.provider_id,
                "chat": chat_key(m.channel, m.chat),
                "message": m,
            }
            for m in messages
        ),
    )
    for message in messages:
        tx.wake("inbox", chat_key(message.channel, message.chat))


async def first(tx: Tx, chat: str) -> Arrival | None:
    """The oldest thing of a chat that is not handled yet."""
    return await tx.one(_FIRST, Arrival, chat=chat)


async def chats(tx: Tx) -> list[str]:
    """The chats in which something waits."""
    return [row["chat"] for row in await tx.rows(_CHATS)]


async def claim(tx: Tx, arrival: int) -> bool:
    """Mark as handled by this transaction; False when another one was first."""
    return await tx.changed(_CLAIM, row=arrival)


async def postpone(tx: Tx, arrival: int, at: datetime, reason: str) -> None:
    """Count one failed try; the next is not before `at`."""
    await tx.run(_POSTPONE, row=arrival, at=at, reason=reason)


async def park(tx: Tx, arrival: int, reason: str) -> bool:
    """Give up, so that what is behind it moves on; False when it was no longer waiting."""
    return await tx.changed(_PARK, row=arrival, reason=reason)


async def requeue(tx: Tx, arrival: int, chat: str, *, since: datetime) -> bool:
    """Let what was given up have one more turn, if it was said in that chat and arrived `since` (UTC) or later.

    False when there is no such thing, or somebody was first. It keeps count of its tries: it fails at once.
    """
    if not await tx.changed(_REQUEUE, row=arrival, chat=chat, since=since):
        return False
    tx.wake("inbox", chat)
    return True


async def remember(tx: Tx, arrival: int, message: Incoming) -> None:
    """Keep what was learned about a waiting message (where its photos are stored); its tries begin anew."""
    await tx.run(_REMEMBER, row=arrival, message_now=message)


async def backlog(tx: Tx) -> Backlog:
    """What is not handled yet, and when the oldest of it arrived."""
    return await tx.one(_BACKLOG, Backlog) or EMPTY


async def parked(tx: Tx, since: datetime) -> int:
    """How many have been given up since a moment."""
    number: int = await tx.value(_PARKED, since=since)
    return number
