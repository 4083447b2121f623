"""Who is to answer a sheet, and who helps: proposed, chosen by a button, or typed while it is drafted (M3)."""

from handlers.access import Action, may
from handlers.refusal import Refused
from handlers.responsible import responsible_for
from handlers.sheets import rules, usecases
from handlers.sheets.presses import DraftPress
from handlers.turn import Turn
from storage import people, sheets, stations
from storage.messages import Button
from storage.people import Person
from storage.sheets import HandlingClass, Sheet

MOST_PROPOSED = 5


async def set_class(turn: Turn, sheet: Sheet, kind: HandlingClass) -> Sheet:
    """Ordinary or case; the other team's people answer for it, so the proposed owner falls with the class."""
    if kind == sheet.handling_class:
        return sheet
    officer = await responsible_for(turn.tx, sheet.community_id or "")
    owner_id = officer.staff_id if officer and kind == HandlingClass.ORDINARY else None
    return await usecases.revise(turn, sheet, handling_class=kind, owner_id=owner_id)


async def set_owner(turn: Turn, sheet: Sheet, staff_id: str) -> Sheet:
    """Let a person own the draft; refuses whoever may not own a sheet of its class."""
    person = await people.get(turn.tx, staff_id)
    if person is None or not rules.may_own(person, sheet.handling_class):
        raise Refused("cannot-own", name=person.name if person else staff_id)
    await sheets.drop_co_handler(turn.tx, sheet.id, staff_id)
    return await usecases.revise(turn, sheet, owner_id=staff_id)


async def toggle_co_handler(turn: Turn, sheet: Sheet, staff_id: str) -> None:
    """Let a person help on the draft, or help no more; refuses whoever may not see sheets at all."""
    person = await people.get(turn.tx, staff_id)
    if person is None or not may(person, Action.SHEET_READ) or staff_id == sheet.owner_id:
        raise Refused("cannot-help", name=person.name if person else staff_id)
    if staff_id in await sheets.co_handlers_of(turn.tx, sheet.id):
        await sheets.drop_co_handler(turn.tx, sheet.id, staff_id)
    else:
        await sheets.add_co_handler(turn.tx, sheet.id, staff_id)


async def proposed_owners(turn: Turn, sheet: Sheet) -> list[Button]:
    """Those who may own it, the sheet's group first."""
    found = await people.holding(turn.tx, rules.OWNERS[sheet.handling_class])
    return await _proposals(turn, sheet, "owner", found, without={sheet.owner_id or ""})


async def proposed_co_handlers(turn: Turn, sheet: Sheet) -> list[Button]:
    """Officers of both teams who do not help yet, the sheet's group first."""
    found = [person for role in rules.OWNERS.values() for person in await people.holding(turn.tx, role)]
    without = {sheet.owner_id or "", *await sheets.co_handlers_of(turn.tx, sheet.id)}
    return await _proposals(turn, sheet, "co-handler", found, without=without)


async def person_typed(turn: Turn) -> str:
    """The staff id of whoever was typed, by id or display name."""
    typed = turn.need_text(20)
    for person in await people.everyone(turn.tx):
        if person.left_at is None and typed in (person.name, person.staff_id):
            return person.staff_id
    raise Refused("person-not-found", staff=typed)


async def _proposals(
    turn: Turn, sheet: Sheet, do: str, found: list[Person], *, without: set[str]
) -> list[Button]:
    places = {place.community_id: place.group_id for place in await stations.all_communities(turn.tx)}
    group = places.get(sheet.community_id or "")
    near_first = sorted(found, key=lambda p: (places.get(p.community_id or "") != group, p.staff_id))
    return [
        turn.choice(
            person.name, DraftPress.model_validate({"do": do, "sheet": sheet.id, "value": person.staff_id})
        )
        for person in near_first
        if person.staff_id not in without
    ][:MOST_PROPOSED]
