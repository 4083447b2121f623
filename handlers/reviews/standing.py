"""How a person stands to a review: who may see it, who decides now, who answers for it, who makes an issue of it."""

from collections.abc import Collection

from handlers import access
from handlers.access import Action, Relation, Scope
from handlers.denied import not_found
from handlers.reviews import rules
from handlers.voice import Voice
from storage import case_reviews, people
from storage.case_reviews import CaseReview, ReviewState
from storage.db import Tx
from storage.people import Person


async def read(tx: Tx, person: Person, review_id: int) -> CaseReview:
    """A review that a person may see; "missing" and "forbidden" are refused in the same words (S18)."""
    return await visible(tx, person, await case_reviews.get(tx, review_id))


async def visible(tx: Tx, person: Person, review: CaseReview | None, code: str = "") -> CaseReview:
    """The same for one that was looked up, by its code or otherwise."""
    if review is None or not await may_see(tx, person, review):
        raise not_found(code)
    return review


async def may_see(tx: Tx, person: Person, review: CaseReview) -> bool:
    """Whether a person may know of a review."""
    return access.allows(person, Action.REVIEW_READ, await _relation(tx, person, review))


async def decides(tx: Tx, person: Person, review: CaseReview) -> bool:
    """Whether the decision that is awaited is this person's: nobody decides on their own case, nor twice on a stage."""
    action = rules.DECIDES.get(review.state)
    if action is None or person.staff_id == review.first_by:
        return False
    relation = await _relation(tx, person, review)
    return access.allows(person, action, relation) and not await _has_own(tx, person, review)


async def raises(tx: Tx, person: Person, review: CaseReview) -> bool:
    """Whether this person may make an issue of what was missing: nobody of their own case."""
    relation = await _relation(tx, person, review)
    return access.allows(person, Action.REVIEW_RAISE, relation) and not await _has_own(tx, person, review)


def answers(person: Person, review: CaseReview) -> bool:
    """Whether this person answers for it: hands it in again, and the stage after it."""
    own = Relation(own=person.staff_id == review.owner_id)
    return own.own and access.allows(person, Action.REVIEW_SUBMIT, own)


async def asked(voice: Voice, review: CaseReview) -> list[Person]:
    """Who is asked for the decision: those nearest to the case, the team's leads before the station's leaders."""
    able = await _able(voice, review)
    nearest = [person for person in able if Scope.TEAM in access.scopes(person, rules.DECIDES[review.state])]
    return nearest or able


async def escalated(voice: Voice, review: CaseReview) -> list[Person]:
    """Who hears when the time is over: whoever else could decide, or else the supervision post (S7)."""
    known = {person.staff_id for person in await asked(voice, review)}
    others = [person for person in await _able(voice, review) if person.staff_id not in known]
    if others:
        return others
    watching = await voice.those_who_may(Action.REVIEW_WATCH)
    return [person for person in watching if person.staff_id not in known]


async def _able(voice: Voice, review: CaseReview) -> list[Person]:
    action = rules.DECIDES.get(review.state)
    found = await voice.those_who_may(action) if action else []
    return [person for person in found if await decides(voice.tx, person, review)]


async def concerned(voice: Voice, review: CaseReview) -> Collection[str]:
    """Whose digest speaks of it: the owner once it is sent back; who is asked, and when the time is over who else hears."""
    if review.state == ReviewState.SENT_BACK:
        return {review.owner_id}
    if review.state not in rules.DECIDES:
        return set()
    found = {person.staff_id for person in await asked(voice, review)}
    if rules.is_overdue(review, voice.tx.now):
        found |= {person.staff_id for person in await escalated(voice, review)}
    return found


async def _relation(tx: Tx, person: Person, review: CaseReview) -> Relation:
    owner = await people.get(tx, review.owner_id)
    return Relation(
        own=person.staff_id == review.owner_id, team=owner is not None and owner.team == person.team
    )


async def _has_own(tx: Tx, person: Person, review: CaseReview) -> bool:
    """Whether somebody ever handed in a stage of the case, whatever they are now."""
    stages = await case_reviews.of_case(tx, review.case_code)
    return any(person.staff_id in stage.officers for stage in stages)
