"""The case that waits for its first review when the demo begins (M21)."""

from datetime import datetime

from bot.sandbox.demo_station import demo_data
from handlers.desk import Desk
from handlers.reviews import reminders, rules, telling
from handlers.reviews.rules import Act
from handlers.voice import Voice
from storage import audit, case_reviews, counters
from storage.case_reviews import Stage
from storage.db import Tx


async def load_reviews(tx: Tx, desk: Desk) -> None:
    """The reviews under way, their cards before those who are asked, and the nudges that they wait for."""
    voice = Voice(tx, desk)
    for entry in demo_data()["reviews"]:
        since, stage = datetime.fromisoformat(entry["since"]), Stage(entry["stage"])
        review = await case_reviews.add(
            tx,
            year=since.year,
            serial=int(entry["review_id"][1:]),
            case_code=entry["case_code"],
            stage=stage,
            checklist=rules.checklist(stage, desk.settings.review),
            officers=(entry["owner"],),
            since=since,
            due_at=rules.due_at(since, desk.settings.review),
        )
        assert review is not None  # noqa: S101 - there is none before
        await counters.raise_to(tx, f"case-reviews-{review.year}", review.serial)
        await audit.add(tx, entry["owner"], Act.HAND_IN, review.subject, at=since)
        await reminders.plan(voice, review)
        await telling.to_sign(voice, review)
