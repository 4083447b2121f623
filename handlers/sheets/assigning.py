"""Who is to answer a sheet, and who helps: proposed, chosen by a button, or typed while it is drafted (M3)."""

from collections.abc import Iterable

from handlers import access
from handlers.access import Action
from handlers.namesakes import the_one_called
from handlers.refusal import Refused
from handlers.responsible import responsible_for
from handlers.sheets import rules, usecases
from handlers.turn import Turn
from storage import people, sheet_people, stations
from storage.people import Person
from storage.sheets import HandlingClass, Sheet

MOST_PROPOSED = 5


async def set_class(turn: Turn, sheet: Sheet, kind: HandlingClass) -> Sheet:
    """Ordinary or case; the other team's people answer for it, so the proposed owner falls with the class."""
    if kind == sheet.handling_class:
        return sheet
    officer = await responsible_for(turn.tx, sheet.community_id or "")
    owner_id = officer.staff_id if officer and kind == HandlingClass.ORDINARY else None
    for staff_id in await sheet_people.recipients.of(turn.tx, sheet.id):
        await sheet_people.recipients.drop(turn.tx, sheet.id, staff_id)
    return await usecases.revise(turn, sheet, handling_class=kind, owner_id=owner_id)


async def set_owner(turn: Turn, sheet: Sheet, staff_id: str) -> Sheet:
    """Let a person own the draft; refuses whoever may not own a sheet of its class."""
    person = await people.get(turn.tx, staff_id)
    if person is None or not rules.may_own(person, sheet.handling_class):
        raise Refused("cannot-own", name=person.name if person else staff_id)
    await sheet_people.co_handlers.drop(turn.tx, sheet.id, staff_id)
    await sheet_people.recipients.drop(turn.tx, sheet.id, staff_id)
    return await usecases.revise(turn, sheet, owner_id=staff_id)


async def toggle_co_handler(turn: Turn, sheet: Sheet, staff_id: str) -> None:
    """Let a person help on the draft, or help no more; refuses whoever may not see sheets at all."""
    person = await people.get(turn.tx, staff_id)
    if person is None or not access.may(person, Action.SHEET_READ) or staff_id == sheet.owner_id:
        raise Refused("cannot-help", name=person.name if person else staff_id)
    await sheet_people.co_handlers.toggle(turn.tx, sheet.id, staff_id)


async def toggle_recipient(turn: Turn, sheet: Sheet, staff_id: str) -> None:
    """Let a person get a sheet of their own when the draft is issued, or none."""
    person = await people.get(turn.tx, staff_id)
    if person is None or not rules.may_own(person, sheet.handling_class) or staff_id == sheet.owner_id:
        raise Refused("cannot-own", name=person.name if person else staff_id)
    await sheet_people.recipients.toggle(turn.tx, sheet.id, staff_id)


async def near(turn: Turn, sheet: Sheet, kinds: Iterable[HandlingClass], without: set[str]) -> list[Person]:
    """Those who may own sheets of these classes, the sheet's group first, as many as fit on buttons."""
    places = {place.community_id: place.group_id for place in await stations.all_communities(turn.tx)}
    group = places.get(sheet.community_id or "")
    found = [person for kind in kinds for person in await people.holding(turn.tx, rules.OWNERS[kind])]
    near_first = sorted(found, key=lambda p: (places.get(p.community_id or "") != group, p.staff_id))
    return [person for person in near_first if person.staff_id not in without][:MOST_PROPOSED]


async def person_typed(turn: Turn) -> str:
    """The staff id of whoever was typed, by id or display name."""
    return the_one_called(turn.need_text(20), await people.everyone(turn.tx), turn.texts).staff_id
