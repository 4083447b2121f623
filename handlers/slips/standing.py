"""How a person stands to a slip: who may know of it, who decides, who answers, who judges (S6)."""

from handlers import access
from handlers.access import Action, Relation
from handlers.denied import not_found
from storage import people, slips
from storage.db import Tx
from storage.people import Person
from storage.slips import ISSUED, Colour, Slip


async def read(tx: Tx, person: Person, slip_id: int) -> Slip:
    """A slip that a person may see; "missing" and "forbidden" are refused in the same words (S18)."""
    slip = await slips.get(tx, slip_id)
    if slip is None or not await may_see(tx, person, slip):
        raise not_found()
    return slip


async def may_see(tx: Tx, person: Person, slip: Slip) -> bool:
    """Whether a person may know of it: of what was not sent only those who decide, and never whom it is about."""
    if slip.state not in ISSUED:
        may = access.may(person, Action.SLIP_DECIDE) or access.may(person, Action.SLIP_RED)
        return may and slip.staff_id != person.staff_id
    recipient = await people.get(tx, slip.staff_id)
    relation = Relation(
        own=slip.staff_id == person.staff_id,
        team=recipient is not None and recipient.team == person.team,
    )
    return access.allows(person, Action.SLIP_READ, relation)


def decides(person: Person, slip: Slip) -> bool:
    """Whether a person decides if it is sent: red is a leader's; nobody decides on their own."""
    action = Action.SLIP_RED if slip.colour == Colour.RED else Action.SLIP_DECIDE
    return access.may(person, action) and slip.staff_id != person.staff_id


def answers(person: Person, slip: Slip) -> bool:
    """Whether it was sent to this person."""
    own = Relation(own=slip.staff_id == person.staff_id)
    return slip.state in ISSUED and own.own and access.allows(person, Action.SLIP_ANSWER, own)


def judges(person: Person, slip: Slip) -> bool:
    """Whether a person judges an appeal: not who sent it, not who got it; of a red one, a leader (S6)."""
    may = access.may(person, Action.SLIP_JUDGE)
    if slip.colour == Colour.RED:
        may = access.may(person, Action.SLIP_RED)
    return may and person.staff_id not in (slip.decided_by, slip.staff_id)
