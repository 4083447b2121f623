"""Who hears of a legal clock (S5): whoever started it; at its end the lead of their team and the supervision post too."""

from handlers import access
from handlers.access import Action, Scope
from handlers.clocks import cards, rules
from handlers.clocks.standing import may_see
from handlers.texts import Markup
from handlers.voice import MOST_BUTTONS, Rows, Spoken, Voice, pairs
from storage import legal_clocks, people
from storage.legal_clocks import ClockState, LegalClock
from storage.people import Person

CALL, OVER = "clocks.call", "clocks.over"


async def calls(voice: Voice, clock: LegalClock) -> None:
    """Ahead of the end: whoever started it; the others, once that person has no part in it any more."""
    starter = await _starter(voice, clock)
    for person in [starter] if starter else await overseers(voice, clock.staff_id):
        await _notify(voice, CALL, person, clock, urgent=_disturbs(voice, clock))


async def is_over(voice: Voice, clock: LegalClock) -> None:
    """At the end everyone concerned; of a clock of hours whoever started it at once, the others not at night."""
    starter, others = await _starter(voice, clock), await overseers(voice, clock.staff_id)
    for person in {p.staff_id: p for p in ([starter] if starter else []) + others}.values():
        urgent = person == starter and _disturbs(voice, clock)
        await _notify(voice, OVER, person, clock, urgent=urgent)


async def starter_hears(voice: Voice, clock: LegalClock, key: str) -> None:
    """What somebody else did to their clock."""
    if clock.staff_id == voice.actor:
        return

    async def says(theirs: Voice) -> tuple[Markup, Rows]:
        who = await theirs.name_of(voice.actor)
        text = theirs.texts.say(key, who=who, until=theirs.texts.until(clock.due_at), **cards.named(clock))
        return text, [cards.press(theirs, clock, "open")]

    if await _starter(voice, clock):
        await voice.tell(clock.staff_id, says, subject=clock.subject, pressing=True)


async def left(voice: Voice, staff_id: str) -> None:
    """Somebody has left: their clocks go on, and those who see to it hear which."""
    theirs = [clock for clock in await legal_clocks.running(voice.tx) if clock.staff_id == staff_id]
    if not theirs:
        return

    async def says(to: Voice) -> tuple[Markup, Rows]:
        lines = [await cards.line(to, clock) for clock in theirs]
        text = to.texts.say("clocks-left", name=await to.name_of(staff_id), lines=to.listed(lines))
        return text, pairs(cards.opening(to, theirs)[:MOST_BUTTONS])

    for person in await overseers(voice, staff_id):
        await voice.tell(person.staff_id, says, pressing=True)


async def overseers(voice: Voice, staff_id: str) -> list[Person]:
    """The lead of a person's team, and the supervision post."""
    found = await voice.leads_of(staff_id, Action.CLOCK_READ)
    for role in access.roles_with(Action.CLOCK_START, Scope.STATION):
        found += await people.holding(voice.tx, role)
    return list({each.staff_id: each for each in found}.values())


async def call(voice: Voice, about: str) -> Spoken | None:
    """So much of its time is left, as long as it runs."""
    clock = await _before(voice, about)
    if clock is None or rules.is_over(clock, voice.tx.now):
        return None
    text = voice.texts.say(
        "clock-call",
        left=cards.left(voice, clock),
        until=voice.texts.until(clock.due_at),
        **cards.named(clock),
    )
    return Spoken(text, await _buttons(voice, about, clock), clock.subject)


async def over(voice: Voice, about: str) -> Spoken | None:
    """Its time is over, and nobody has stopped it."""
    clock = await _before(voice, about)
    if clock is None or not rules.is_over(clock, voice.tx.now):
        return None
    text = voice.texts.say(
        "clock-over",
        starter=await voice.name_of(clock.staff_id),
        until=voice.texts.until(clock.due_at),
        **cards.named(clock),
    )
    return Spoken(text, await _buttons(voice, about, clock), clock.subject)


async def _notify(voice: Voice, kind: str, person: Person, clock: LegalClock, *, urgent: bool) -> None:
    valid_until = clock.due_at if kind == CALL else None
    about = f"{person.staff_id}@{clock.id}"
    await voice.notify(person.staff_id, kind, about, pressing=True, urgent=urgent, valid_until=valid_until)


async def _before(voice: Voice, about: str) -> LegalClock | None:
    """The clock of a notice, as long as it runs and its reader may see it."""
    staff_id, clock_id = about.split("@")
    person, clock = await people.get(voice.tx, staff_id), await legal_clocks.get(voice.tx, int(clock_id))
    if person is None or clock is None or clock.state != ClockState.RUNNING:
        return None
    return clock if await may_see(voice.tx, person, clock) else None


async def _buttons(voice: Voice, about: str, clock: LegalClock) -> Rows:
    person = await people.get(voice.tx, about.partition("@")[0])
    return cards.buttons(voice, person, clock, "open") if person else ()


async def _starter(voice: Voice, clock: LegalClock) -> Person | None:
    person = await people.get(voice.tx, clock.staff_id)
    return person if person and await may_see(voice.tx, person, clock) else None


def _disturbs(voice: Voice, clock: LegalClock) -> bool:
    return rules.disturbs(clock, voice.tx.now, voice.settings.remind, voice.settings.time_zone)
