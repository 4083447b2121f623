"""How a person stands to a sheet: who may see it, who answers it, who reviews it."""

from handlers import access
from handlers.access import Action, Relation
from handlers.denied import not_found
from storage import people, sheet_people, sheets, stations
from storage.db import Tx
from storage.people import Person
from storage.sheets import Sheet, SheetState


async def relation(tx: Tx, person: Person, sheet: Sheet) -> Relation:
    """How a person stands to a sheet: owner or co-handler, leader of its group, of its team."""
    if sheet.state == SheetState.DRAFT:
        return Relation(own=sheet.issuer_id == person.staff_id)
    own = sheet.owner_id == person.staff_id or person.staff_id in await sheet_people.co_handlers.of(
        tx, sheet.id
    )
    owner = await people.get(tx, sheet.owner_id or "")
    place = await stations.community(tx, sheet.community_id or "")
    led = {
        group.group_id for group in await stations.all_groups(tx) if group.lead_staff_id == person.staff_id
    }
    return Relation(
        own=own,
        group=place is not None and place.group_id in led,
        team=owner is not None and owner.team == person.team,
    )


async def read(tx: Tx, person: Person, sheet_id: int) -> Sheet:
    """A sheet that a person may see; "missing" and "forbidden" are refused in the same words (S18)."""
    return await visible(tx, person, await sheets.get(tx, sheet_id), "")


async def visible(tx: Tx, person: Person, sheet: Sheet | None, code: str) -> Sheet:
    """The same for a sheet that was looked up by its code."""
    if sheet is None or not await may_see(tx, person, sheet):
        raise not_found(code)
    return sheet


async def may_see(tx: Tx, person: Person, sheet: Sheet) -> bool:
    """Whether a person may know of a sheet."""
    action = Action.SHEET_DRAFT if sheet.state == SheetState.DRAFT else Action.SHEET_READ
    return access.allows(person, action, await relation(tx, person, sheet))


async def prints(tx: Tx, person: Person, sheet: Sheet) -> bool:
    """Whether a person may have a sheet on paper: its owner may, not whoever helps on it."""
    stands = await relation(tx, person, sheet)
    owns = stands.model_copy(update={"own": sheet.owner_id == person.staff_id})
    return sheet.state != SheetState.DRAFT and access.allows(person, Action.SHEET_PRINT, owns)


def handles(person: Person, sheet: Sheet) -> bool:
    """Whether a person is the one to sign for a sheet and to answer it."""
    own = Relation(own=sheet.owner_id == person.staff_id)
    return access.allows(person, Action.SHEET_HANDLE, own)


async def helps(tx: Tx, person: Person, sheet: Sheet) -> bool:
    """Whether a person is one of the sheet's co-handlers, who add to the feedback and never hand it in."""
    own = Relation(own=person.staff_id in await sheet_people.co_handlers.of(tx, sheet.id))
    return access.allows(person, Action.SHEET_READ, own) and own.own


def reviews(person: Person, sheet: Sheet) -> bool:
    """Whether a person may accept or return the feedback: nobody reviews their own."""
    return access.may(person, Action.SHEET_REVIEW) and sheet.owner_id != person.staff_id
