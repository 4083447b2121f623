"""Taking a person's accounts out of use: a lost phone, or somebody who has left (S1)."""

from storage import addresses, audit, conversations, outbox
from storage.db import Tx
from storage.messages import Lane, Outgoing


async def unbind(tx: Tx, staff_id: str, by: str) -> int:
    """Take every account from a person at once, and what was still to be said there; returns how many."""
    taken = await addresses.unbind(tx, staff_id)
    for address in taken:
        await conversations.end(tx, address.channel, address.chat)
        await outbox.cancel(tx, address.channel, address.chat)
        hidden = Outgoing(menu=())
        await outbox.append(tx, address.channel, address.chat, hidden, lane=Lane.INTERACTIVE)
    if taken:
        await audit.add(tx, by, "enrol.unbind", f"person:{staff_id}", accounts=len(taken))
    return len(taken)
