"""When a review speaks by itself (S7): silence never passes.

Whoever is asked is nudged at half-time, two hours before the end, and at the end, by a timer of the review's own; at
the end others hear of it too, and from then on it is in every morning's digest of all of them.
"""

from collections.abc import Sequence
from datetime import datetime

from handlers import digests
from handlers.moments import next_daily
from handlers.reviews import cards, rules
from handlers.reviews.standing import asked, concerned, escalated
from handlers.reviews.telling import CALL, LATE, about_it
from handlers.voice import Part, Voice
from storage import case_reviews, timers
from storage.case_reviews import CaseReview

NUDGE = "reviews.nudge"


async def plan(voice: Voice, review: CaseReview) -> None:
    """See to it that a review whose state has changed speaks in time."""
    moment = _next_nudge(voice, review)
    if moment:
        await timers.set_timer(voice.tx, NUDGE, review.subject, moment)
    else:
        await timers.clear(voice.tx, NUDGE, review.subject)
        await _plan_digests(voice, review)


async def nudge(voice: Voice, subject: str) -> None:
    """A part of the hours of a decision is over, or all of them."""
    review = await case_reviews.get(voice.tx, int(subject.partition(":")[2]))
    if review is None or review.state not in rules.DECIDES:
        return
    is_over = rules.is_overdue(review, voice.tx.now)
    for person in await asked(voice, review):
        about = about_it(person.staff_id, review)
        until = None if is_over else review.due_at
        await voice.notify(person.staff_id, CALL, about, pressing=True, valid_until=until)
    if is_over:
        for person in await escalated(voice, review):
            about = about_it(person.staff_id, review)
            await voice.notify(person.staff_id, LATE, about, pressing=True)
    await plan(voice, review)


async def next_due(voice: Voice, staff_id: str) -> datetime | None:
    """The next morning on which a person is to hear of a review: one that is late, or that was sent back to them."""
    remind, zone, now = voice.settings.remind, voice.settings.time_zone, voice.tx.now
    theirs = await _theirs(voice, staff_id)
    moments = [next_daily(max(review.due_at or now, now), remind.at, zone) for review in theirs]
    return min(moments, default=None)


async def parts(voice: Voice, staff_id: str) -> Sequence[Part]:
    """A person's part of their digest: what waits for their decision, is late, or was sent back to them."""
    theirs = await _theirs(voice, staff_id)
    if not theirs:
        return []
    title = voice.texts.say("reviews-due", count=len(theirs))
    lines = [cards.line(voice, review) for review in theirs]
    buttons = cards.opening(voice, theirs[:2])
    return [Part(title, lines, buttons)]


async def _theirs(voice: Voice, staff_id: str) -> list[CaseReview]:
    """Those of which a person's digest speaks, now or once their time is over."""
    found = await case_reviews.under_way(voice.tx)
    return [review for review in found if staff_id in await concerned(voice, review)]


async def _plan_digests(voice: Voice, review: CaseReview) -> None:
    for staff_id in await concerned(voice, review):
        await digests.plan(voice, staff_id, voice.next_digest())


def _next_nudge(voice: Voice, review: CaseReview) -> datetime | None:
    settings = voice.settings
    return rules.next_nudge(review, voice.tx.now, settings.remind.quiet_hours, settings.time_zone)
