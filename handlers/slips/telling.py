"""Who hears of a slip (S6): its recipient, the lead of their team, the supervision post, leaders; nobody else."""

from handlers.access import Action
from handlers.slips import cards
from handlers.slips.standing import decides, judges, may_see
from handlers.texts import Markup
from handlers.voice import Rows, Spoken, Voice
from storage import people, slips
from storage.people import Person
from storage.slips import Colour, Slip, SlipState

CARD = "slips.card"


async def proposed(voice: Voice, slip: Slip) -> None:
    """Those who decide are asked."""
    action = Action.SLIP_RED if slip.colour == Colour.RED else Action.SLIP_DECIDE
    for person in await voice.those_who_may(action):
        if decides(person, slip):
            await _card(voice, person.staff_id, slip)


async def sent(voice: Voice, slip: Slip) -> None:
    """Its recipient, and the lead of their team; of a red one the supervision post as well."""
    await _card(voice, slip.staff_id, slip)
    told = await voice.leads_of(slip.staff_id, Action.SLIP_READ)
    if slip.colour == Colour.RED:
        told += await voice.those_who_may(Action.SLIP_DECIDE)
    for person in _others(voice, told, slip):
        await _hears(voice, person, slip, "slip-sent-of")


async def explained(voice: Voice, slip: Slip, words: str) -> None:
    """Whoever sent it, and the supervision post."""
    told = await voice.those_who_may(Action.SLIP_DECIDE)
    sender = await people.get(voice.tx, slip.decided_by or "")
    for person in _others(voice, [*told, *([sender] if sender else [])], slip):
        await _hears(voice, person, slip, "slip-explained-to", words=words)


async def appealed(voice: Voice, slip: Slip) -> None:
    """Those who may judge it."""
    for person in await voice.those_who_may(Action.SLIP_JUDGE):
        if judges(person, slip):
            await _card(voice, person.staff_id, slip)


async def judged(voice: Voice, slip: Slip) -> None:
    """Its recipient, whoever sent it, and the lead of the team."""
    recipient = await people.get(voice.tx, slip.staff_id)
    sender = await people.get(voice.tx, slip.decided_by or "")
    told = [person for person in (recipient, sender) if person]
    key = "slip-judged-cancelled" if slip.state == SlipState.CANCELLED else "slip-judged-upheld"
    told += await voice.leads_of(slip.staff_id, Action.SLIP_READ)
    for person in {p.staff_id: p for p in told}.values():
        if person.staff_id != voice.actor:
            await _hears(voice, person, slip, key, verdict=slip.verdict or "")


async def being_checked(voice: Voice, slip: Slip) -> None:
    """Whoever appealed."""
    if recipient := await people.get(voice.tx, slip.staff_id):
        await _hears(voice, recipient, slip, "slip-being-checked")


async def card(voice: Voice, about: str) -> Spoken | None:
    """A slip before somebody to whom it came in some state, until it is in another."""
    staff_id, slip_id, state = about.split("@")
    person, slip = await people.get(voice.tx, staff_id), await slips.get(voice.tx, int(slip_id))
    if person is None or slip is None or slip.state != state or not await may_see(voice.tx, person, slip):
        return None
    return Spoken(*await cards.card(voice, person, slip), slip.subject)


async def _card(voice: Voice, staff_id: str, slip: Slip) -> None:
    await voice.notify(staff_id, CARD, f"{staff_id}@{slip.id}@{slip.state}", pressing=True)


async def _hears(voice: Voice, person: Person, slip: Slip, key: str, **values: str) -> None:
    async def says(theirs: Voice) -> tuple[Markup, Rows]:
        text = theirs.texts.say(
            key,
            icon=cards.icon(theirs, slip),
            number=slip.code,
            name=await theirs.name_of(slip.staff_id),
            code=slip.matter,
            **values,
        )
        return text, [cards.press(theirs, slip, "open")]

    await voice.tell(person.staff_id, says, subject=slip.subject, pressing=True)


def _others(voice: Voice, told: list[Person], slip: Slip) -> list[Person]:
    """Each once, without whoever did it and whom it is about."""
    found = {person.staff_id: person for person in told}
    return [person for staff_id, person in found.items() if staff_id not in (voice.actor, slip.staff_id)]
