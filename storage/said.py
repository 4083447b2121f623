"""Copies of what was said: two may be known of one message, and what a copy speaks of is found by its id."""

from sqlalchemy import Text, case, func, or_, select, update

from storage.db import Tx
from storage.outbox import here, is_doubted, is_leased, mine, outbox, this_row
from storage.query import NOW, Query, arg, literal

_TWIN = Query(
    select(
        case((outbox.c.twin_id == arg("copy"), outbox.c.provider_id), else_=outbox.c.twin_id).label("other")
    )
    .where(mine, is_doubted, *here, or_(outbox.c.twin_id == arg("copy"), outbox.c.provider_id == arg("copy")))
    .limit(1)
)
_KNOWN = Query(select(outbox.c.id).where(mine, *here, outbox.c.provider_id == arg("copy")).limit(1))
_RECONCILE = Query(
    update(outbox)
    .where(
        mine,
        outbox.c.id
        == select(outbox.c.id)
        .where(
            mine,
            is_doubted,
            *here,
            outbox.c.twin_id.is_(None),
            outbox.c.message.contains(arg("button", Text()), autoescape=False),
        )
        .order_by(outbox.c.id.desc())
        .limit(1)
        .scalar_subquery(),
    )
    .values(
        twin_id=case((or_(is_leased, outbox.c.provider_id.is_not(None)), arg("copy", Text())), else_=None),
        provider_id=case(
            (or_(is_leased, outbox.c.provider_id.is_not(None)), outbox.c.provider_id),
            else_=arg("copy", Text()),
        ),
        state=case((is_leased, outbox.c.state), else_=literal("sent")),
        sent_at=func.coalesce(outbox.c.sent_at, NOW),
    )
    .returning(outbox.c.id)
)
_COPY = Query(select(outbox.c.provider_id).where(mine, this_row))
_SUBJECT = Query(
    select(outbox.c.subject)
    .where(
        mine,
        *here,
        outbox.c.provider_id == arg("copy"),
        outbox.c.subject.is_not(None),
    )
    .order_by(outbox.c.id.desc())
    .limit(1)
)


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


async def copy_of(tx: Tx, row: int) -> str | None:
    """The platform's id of what a row of the outbox has said; None while it is not said."""
    copy: str | None = await tx.value(_COPY, row=row)
    return copy


async def subject_of(tx: Tx, channel: str, chat: str, copy: str) -> str | None:
    """What a message of ours in a chat speaks of, such as "sheet:17"."""
    found: str | None = await tx.value(_SUBJECT, channel=channel, chat=chat, copy=copy)
    return found
