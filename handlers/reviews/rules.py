"""The order of the stages, the transitions and the nudges of a double review (S7): pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers.access import Action
from handlers.enforcement.rules import next_call
from handlers.settings import QuietHours, ReviewSettings
from storage.case_reviews import CaseReview, ReviewState, Stage

MOST_MISSING = 40


class Act(StrEnum):
    """What can be done to a review; also how the audit names it."""

    HAND_IN = "review.hand-in"
    FIRST_PASS = "review.first-pass"  # noqa: S105 - no password
    SECOND_PASS = "review.second-pass"  # noqa: S105 - no password
    FINISH = "review.finish"
    SEND_BACK = "review.send-back"
    RAISE = "review.raise"


TRANSITIONS: Mapping[Act, tuple[frozenset[ReviewState], ReviewState | None]] = {
    Act.HAND_IN: (frozenset({ReviewState.SENT_BACK}), ReviewState.OPEN),
    Act.FIRST_PASS: (frozenset({ReviewState.OPEN}), ReviewState.LEADER_OK),
    Act.SECOND_PASS: (frozenset({ReviewState.LEADER_OK}), ReviewState.LEGAL_OK),
    Act.FINISH: (frozenset({ReviewState.LEGAL_OK}), ReviewState.DONE),
    Act.SEND_BACK: (frozenset({ReviewState.OPEN, ReviewState.LEADER_OK}), ReviewState.SENT_BACK),
    Act.RAISE: (frozenset(ReviewState), None),
}
"""From which states an act leads to which; None: the state stays."""

DECIDES: Mapping[ReviewState, Action] = {
    ReviewState.OPEN: Action.REVIEW_FIRST,
    ReviewState.LEADER_OK: Action.REVIEW_SECOND,
}
"""Whose decision is awaited in a state: first a team or station leader, then a legal officer."""


def next_stage(of_case: Sequence[CaseReview]) -> Stage | None:
    """The stage that a case may hand in next: the first, or the one after the last, once that is done.

    None while a stage is under way, and when all three are done (S7: the stages follow in order).
    """
    if any(review.state != ReviewState.DONE for review in of_case):
        return None
    there = {review.stage for review in of_case}
    return next((stage for stage in Stage if stage not in there), None)


def checklist(stage: Stage, settings: ReviewSettings) -> tuple[str, ...]:
    """What is looked at in a stage."""
    items: tuple[str, ...] = getattr(settings.checklists, stage)
    return items


def due_at(now: datetime, settings: ReviewSettings) -> datetime:
    """By when a decision that is awaited from now on is to be there."""
    return now + timedelta(hours=settings.hours)


def is_overdue(review: CaseReview, now: datetime) -> bool:
    """Whether a decision is awaited and its time is over: derived, never stored."""
    return review.state in DECIDES and review.due_at is not None and review.due_at <= now


def next_nudge(review: CaseReview, now: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime | None:
    """The next moment after `now` at which a reviewer is nudged: at half-time, two hours before the end, at the end.

    Those before the end are moved out of the quiet hours. None once it is over: from then on every morning's digest
    says so.
    """
    if review.state not in DECIDES or review.due_at is None or review.due_at <= now:
        return None
    return next_call(review.since, review.due_at, now, quiet, zone) or review.due_at


def all_ticked(ticked: int, review: CaseReview) -> bool:
    """Whether every item of the checklist is ticked; bit n of `ticked` is its n-th item."""
    return ticked == (1 << len(review.checklist)) - 1
