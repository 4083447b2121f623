"""Bringing the roster up to date: only what differs is written, all of it or nothing (S1, S4)."""

from handlers.refusal import Refused
from handlers.roster.rules import Change, Changes, Roster, difference, leaves_no_admin, with_ids
from handlers.unbinding import depart
from storage import audit, people, stations
from storage.db import Tx
from storage.people import Person


async def plan_roster(tx: Tx, roster: Roster, *, mark_missing_left: bool = False) -> Changes:
    """What applying a roster would change; nothing is written.

    Refuses a roster after which nobody would be administrator any more.
    """
    current = Roster(
        people=tuple(await people.everyone(tx)),
        communities=tuple(await stations.all_communities(tx)),
        groups=tuple(await stations.all_groups(tx)),
    )
    changes = difference(current, with_ids(roster, current), mark_missing_left=mark_missing_left)
    if leaves_no_admin(current, changes):
        raise Refused("roster-no-admin")
    return changes


async def apply_roster(tx: Tx, roster: Roster, by: str, *, mark_missing_left: bool = False) -> Changes:
    """Make the roster hold; whoever is left out can be marked as left, and is unbound at once (S1).

    `by` is a staff id, or "system" for the command line. Gives back what was changed: each of it has
    its audit row, and applying the same roster again changes nothing.
    """
    changes = await plan_roster(tx, roster, mark_missing_left=mark_missing_left)
    for group in changes.groups:
        await stations.put_group(tx, group.after)
        await audit.add(tx, by, "roster.group", f"group:{group.after.group_id}", fields=group.fields())
    for place in changes.communities:
        await stations.put_community(tx, place.after)
        await audit.add(
            tx, by, "roster.community", f"community:{place.after.community_id}", fields=place.fields()
        )
    for person in changes.people:
        await people.put(tx, person.after)
        await audit.add(tx, by, _act(person), f"person:{person.after.staff_id}", fields=person.fields())
    for leaver in changes.left:
        await depart(tx, leaver.staff_id, by)
    return changes


def _act(change: Change[Person]) -> str:
    if change.before is None:
        return "roster.join"
    return "roster.return" if change.before.left_at else "roster.change"
