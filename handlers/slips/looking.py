"""Looking at slips: one, somebody's, and what waits for a decision (S6: nobody else sees them)."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from handlers import access
from handlers.access import Action
from handlers.history import acts
from handlers.slips import answering, cards, deciding
from handlers.slips.answering import APPEAL
from handlers.slips.presses import SlipPress
from handlers.slips.standing import decides, judges, may_see, read
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import MOST_BUTTONS, Part, Voice, pairs
from storage import people, slips
from storage.messages import Button
from storage.people import Person
from storage.slips import Slip, SlipState

MOST, MOST_OF_PERSON = 30, 10


async def show_card(turn: Turn, key: str) -> None:
    """A slip as it now stands."""
    await cards.show(turn, await read(turn.tx, turn.person, int(key)))


async def pressed(turn: Turn, press: SlipPress) -> None:
    """A button of a slip."""
    await _DOES[press.do](turn, await read(turn.tx, turn.person, press.slip))


async def listed(turn: Turn) -> None:
    """亮单: what waits for one's word, then what was sent last; others find theirs in 我的任务 and 本队."""
    waiting = await _waiting_for(turn, turn.person)
    sent = [
        slip for slip in await slips.of_station(turn.tx, MOST) if await may_see(turn.tx, turn.person, slip)
    ]
    found = [*waiting, *(slip for slip in sent if slip not in waiting)]
    if not found:
        await turn.say(turn.texts.say("slips-none"))
        return
    lines = [await _line(turn, slip) for slip in found]
    text = turn.texts.say("slips-listed", count=len(found), lines=turn.listed(lines))
    await turn.say(text, buttons=pairs(_opening(turn, found)))


async def count(turn: Turn) -> str | None:
    """A person's part of the line of counts: what waits for their word."""
    waiting = await _waiting_for(turn, turn.person)
    return turn.texts.plain("count-slips", waiting=len(waiting)) if waiting else None


async def parts(voice: Voice, staff_id: str) -> list[Part]:
    """Their part of a digest: what waits for their word, but for what is put before them on that very day."""
    person, today = await people.get(voice.tx, staff_id), voice.calendar.day_of(voice.tx.now)
    waiting = [
        slip
        for slip in (await _waiting_for(voice, person) if person else [])
        if slip.state != SlipState.PROPOSED or voice.calendar.day_of(slip.proposed_at) < today
    ]
    if not waiting:
        return []
    lines = [await _line(voice, slip) for slip in waiting]
    return [Part(voice.texts.say("slips-wait", count=len(waiting)), lines, _opening(voice, waiting)[:2])]


async def watchers(voice: Voice) -> list[str]:
    """Those for whose word something waits."""
    found = [*await voice.those_who_may(Action.SLIP_JUDGE), *await voice.those_who_may(Action.SLIP_RED)]
    return [person.staff_id for person in found]


async def next_late(voice: Voice) -> datetime | None:
    """Whatever waits is asked for every morning."""
    return voice.next_digest() if await slips.waiting(voice.tx) else None


async def of_person(turn: Turn, person: Person) -> Part | None:
    """The newest slips that somebody was given, and how many of the last thirty days count."""
    found = await slips.of_person(turn.tx, person.staff_id, MOST_OF_PERSON)
    seen = [slip for slip in found if await may_see(turn.tx, turn.person, slip)]
    if not seen:
        return None
    counted = await slips.counts(turn.tx, person.staff_id, turn.tx.now - cards.COUNTED)
    title = turn.texts.say("slips-of-person", count=len(seen), counted=sum(counted.values()))
    return Part(title, [await _line(turn, slip) for slip in seen], _opening(turn, seen))


async def _waiting_for(voice: Voice, person: Person) -> list[Slip]:
    if not (access.may(person, Action.SLIP_JUDGE) or access.may(person, Action.SLIP_RED)):
        return []
    return [slip for slip in await slips.waiting(voice.tx) if _waits_for(person, slip)]


def _waits_for(person: Person, slip: Slip) -> bool:
    return decides(person, slip) if slip.state == SlipState.PROPOSED else judges(person, slip)


async def _line(voice: Voice, slip: Slip) -> Markup:
    return voice.texts.say(
        "slip-line",
        icon=cards.icon(voice, slip),
        what=slip.code or voice.texts.plain(f"slip-kind-{slip.colour}"),
        name=await voice.name_of(slip.staff_id),
        state=voice.texts.plain(f"slip-state-{slip.state}"),
    )


def _opening(voice: Voice, found: Sequence[Slip]) -> list[Button]:
    """A button to open each of the first ones: its colour and serial, or its colour while it has none."""
    return [
        voice.choice(_label(voice, slip), SlipPress(do="open", slip=slip.id)) for slip in found[:MOST_BUTTONS]
    ]


def _label(voice: Voice, slip: Slip) -> str:
    colour = voice.texts.plain(f"colour-{slip.colour}")
    return voice.texts.plain("slip-label", colour=colour, serial=f"{slip.serial:03d}" if slip.serial else "")


async def _trail(turn: Turn, slip: Slip) -> None:
    """看经过: of the slip; for whoever decides, of what was missed and of every slip about it as well."""
    subjects = [slip.subject]
    if decides(turn.person, slip) or judges(turn.person, slip):
        subjects = [slip.about, *(each.subject for each in await slips.of(turn.tx, slip.about))]
    text = turn.texts.say("slip-trail", lines=await acts(turn, *subjects))
    await turn.say(text, buttons=[cards.press(turn, slip, "open")], subject=slip.subject)


_DOES: dict[str, Callable[[Turn, Slip], Awaitable[None]]] = {
    "open": cards.show,
    "confirm": deciding.confirm,
    "confirm-red": deciding.confirm_red,
    "milder": deciding.milder,
    "dismiss": deciding.dismiss,
    "later": deciding.dismiss,
    "talk": deciding.talk,
    "phone": deciding.phone,
    "trail": _trail,
    "explain": answering.explain,
    "appeal": answering.appeal,
    "appeal-done": answering.appeal_done,
    "redo-text": APPEAL.redo_text,
    "redo-photos": APPEAL.redo_photos,
    "photos": deciding.photos,
    "cancel": deciding.cancel,
    "uphold": deciding.uphold,
    "recheck": deciding.recheck,
}
