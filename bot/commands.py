"""What the command line asks of a station: done by the running bot, or by the command itself.

Each takes the database, the station's id, its settings and plain arguments, and gives back something
that fits into one line of JSON. Raises Refused, whose text the command line shows.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from handlers.enrolment.usecases import invite
from handlers.refusal import Refused
from handlers.roster.rules import Changes, Roster
from handlers.roster.usecases import apply_roster, plan_roster
from handlers.settings import Settings
from storage import people
from storage.db import Database

Arguments = Mapping[str, Any]
Command = Callable[[Database, str, Settings, Arguments], Awaitable[dict[str, Any]]]

BY = "system"
"""Who did it, in the audit: whoever may use the machine's command line."""


async def invite_person(
    database: Database, station: str, settings: Settings, arguments: Arguments
) -> dict[str, Any]:
    """A one-time code for `staff_id`."""
    async with database.transaction(station) as tx:
        staff_id = arguments["staff_id"].upper()
        person = await people.get(tx, staff_id)
        if person is None:
            raise Refused("person-not-found", staff=staff_id)
        code = await invite(tx, person.staff_id, BY, settings.enrol)
    return {"code": code, "name": person.name, "hours": settings.enrol.code_hours}


async def plan_import(database: Database, station: str, _: Settings, arguments: Arguments) -> dict[str, Any]:
    """What importing `roster` would change; with `mark_left` those left out will have left."""
    async with database.transaction(station) as tx:
        roster = Roster.model_validate(arguments["roster"])
        changes = await plan_roster(tx, roster, mark_missing_left=arguments["mark_left"])
    return {"changes": _json(changes)}


async def import_roster(
    database: Database, station: str, _: Settings, arguments: Arguments
) -> dict[str, Any]:
    """Import `roster`: all or nothing, and only if it still changes what was `agreed` to."""
    async with database.transaction(station) as tx:
        roster = Roster.model_validate(arguments["roster"])
        changes = await apply_roster(tx, roster, BY, mark_missing_left=arguments["mark_left"])
        if changes != Changes.model_validate(arguments["agreed"]):
            raise Refused("roster-changed")
    return {"changes": _json(changes)}


def _json(changes: Changes) -> Any:
    return changes.model_dump(mode="json")


COMMANDS: Mapping[str, Command] = {
    "invite": invite_person,
    "roster-plan": plan_import,
    "roster-import": import_roster,
}
