"""What was restored of the outbox: what was due may have been said since, by the run that the backup was taken of."""

from sqlalchemy import and_, literal_column, or_, select, update

from storage.db import Tx
from storage.outbox import (
    Notice,
    OutboxState,
    is_due,
    is_leased,
    is_pending,
    mine,
    notice_columns,
    outbox,
    this_row,
)
from storage.query import Query, arg

_IN_DOUBT = Query(
    select(*notice_columns).where(mine, or_(is_leased, and_(is_pending, is_due))).order_by(outbox.c.id)
)
_DOUBT = Query(
    update(outbox)
    .where(mine, this_row, or_(is_leased, is_pending))
    .values(state=OutboxState.PENDING, leased_by=None, doubts=outbox.c.doubts + literal_column("1"))
)
_DROP = Query(
    update(outbox)
    .where(mine, this_row, or_(is_leased, is_pending))
    .values(state=OutboxState.FAILED, leased_by=None, error=arg("reason"))
)


async def in_doubt(tx: Tx) -> list[Notice]:
    """Of records that were restored: what was due to be said, and may have been said since."""
    return await tx.all(_IN_DOUBT, Notice)


async def doubt(tx: Tx, notice: int) -> None:
    """What is not known to be sent may have been: it is said once more, and marked."""
    await tx.run(_DOUBT, row=notice)


async def drop(tx: Tx, notice: int, reason: str) -> None:
    """Say nothing in the place of what is not sent yet."""
    await tx.run(_DROP, row=notice, reason=reason)
