"""Whoever leaves the station leaves no review stuck (S7): reviewers are posts, and another of them decides."""

from handlers.reviews import rules, telling
from handlers.voice import Voice
from storage import case_reviews


async def left(voice: Voice, staff_id: str) -> None:
    """The team's leads hear of what a case officer leaves; of what waits for a decision, whoever is left to decide."""
    for review in await case_reviews.under_way(voice.tx):
        if review.owner_id == staff_id:
            await telling.officer_left(voice, review)
        elif review.state in rules.DECIDES:
            await telling.reviewer_left(voice, review, staff_id)
