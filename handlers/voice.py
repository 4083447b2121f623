"""How the bot speaks to people of the station, whichever accounts they have."""

from collections.abc import Sequence

from handlers import access
from handlers.access import Action
from handlers.buttons import Press
from handlers.calendar import Calendar
from handlers.desk import Desk
from handlers.moments import outside_quiet
from handlers.settings import Settings
from handlers.texts import Markup, Texts
from storage import addresses, outbox, people
from storage.db import Tx
from storage.messages import Button, Lane, Outgoing
from storage.people import Person, Role

Rows = Sequence[Sequence[Button]]
MOST_LINES = 12
MOST_LIST_BYTES = 1_700
"""Of a list: with its heading it stays under the 2,048 bytes of a WeCom text (protocol: wecom.md)."""
MOST_BUTTONS, MOST_LABEL = 6, 7
"""Of a message and of a button, so that a phone and WeCom's cards show them whole (M)."""


def pairs(buttons: Sequence[Button]) -> list[Sequence[Button]]:
    """Buttons in rows of two, which fit a phone's width (M: three rows at most)."""
    return [buttons[n : n + 2] for n in range(0, len(buttons), 2)]


def fitting(lines: Sequence[Markup], most: int = MOST_LINES) -> int:
    """How many of the lines, from the first on and `most` at the most, one message holds."""
    count, room = 0, MOST_LIST_BYTES
    for line in lines[:most]:
        room -= len(line.encode()) + 1
        if room < 0:
            break
        count += 1
    return count


class Voice:
    """Speaks within one transaction: what is said leaves only if what it speaks of is committed."""

    def __init__(self, tx: Tx, desk: Desk) -> None:
        self.tx = tx
        self.desk = desk

    @property
    def texts(self) -> Texts:
        """The texts in the language of whoever is spoken to."""
        return self.desk.texts

    @property
    def settings(self) -> Settings:
        """The station's settings."""
        return self.desk.settings

    @property
    def calendar(self) -> Calendar:
        """The station's calendar."""
        return self.desk.calendar

    def button(self, key: str, press: Press) -> Button:
        """A button: its label is the text `key`."""
        return Button(label=self.texts.plain(key), data=press.pack())

    def choice(self, label: str, press: Press) -> Button:
        """A button labelled with a name, which a phone shows in full or up to an ellipsis (M: 7 characters)."""
        short = label if len(label) <= MOST_LABEL else f"{label[: MOST_LABEL - 1]}…"
        return Button(label=short, data=press.pack())

    def listed(self, lines: Sequence[Markup]) -> Markup:
        """Lines one below the other; those beyond what a phone shows well are only counted."""
        shown = list(lines[: fitting(lines)])
        if more := len(lines) - len(shown):
            shown.append(self.texts.say("lines-more", more=more))
        return Markup("\n".join(shown))

    async def tell(
        self,
        staff_id: str | None,
        text: Markup,
        *,
        buttons: Rows = (),
        subject: str | None = None,
        urgent: bool = False,
    ) -> None:
        """Say something that a person did not ask for, on each of their accounts that can be reached.

        Not in the quiet hours, unless it is urgent: then it waits for the morning (S18).
        """
        quiet = self.settings.remind.quiet_hours
        not_before = None if urgent else outside_quiet(self.tx.now, quiet, self.settings.time_zone)
        message = Outgoing(text=text, buttons=tuple(tuple(row) for row in buttons))
        for address in await addresses.of(self.tx, staff_id or ""):
            if address.unreachable is None:
                await outbox.append(
                    self.tx,
                    address.channel,
                    address.chat,
                    message,
                    lane=Lane.URGENT if urgent else Lane.ROUTINE,
                    subject=subject,
                    not_before=not_before,
                )

    async def say_in(
        self, channel: str, chat: str, text: Markup, *, buttons: Rows = (), subject: str | None = None
    ) -> None:
        """Go on talking in a chat in which somebody is at it just now."""
        message = Outgoing(text=text, buttons=tuple(tuple(row) for row in buttons))
        await outbox.append(self.tx, channel, chat, message, lane=Lane.INTERACTIVE, subject=subject)

    async def those_who_may(self, action: Action) -> list[Person]:
        """Everyone present whose roles let them do something, whatever its scope."""
        found = {
            person.staff_id: person
            for role in access.TABLE[action]
            for person in await people.holding(self.tx, role)
        }
        return list(found.values())

    async def tell_holders(self, role: Role, text: Markup, *, subject: str | None = None) -> None:
        """Say something to everyone who holds a role."""
        for person in await people.holding(self.tx, role):
            await self.tell(person.staff_id, text, subject=subject)
