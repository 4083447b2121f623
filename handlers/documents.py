"""Documents: files that are made for one message, at the moment at which it is sent, and kept nowhere.

A turn holds up every other one, and a large table or a printed page takes long: so a turn only says which
document it is (`Turn.send_document`), and delivery has it made between turns, as things then stand.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from handlers.desk import Desk
from handlers.refusal import Refused
from handlers.texts import Texts
from handlers.voice import Voice
from storage import addresses, people
from storage.db import Tx
from storage.messages import Outgoing
from storage.people import Person

Open = Callable[[], AbstractAsyncContextManager[Tx]]
"""Opens a transaction of one's own: read in short ones, and make the file in none."""


@dataclass(frozen=True)
class Making:
    """What a document is made with: for whom, in the texts of their language."""

    desk: Desk
    transaction: Open
    person: Person
    texts: Texts


async def completed(message: Outgoing, channel: str, chat: str, desk: Desk, transaction: Open) -> Outgoing:
    """The message with its document, made now; with the reason instead, where it is refused by now.

    A message that names no document is itself.
    """
    document = message.document
    if document is None:
        return message
    async with transaction() as tx:
        address = await addresses.at(tx, channel, chat)
        person = await people.get(tx, address.staff_id) if address and not address.unbound_at else None
        texts = Voice(tx, desk, person.language if person else None).texts
    if person is None or person.left_at:
        return message.model_copy(update={"text": texts.say("not-found-this")})
    make = next(
        each.documents[document.kind] for each in desk.capabilities if document.kind in each.documents
    )
    try:
        text, file = await make(Making(desk, transaction, person, texts), document.data)
    except Refused as refusal:
        return message.model_copy(update={"text": texts.say(refusal.key, **refusal.values_)})
    return message.model_copy(update={"text": text, "file": file})
