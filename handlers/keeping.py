"""What people are told when records were restored from a backup, or could not be backed up."""

from datetime import datetime

from handlers.desk import Desk
from handlers.voice import Voice, saying
from storage import audit, restored
from storage.db import Tx
from storage.people import Role

SUBJECT = "backup"


async def take_up(tx: Tx, desk: Desk, taken_at: datetime) -> int:
    """Go on from records as they were at `taken_at`; returns how many notices will be said again.

    What was due to be said at that moment was most probably said soon after it: it is said once more,
    for losing an order is worse than repeating it, and it says that it is a repetition. (What has a
    purpose is a reminder of what stands: it is put into words as it is sent.)
    """
    repeated = 0
    for notice in await restored.in_doubt(tx):
        if notice.message.answers is not None:
            await restored.drop(tx, notice.id, "restored")  # nobody waits for the answer to that press now
        else:
            await restored.doubt(tx, notice.id)
            repeated += not notice.message.repeatable
    voice = Voice(tx, desk)
    await audit.add(tx, "system", "backup.restore", SUBJECT, taken_at=taken_at.isoformat(), repeated=repeated)
    await voice.tell_holders(
        Role.ADMIN, saying("backup-restored", moment=taken_at, repeated=repeated), pressing=True
    )
    return repeated


async def not_backed_up(tx: Tx, desk: Desk, reason: str) -> None:
    """A scheduled backup failed: the administrators are told, once a day however often it is tried."""
    voice = Voice(tx, desk)
    today = voice.texts.local(tx.now).date()
    failures = [each.at for each in await audit.of(tx, SUBJECT) if each.action == "backup.fail"]
    if failures and voice.texts.local(failures[-1]).date() == today:
        return
    await audit.add(tx, "system", "backup.fail", SUBJECT, reason=reason)
    await voice.tell_holders(Role.ADMIN, saying("backup-failed", reason=reason), pressing=True)
