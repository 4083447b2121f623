"""How the bot speaks to people of the station, whichever accounts they have."""

import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from handlers import access
from handlers.access import Action, Scope
from handlers.buttons import Press
from handlers.calendar import Calendar
from handlers.desk import Desk
from handlers.moments import next_daily, outside_quiet
from handlers.settings import Settings
from handlers.texts import Markup, Texts, unmarked
from storage import addresses, attention, outbox, people, timers
from storage.db import Tx
from storage.messages import Button, Lane, Outgoing
from storage.people import Person, Role

Rows = Sequence[Sequence[Button]]
Said = tuple[Markup, Rows]
"""A text and its buttons."""


class Spoken(NamedTuple):
    """What a notice says: its text, its buttons, and what it speaks of (a reply to it is about that).

    What is `passing` is only said in the place of what is there.
    """

    text: Markup
    buttons: Rows = ()
    subject: str | None = None
    passing: bool = False


LATER = Spoken(Markup())
"""What a notice says that is not to be said yet: its batch was paused."""


class Part(NamedTuple):
    """What somebody's digest says of one matter: lines, under a title where there are other parts.

    `alone` is what is said when there is no other part.
    """

    title: Markup
    lines: Sequence[Markup]
    buttons: Sequence[Button] = ()
    alone: Spoken | None = None


HELD = "digest.held"
"""The timer of the morning on which somebody is told what was too much the day before."""
MOST_LINES = 12
MOST_LIST_BYTES = 1_700
"""Of a list: with its heading it stays under the 2,048 bytes of a WeCom text (protocol: wecom.md)."""
MOST_BUTTONS = 6
"""Of a message, so that a phone and WeCom's cards show them whole (M)."""
MOST_LABEL, MOST_NARROW_LABEL = 7, 12
"""Characters of a button's label, two of which share a row: Chinese ones are wide, Latin ones narrow (M)."""


def pairs(buttons: Sequence[Button]) -> list[Sequence[Button]]:
    """Buttons in rows of two, which fit a phone's width (M: three rows at most)."""
    return [buttons[n : n + 2] for n in range(0, len(buttons), 2)]


def fitting(lines: Sequence[Markup], most: int = MOST_LINES, room: int = MOST_LIST_BYTES) -> int:
    """How many of the lines, from the first on and `most` at the most, `room` bytes of a message hold."""
    count = 0
    for line in lines[:most]:
        room -= len(line.encode()) + 1
        if room < 0:
            break
        count += 1
    return count


def first_line(text: str) -> str:
    """What a message is about, without its markup: its first line names that."""
    return unmarked(text).strip().partition("\n")[0]


def saying(key: str, **values: Any) -> "Says":
    """A notice that is the text `key` and nothing else."""

    async def says(voice: Voice) -> tuple[Markup, Rows]:
        return voice.texts.say(key, **values), ()

    return says


class Voice:
    """Speaks within one transaction: what is said leaves only if what it speaks of is committed."""

    def __init__(self, tx: Tx, desk: Desk, language: str | None = None) -> None:
        self.tx = tx
        self.desk = desk
        self.language = language

    @property
    def actor(self) -> str:
        """Who does what is done here, as the audit names it: nobody in particular, where time does it."""
        return "system"

    @property
    def ref(self) -> str | None:
        """The name of the message through which it is done; time needs none."""
        return None

    @property
    def texts(self) -> Texts:
        """The texts in the language of whoever is spoken to: the station's, unless they chose another."""
        return self.desk.languages.get(self.language or "", self.desk.texts)

    @property
    def settings(self) -> Settings:
        """The station's settings."""
        return self.desk.settings

    @property
    def calendar(self) -> Calendar:
        """The station's calendar."""
        return self.desk.calendar

    async def name_of(self, staff_id: str | None) -> str:
        """A person's display name; a dash for nobody."""
        person = await people.get(self.tx, staff_id) if staff_id else None
        return person.name if person else "—"

    def button(self, key: str, press: Press, **values: Any) -> Button:
        """A button: its label is the text `key`."""
        return self.choice(self.texts.plain(key, **values), press)

    def choice(self, label: str, press: Press) -> Button:
        """A button labelled with a name, which a phone shows in full or up to an ellipsis (M: 7 characters)."""
        most = (
            MOST_LABEL if any(unicodedata.east_asian_width(c) in "WF" for c in label) else MOST_NARROW_LABEL
        )
        short = label if len(label) <= most else f"{label[: most - 1]}…"
        return Button(label=short, data=press.pack())

    def listed(self, lines: Sequence[Markup], parts: int = 1) -> Markup:
        """Lines one below the other; those beyond what a phone shows well are only counted.

        Of several `parts` that share a message each gets its share.
        """
        shown = list(lines[: fitting(lines, MOST_LINES // parts, MOST_LIST_BYTES // parts)])
        if more := len(lines) - len(shown):
            shown.append(self.texts.say("lines-more", more=more))
        return Markup("\n".join(shown))

    async def tell(
        self,
        staff_id: str | None,
        says: "Says",
        *,
        subject: str | None = None,
        urgent: bool = False,
        pressing: bool = False,
        valid_until: datetime | None = None,
    ) -> None:
        """Say something that a person did not ask for, on each of their accounts, if it can be before `valid_until`.

        On one that cannot be reached it waits until it can. `says` is put into words by a voice that speaks their language. In the quiet hours it waits for the
        morning, unless it is urgent (S18).

        Beyond the day's ceiling it waits for their next digest (S18: one digest instead of many reminders). What
        is `pressing` neither waits nor counts: it lays something on somebody whose clock runs from now
        on, it is somebody's own word to them, or what they asked for. Nor does what is urgent.
        """

        async def spoken(voice: Voice) -> Spoken:
            return Spoken(*await says(voice), subject)

        await self._post(
            staff_id, spoken, urgent=urgent, waits=not (urgent or pressing), valid_until=valid_until
        )

    async def notify(
        self,
        staff_id: str | None,
        kind: str,
        about: str,
        *,
        urgent: bool = False,
        pressing: bool = False,
        again: bool = False,
        valid_until: datetime | None = None,
    ) -> None:
        """Tell a person what the capability that knows `kind` has to say about something, as long as it holds.

        Put into words now, and once more as it is sent: in between it may change, or stop being true, and
        then it is not said. Nor is it from `valid_until` (UTC) on. The day's ceiling is that of `tell`; what is
        said `again` in the next digest anyway does not wait for it beyond that.
        """
        says = self.desk.notices[kind]
        await self._post(
            staff_id,
            lambda theirs: says(theirs, about),
            waits=not (urgent or pressing),
            again=again,
            urgent=urgent,
            purpose=outbox.purpose_of(kind, about),
            valid_until=valid_until,
        )

    async def _post(
        self,
        staff_id: str | None,
        says: "Callable[[Voice], Awaitable[Spoken | None]]",
        *,
        waits: bool,
        again: bool = False,
        urgent: bool = False,
        purpose: str | None = None,
        valid_until: datetime | None = None,
    ) -> None:
        accounts = await addresses.of(self.tx, staff_id or "")
        spoken = await says(await self._for(staff_id)) if accounts else None
        if spoken is None:
            return
        quiet = self.settings.remind.quiet_hours
        not_before = None if urgent else outside_quiet(self.tx.now, quiet, self.settings.time_zone)
        reached = any(address.unreachable is None for address in accounts)
        held = waits and reached and await self._is_enough(staff_id or "", not_before or self.tx.now)
        if held and again:
            return
        for address in accounts:
            await outbox.append(
                self.tx,
                address.channel,
                address.chat,
                worded(spoken.text, spoken.buttons),
                lane=Lane.URGENT if urgent else Lane.ROUTINE,
                subject=spoken.subject,
                not_before=not_before,
                purpose=purpose,
                valid_until=valid_until,
                sender=None if self.actor == "system" else self.actor,
                held=held,
                kept=address.unreachable is not None,
            )

    async def _is_enough(self, staff_id: str, heard: datetime) -> bool:
        """Count what a person hears on a day; whether it is more than one wants to.

        What is told at night is heard in the morning, and counts there.
        """
        day = self.calendar.day_of(heard).isoformat()
        if await attention.told(self.tx, staff_id, day) <= self.settings.remind.daily_ceiling:
            return False
        await timers.set_timer(self.tx, HELD, staff_id, self.next_digest())
        return True

    def next_digest(self) -> datetime:
        """When digests are said next, after now."""
        return next_daily(self.tx.now, self.settings.remind.at, self.settings.time_zone)

    async def say_in(self, channel: str, chat: str, says: "Says", *, subject: str | None = None) -> None:
        """Go on talking in a chat in which somebody is at it just now."""
        message = worded(*await says(await self.for_chat(channel, chat)))
        await outbox.append(self.tx, channel, chat, message, lane=Lane.INTERACTIVE, subject=subject)

    def again(self, message: Outgoing, number: int) -> Outgoing:
        """A message that may have been said already: it says so, with the number of its notice."""
        text = self.texts.say("said-again", number=str(number), text=Markup(message.text))
        return message.model_copy(update={"text": text})

    async def those_who_may(self, action: Action) -> list[Person]:
        """Everyone present whose roles let them do something, whatever its scope."""
        found = {
            person.staff_id: person
            for role in access.TABLE[action]
            for person in await people.holding(self.tx, role)
        }
        return list(found.values())

    async def leads_of(self, staff_id: str | None, action: Action) -> list[Person]:
        """The leads of a person's team, as far as their posts let them do something for all of it; nobody for nobody."""
        person = await people.get(self.tx, staff_id or "")
        return [
            lead
            for role in access.roles_with(action, Scope.TEAM)
            for lead in await people.holding(self.tx, role)
            if person and lead.team == person.team
        ]

    async def tell_holders(
        self,
        role: Role,
        says: "Says",
        *,
        subject: str | None = None,
        urgent: bool = False,
        pressing: bool = False,
        valid_until: datetime | None = None,
    ) -> None:
        """Say something to everyone who holds a role, as `tell` does."""
        for person in await people.holding(self.tx, role):
            await self.tell(
                person.staff_id,
                says,
                subject=subject,
                urgent=urgent,
                pressing=pressing,
                valid_until=valid_until,
            )

    async def for_chat(self, channel: str, chat: str) -> "Voice":
        """A voice that speaks the language of whoever has this chat."""
        address = await addresses.at(self.tx, channel, chat)
        return await self._for(address.staff_id if address else None)

    async def _for(self, staff_id: str | None) -> "Voice":
        person = await people.get(self.tx, staff_id or "")
        return Voice(self.tx, self.desk, person.language if person else None)


def worded(text: Markup, buttons: Rows) -> Outgoing:
    """A text and its buttons as one message."""
    return Outgoing(text=text, buttons=tuple(tuple(row) for row in buttons))


Says = Callable[[Voice], Awaitable[Said]]
"""What puts a notice into words, in the language of the voice that it is given."""
