"""Taking a person's accounts out of use: a lost phone, or somebody who has left (S1)."""

from storage import addresses, audit, conversations, invitations, outbox, people, timers, waiting
from storage.db import Tx
from storage.messages import Lane, Outgoing

LEFT = "people.left"
"""The timer by which every capability hears, in its own turn, that somebody has left."""


async def depart(tx: Tx, staff_id: str, by: str) -> None:
    """Somebody has left: no code of theirs is of use, their accounts are out of use at once."""
    await people.leave(tx, staff_id)
    await invitations.void(tx, staff_id)
    await audit.add(tx, by, "roster.leave", f"person:{staff_id}")
    await unbind(tx, staff_id, by)
    await timers.set_timer(tx, LEFT, staff_id, tx.now)


async def unbind(tx: Tx, staff_id: str, by: str) -> int:
    """Take every account from a person at once, and what was still to be said there; returns how many."""
    taken = await addresses.unbind(tx, staff_id)
    for address in taken:
        await conversations.end(tx, address.channel, address.chat)
        await waiting.cancel(tx, address.channel, address.chat)
        hidden = Outgoing(menu=())
        await outbox.append(tx, address.channel, address.chat, hidden, lane=Lane.INTERACTIVE)
    if taken:
        await audit.add(tx, by, "enrol.unbind", f"person:{staff_id}", accounts=len(taken))
    return len(taken)
