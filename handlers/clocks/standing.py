"""How a person stands to a legal clock: who may see it, who may stop or extend it (S5)."""

from handlers import access
from handlers.access import Action, Relation
from handlers.denied import not_found
from storage import legal_clocks, people
from storage.db import Tx
from storage.legal_clocks import LegalClock
from storage.people import Person


async def read(tx: Tx, person: Person, clock_id: int) -> LegalClock:
    """A clock that a person may see; "missing" and "forbidden" are refused in the same words (S18)."""
    return await visible(tx, person, await legal_clocks.get(tx, clock_id))


async def visible(tx: Tx, person: Person, clock: LegalClock | None, code: str = "") -> LegalClock:
    """The same for one that was looked up, by its code or otherwise."""
    if clock is None or not await may_see(tx, person, clock):
        raise not_found(code)
    return clock


async def may_see(tx: Tx, person: Person, clock: LegalClock) -> bool:
    """Whether a person may know of it: whoever started it, the lead of their team, legal officers, the supervision post."""
    starter = await people.get(tx, clock.staff_id)
    own = clock.staff_id == person.staff_id
    team = starter is not None and starter.team == person.team
    return access.allows(person, Action.CLOCK_READ, Relation(own=own, team=team))


def tends(person: Person, clock: LegalClock) -> bool:
    """Whether a person stops it, or extends it: whoever started it, and the supervision post."""
    return access.allows(person, Action.CLOCK_START, Relation(own=clock.staff_id == person.staff_id))
