"""What waits in the outbox for its chat: held for a digest, kept for a person who cannot be reached."""

from datetime import timedelta

from sqlalchemy import and_, case, exists, or_, select, update

from storage.db import Tx
from storage.messages import Lane
from storage.outbox import (
    Notice,
    OutboxState,
    here,
    is_held,
    is_kept,
    is_leased,
    is_pending,
    is_recall,
    mine,
    notice_columns,
    outbox,
    this_row,
    wake,
)
from storage.query import NOW, Moment, Query, arg, literal

KEPT_FOR = timedelta(days=7)
"""For so long a message waits for a person who cannot be reached; later it would be of no use to them.

What is to be taken back waits for ever.
"""

_KEEP_ONE = Query(
    update(outbox)
    .where(mine, this_row, is_leased)
    .values(state=OutboxState.KEPT, leased_by=None, error=arg("reason"))
)
_KEEP = Query(update(outbox).where(mine, is_pending, *here).values(state=OutboxState.KEPT))
_RELEASE = Query(
    update(outbox)
    .where(mine, is_kept, *here)
    .values(
        state=case(
            (
                or_(
                    outbox.c.valid_until <= NOW,
                    and_(outbox.c.created_at < arg("since", Moment()), ~is_recall),
                ),
                literal("stale"),
            ),
            else_=literal("pending"),
        )
    )
    .returning(outbox.c.lane)
)
_digest = outbox.alias("digest")
_was_said = exists().where(_digest.c.id == outbox.c.merged_into, _digest.c.state == literal("sent"))
_MERGED = Query(update(outbox).where(mine, is_held, *here, _was_said).values(state=OutboxState.MERGED))
_GATHER = Query(
    update(outbox).where(mine, is_held, *here).values(merged_into=arg("digest")).returning(*notice_columns)
)
_HOLDS = Query(select(outbox.c.id).where(mine, is_held, *here, ~_was_said).limit(1))
_LET_GO = Query(update(outbox).where(mine, is_held, this_row).values(state=OutboxState.STALE))
_waits = or_(is_pending, is_held, is_kept, outbox.c.state == literal("paused"))
_CANCEL = Query(
    update(outbox)
    .where(mine, _waits, ~is_recall, *here)
    .values(state=OutboxState.FAILED, error="address gone")
)
_MOVE = Query(update(outbox).where(mine, _waits, *here).values(chat=arg("chat_now")).returning(outbox.c.lane))


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


async def keep(tx: Tx, notice: Notice, reason: str) -> None:
    """Its person cannot be reached: it waits, and all that is to be said in that chat waits with it."""
    await tx.run(_KEEP_ONE, row=notice.id, reason=reason)
    await keep_all(tx, notice.channel, notice.chat)


async def keep_all(tx: Tx, channel: str, chat: str) -> None:
    """A person cannot be reached: what is to be said in that chat waits until they can."""
    await tx.run(_KEEP, channel=channel, chat=chat)


async def release(tx: Tx, channel: str, chat: str) -> None:
    """A person can be reached again: what is still of use to them is said."""
    for row in await tx.rows(_RELEASE, channel=channel, chat=chat, since=tx.now - KEPT_FOR):
        wake(tx, Lane(row["lane"]), channel, chat)


async def cancel(tx: Tx, channel: str, chat: str) -> None:
    """Say nothing more to a chat (its person has left, or lost the account); what is taken back there still is."""
    await tx.run(_CANCEL, channel=channel, chat=chat)


async def move(tx: Tx, channel: str, chat: str, chat_now: str) -> None:
    """A chat has a new id: what waits goes there."""
    for row in await tx.rows(_MOVE, channel=channel, chat=chat, chat_now=chat_now):
        wake(tx, Lane(row["lane"]), channel, chat_now)
