"""Whoever leaves the station leaves no sheet behind: their group's lead answers until it is given away (S1, S4)."""

from handlers import access
from handlers.access import Action, Scope
from handlers.sheets import changes, rules, telling
from handlers.sheets.rules import Act
from handlers.voice import Voice
from storage import people, sheets, stations
from storage.people import Person
from storage.sheets import WORKING, Sheet


async def left(voice: Voice, staff_id: str) -> None:
    """Hand over every open sheet of somebody who has left."""
    for sheet in await sheets.own(voice.tx, staff_id):
        if sheet.state in WORKING:
            await _hand_over(voice, sheet, staff_id)


async def _hand_over(voice: Voice, sheet: Sheet, left_by: str) -> None:
    """To the group's lead; where there is none who may own it, the room and the team's lead are told."""
    lead = await _group_lead(voice, sheet)
    if lead is None or lead.staff_id == left_by or not rules.may_own(lead, sheet.handling_class):
        await telling.concerned(voice, sheet, "sheet-ownerless")
        await telling.leads(voice, sheet, "sheet-ownerless")
        return
    handed = await changes.hand_over(voice, sheet, Act.REASSIGN, lead.staff_id)
    await telling.concerned(voice, handed, "sheet-owner-left", but={lead.staff_id})


async def _group_lead(voice: Voice, sheet: Sheet) -> Person | None:
    place = await stations.community(voice.tx, sheet.community_id or "")
    groups = {group.group_id: group for group in await stations.all_groups(voice.tx)}
    group = groups.get(place.group_id or "") if place else None
    lead = await people.get(voice.tx, group.lead_staff_id or "") if group else None
    leads = access.TABLE[Action.SHEET_WATCH]
    return lead if lead and any(leads.get(role) == Scope.GROUP for role in lead.roles) else None
