"""One message of one person: what a handler sees of it, and how it answers."""

from datetime import timedelta
from typing import Any

from handlers.desk import Desk
from handlers.refusal import Refused
from handlers.texts import Markup
from handlers.voice import Rows, Voice
from storage import conversations, outbox
from storage.addresses import Address
from storage.conversations import Conversation
from storage.db import Tx
from storage.messages import Document, Incoming, IncomingKind, Lane, Outgoing
from storage.people import Person


class Turn(Voice):
    """A turn of a bound person. What it says goes to the chat that the message came from."""

    def __init__(
        self,
        tx: Tx,
        desk: Desk,
        message: Incoming,
        person: Person,
        address: Address,
        conversation: Conversation | None = None,
    ) -> None:
        super().__init__(tx, desk, person.language)
        self.message = message
        self.person = person
        self.address = address
        self.conversation = conversation
        self.answered = False
        self._headline = ""

    @property
    def data(self) -> dict[str, Any]:
        """What the open step remembers."""
        return self.conversation.data if self.conversation else {}

    @property
    def actor(self) -> str:
        """Whoever wrote."""
        return self.person.staff_id

    @property
    def ref(self) -> str | None:
        """The name of the message, the same when it is edited."""
        message = self.message
        return f"{message.channel}/{message.chat}/{message.message_id}" if message.message_id else None

    async def say(
        self,
        text: Markup,
        *,
        buttons: Rows = (),
        subject: str | None = None,
        photos: tuple[str, ...] = (),
        secret: bool = False,
        batch: str | None = None,
    ) -> int:
        """Answer with a new message (one copy of a `batch`); gives its row of the outbox."""
        answer = Outgoing(
            text=text, buttons=tuple(tuple(row) for row in buttons), photos=photos, secret=secret
        )
        return await self._append(answer, subject, batch)

    async def send_document(self, kind: str, /, **data: Any) -> None:
        """Answer with the document `kind` of a capability: `data` is what its maker is given when it is sent.

        It can be saved and passed on, other than all the rest that is said: whoever asks for it must be
        allowed to, and the audit must know.
        """
        await self._append(Outgoing(document=Document(kind=kind, data=data), secret=True), None)

    async def show(
        self,
        text: Markup,
        *,
        buttons: Rows = (),
        subject: str | None = None,
        batch: str | None = None,
        purpose: str | None = None,
    ) -> int:
        """Answer a press in place: the card that was pressed becomes this; otherwise a new message.

        Gives its row of the outbox. One of a `batch` is revised and taken back with it; a `purpose` is asked once more as it is sent.
        """
        pressed = self.message.message_id if self.message.kind == IncomingKind.BUTTON else None
        answer = Outgoing(text=text, buttons=tuple(tuple(row) for row in buttons), replaces=pressed)
        return await self._append(answer, subject, batch, purpose)

    async def toast(self, text: str) -> None:
        """Answer a press at once with a line that passes; for anything else, the line heads what is said next."""
        if self.message.press_id is None:
            self._headline = text or self._headline
        elif not self.answered:
            self.answered = True
            await self._append(Outgoing(text=text[:200], answers=self.message.press_id), None)

    async def finish(self) -> None:
        """The turn is over: a press is answered, a line that nothing followed is said."""
        if self._headline:
            await self.say(Markup())
        await self.toast("")

    async def ask(self, step: str, /, **data: Any) -> None:
        """Open a step: what is said next goes to it, until it expires (S18: 30 minutes)."""
        minutes = self.settings.conversation.draft_minutes
        expires_at = self.tx.now + timedelta(minutes=minutes)
        self.conversation = Conversation(step=step, data=data, expires_at=expires_at)
        await conversations.put(self.tx, self.message.channel, self.message.chat, step, data, expires_at)

    async def close(self) -> None:
        """The open step is done."""
        self.conversation = None
        await conversations.end(self.tx, self.message.channel, self.message.chat)

    def need_text(self, most: int) -> str:
        """What was typed, of `most` characters at the most; refuses anything else."""
        text = self.message.text.strip()
        if self.message.photos or self.message.unsupported or not text:
            raise Refused("need-text")
        if len(text) > most:
            raise Refused("text-too-long", most=most, over=len(text) - most)
        return text

    async def _append(
        self, answer: Outgoing, subject: str | None, batch: str | None = None, purpose: str | None = None
    ) -> int:
        if self._headline:
            head, self._headline = self.texts.say("toast", text=self._headline), ""
            answer = answer.model_copy(update={"text": "\n".join(filter(None, (head, answer.text)))})
        return await outbox.append(
            self.tx,
            self.message.channel,
            self.message.chat,
            answer,
            lane=Lane.INTERACTIVE,
            subject=subject,
            batch=batch,
            purpose=purpose,
        )
