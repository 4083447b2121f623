"""What can be done to the review of a case (S7).

Each checks, changes by compare-and-set, sets the timers, audits, and tells those concerned, all in the
transaction of its turn.
"""

import re
from typing import Any

from handlers import access
from handlers.access import Action
from handlers.denied import not_found, require
from handlers.enforcement import usecases as issue_usecases
from handlers.history import moved
from handlers.refusal import Refused
from handlers.reviews import reminders, rules, telling
from handlers.reviews.rules import Act
from handlers.reviews.standing import answers, decides, raises
from handlers.turn import Turn
from storage import audit, case_reviews, counters, people
from storage.case_reviews import CaseReview, ReviewState, Stage
from storage.issues import Element, Issue

_DIGITS = re.compile(r"(\d{4})\D*$")


async def next_of(turn: Turn, case_code: str) -> Stage:
    """The stage that the person of this turn may hand in of a case; refuses while there is none."""
    require(turn, Action.REVIEW_SUBMIT)
    of_case = await case_reviews.of_case(turn.tx, case_code)
    if stage := rules.next_stage(of_case):
        return stage
    last = of_case[-1]
    if last.state == ReviewState.DONE:
        raise Refused("review-all-done", case=case_code)
    redraw = last.subject if answers(turn.person, last) else None
    raise Refused("review-under-way", redraw=redraw, case=case_code)


async def hand_in(turn: Turn, case_code: str) -> CaseReview:
    """Push the next stage of a case: the first review's clock runs from now."""
    stage = await next_of(turn, case_code)
    year = turn.texts.local(turn.tx.now).year
    review = await case_reviews.add(
        turn.tx,
        year=year,
        serial=await counters.draw(turn.tx, f"case-reviews-{year}"),
        case_code=case_code,
        stage=stage,
        checklist=rules.checklist(stage, turn.settings.review),
        officers=(turn.person.staff_id,),
        since=turn.tx.now,
        due_at=rules.due_at(turn.tx.now, turn.settings.review),
    )
    if review is None:  # somebody else was first
        raise Refused("review-under-way", case=case_code)
    await audit.add(
        turn.tx, turn.actor, Act.HAND_IN, review.subject, message=turn.ref, case=case_code, stage=stage
    )
    await _await_decision(turn, review)
    return review


async def again(turn: Turn, review: CaseReview, returns: int) -> CaseReview:
    """Hand in what was sent back, completed.

    Both must pass again: what the first of them had passed is not what is handed in now. Whoever answers for it does,
    or another case officer once nobody does any more.
    """
    if not await takes_over(turn, review):
        raise Refused("review-not-yours", code=review.code)
    require_as_shown(review, ReviewState.SENT_BACK, returns)
    opened = await change(
        turn,
        review,
        Act.HAND_IN,
        officers=tuple(dict.fromkeys((*(o for o in review.officers if o != turn.actor), turn.actor))),
        checklist=rules.checklist(review.stage, turn.settings.review),
        since=turn.tx.now,
        due_at=rules.due_at(turn.tx.now, turn.settings.review),
        first_by=None,
        second_by=None,
    )
    await _await_decision(turn, opened)
    return opened


async def takes_over(turn: Turn, review: CaseReview) -> bool:
    """Whether the person of this turn hands it in again: its owner, or any case officer where the owner cannot any more."""
    if answers(turn.person, review):
        return True
    owner = await people.get(turn.tx, review.owner_id)
    is_left = owner is None or not access.may(owner, Action.REVIEW_SUBMIT)
    return is_left and access.may(turn.person, Action.REVIEW_SUBMIT)


async def pass_(turn: Turn, review: CaseReview, state: str, returns: int, **details: Any) -> CaseReview:
    """Pass the review that is awaited; after the second the stage is done."""
    await _require_decides(turn, review, state, returns)
    me = turn.person.staff_id
    if review.state == ReviewState.OPEN:
        passed = await change(
            turn,
            review,
            Act.FIRST_PASS,
            details,
            first_by=me,
            since=turn.tx.now,
            due_at=rules.due_at(turn.tx.now, turn.settings.review),
        )
        await _await_decision(turn, passed)
        return passed
    passed = await change(turn, review, Act.SECOND_PASS, details, second_by=me, due_at=None)
    done = await change(turn, passed, Act.FINISH, done_at=turn.tx.now)
    await reminders.plan(turn, done)
    await telling.finished(turn, done)
    return done


async def send_back(turn: Turn, review: CaseReview, state: str, returns: int, missing: str) -> CaseReview:
    """Not enough: what is missing (M21); it goes back to the case officer."""
    await _require_decides(turn, review, state, returns)
    sent_back = await change(
        turn,
        review,
        Act.SEND_BACK,
        sent_back_by=turn.person.staff_id,
        missing=missing,
        raised=False,
        returns=review.returns + 1,
        due_at=None,
    )
    await reminders.plan(turn, sent_back)
    await telling.sent_back(turn, sent_back)
    return sent_back


async def raise_issue(turn: Turn, review: CaseReview, returns: int) -> Issue:
    """Make an issue of what was missing the last time: once, whatever has become of the review since."""
    if not await raises(turn.tx, turn.person, review):
        raise not_found()
    if review.missing is None or review.raised or review.returns != returns:
        raise Refused("card-outdated", redraw=review.subject)
    raised = await change(turn, review, Act.RAISE, raised=True)
    digits = _DIGITS.search(review.case_code)
    problem = turn.desk.texts.plain(
        "review-problem", stage=turn.desk.texts.plain(f"stage-{review.stage}"), missing=review.missing
    )
    return await issue_usecases.born(
        turn,
        element=Element.CASE,
        problem=problem,
        owner_id=raised.owner_id,
        case_code=digits[1] if digits else None,
        review_id=raised.id,
    )


async def change(
    turn: Turn, review: CaseReview, act: Act, details: dict[str, Any] | None = None, **fields: Any
) -> CaseReview:
    """Compare-and-set along the table of transitions, with its audit row.

    Refuses when the state does not permit the act, or somebody else was first.
    """
    states, to = rules.TRANSITIONS[act]
    changed = (
        await case_reviews.change(turn.tx, review, to or review.state, **fields)
        if review.state in states
        else None
    )
    plain = {name: str(value) for name, value in ((details or {}) | fields).items()}
    return await moved(turn, review, changed, act, **plain)


async def require_decides(turn: Turn, review: CaseReview) -> None:
    """Refuse whoever is not to decide now: those of the case above all, and whoever decided first (S7)."""
    if review.state not in rules.DECIDES:
        raise Refused("card-outdated", redraw=review.subject)
    if not await decides(turn.tx, turn.person, review):
        raise Refused("review-not-for-you", code=review.code)


async def _require_decides(turn: Turn, review: CaseReview, state: str, returns: int) -> None:
    require_as_shown(review, state, returns)
    await require_decides(turn, review)


def require_as_shown(review: CaseReview, state: str, returns: int) -> None:
    """Refuse a press of a card that shows what was there before: it may be about something else."""
    if (review.state, review.returns) != (state, returns):
        raise Refused("card-outdated", redraw=review.subject)


async def _await_decision(turn: Turn, review: CaseReview) -> None:
    await reminders.plan(turn, review)
    await telling.to_sign(turn, review)
