"""Feedback (反馈): rounds of text and photos about a subject ("sheet:17"), kept whole, each with its verdict."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Identity, Index, Text, delete, func, select, update

from storage.db import Tx, partial_index, table
from storage.query import NOW, STATION, Id, Integer, Moment, Query, arg
from storage.records import Record

feedback = table(
    "feedback",
    Column("id", Id, Identity(), primary_key=True),
    Column("subject", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("author_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("outcome", Text),
    Column("late_reason", Text),
    Column("submitted_at", Moment),
    Column("decided_by", Text),
    Column("decided_at", Moment),
    Column("return_reason", Text),
)
parts = table(
    "feedback_parts",
    Column("id", Id, Identity(), primary_key=True),
    Column("feedback_id", Id, nullable=False),
    Column("message_id", Text),
    Column("text", Text),
    Column("sha256", Text),
)
Index("ix_feedback_subject", feedback.c.subject, feedback.c.round, unique=True)
Index("ix_parts_feedback", parts.c.feedback_id, parts.c.id)
Index("ix_parts_message", parts.c.station_id, parts.c.message_id)
partial_index("uq_parts_text", parts.c.sha256.is_(None), parts.c.feedback_id, parts.c.message_id, unique=True)
Index("uq_parts_photo", parts.c.feedback_id, parts.c.sha256, unique=True)


class FeedbackState(StrEnum):
    """A round is written, handed in, then accepted or returned; a withdrawn one is a draft again.

    An `interim` one says how far it has come; a draft is `left` when its author is not to answer any more.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    INTERIM = "interim"
    LEFT = "left"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class Feedback(Record):
    """One round: what about ("sheet:17"), the how many-th of it, by whom, and what came of it.

    `outcome` is what its author says has come of the matter, as its capability names it.
    """

    id: int
    subject: str
    round: int
    author_id: str
    state: FeedbackState
    outcome: str | None
    late_reason: str | None
    submitted_at: datetime | None
    decided_by: str | None
    decided_at: datetime | None
    return_reason: str | None


class Part(Record):
    """A piece of it: what one message said, or one photo (by its SHA-256)."""

    id: int
    message_id: str | None
    text: str | None
    sha256: str | None


class Contents(Record):
    """The text of a round, in the order in which it was said, and its photos."""

    text: str = ""
    photos: tuple[str, ...] = ()

    @property
    def characters(self) -> int:
        """Its length as people count it: without white space."""
        return len("".join(self.text.split()))


_mine = feedback.c.station_id == STATION
_row = feedback.c.id == arg("row")
_feedback = tuple(feedback.c[name] for name in Feedback.model_fields)
_part = tuple(parts.c[name] for name in Part.model_fields)
_of_round = (parts.c.station_id == STATION, parts.c.feedback_id == arg("row"))

_BEGIN = Query(
    lambda sql: (
        sql.insert(feedback)
        .values(
            station_id=STATION,
            subject=arg("about"),
            round=arg("number"),
            author_id=arg("author"),
            state=FeedbackState.DRAFT,
        )
        .returning(*_feedback)
    )
)
_LAST = Query(
    select(*_feedback)
    .where(_mine, feedback.c.subject == arg("about"))
    .order_by(feedback.c.round.desc())
    .limit(1)
)
_ROUNDS = Query(
    select(*_feedback).where(_mine, feedback.c.subject == arg("about")).order_by(feedback.c.round)
)
_GET = Query(select(*_feedback).where(_mine, _row))
_SAID_IN = Query(
    select(*_feedback)
    .where(
        _mine,
        feedback.c.id.in_(
            select(parts.c.feedback_id).where(
                parts.c.station_id == STATION, parts.c.message_id == arg("said_in"), parts.c.sha256.is_(None)
            )
        ),
    )
    .order_by(feedback.c.id.desc())
    .limit(1)
)
_SUBMIT = Query(
    update(feedback)
    .where(_mine, _row, feedback.c.state == FeedbackState.DRAFT)
    .values(state=arg("state_now"), outcome=arg("result"), late_reason=arg("why_late"), submitted_at=NOW)
    .returning(feedback.c.id)
)
_WITHDRAW = Query(
    update(feedback)
    .where(_mine, _row, feedback.c.state == FeedbackState.SUBMITTED)
    .values(state=FeedbackState.DRAFT, submitted_at=None)
    .returning(feedback.c.id)
)
_DECIDE = Query(
    update(feedback)
    .where(_mine, _row, feedback.c.state == FeedbackState.SUBMITTED)
    .values(state=arg("verdict"), decided_by=arg("by"), decided_at=NOW, return_reason=arg("reason"))
    .returning(feedback.c.id)
)
_LEAVE = Query(
    update(feedback)
    .where(_mine, feedback.c.subject == arg("about"), feedback.c.state == FeedbackState.DRAFT)
    .values(state=FeedbackState.LEFT)
)
_PARTS = Query(select(*_part).where(*_of_round).order_by(parts.c.id))
_ADD_TEXT = Query(
    lambda sql: (
        sql.insert(parts)
        .values(station_id=STATION, feedback_id=arg("row"), message_id=arg("said_in"), text=arg("words"))
        .on_conflict_do_update(
            index_elements=["feedback_id", "message_id"],
            index_where=parts.c.sha256.is_(None),
            set_={"text": arg("words", Text())},
        )
    )
)
_EDIT_TEXT = Query(
    update(parts)
    .where(*_of_round, parts.c.message_id == arg("said_in"), parts.c.sha256.is_(None))
    .values(text=arg("words"))
    .returning(parts.c.id)
)
_ADD_PHOTO = Query(
    lambda sql: (
        sql.insert(parts)
        .values(station_id=STATION, feedback_id=arg("row"), message_id=arg("said_in"), sha256=arg("photo"))
        .on_conflict_do_nothing(index_elements=["feedback_id", "sha256"])
        .returning(parts.c.id)
    )
)
_DROP_TEXT = Query(delete(parts).where(*_of_round, parts.c.sha256.is_(None)))
_DROP_PHOTOS = Query(delete(parts).where(*_of_round, parts.c.sha256.is_not(None)))
_COUNT_PHOTOS = Query(
    select(func.count().label("n")).select_from(parts).where(*_of_round, parts.c.sha256.is_not(None))
)
_COPY = Query(
    lambda sql: sql.insert(parts).from_select(
        ["station_id", "feedback_id", "message_id", "text", "sha256"],
        select(parts.c.station_id, arg("copy_to", Id), parts.c.message_id, parts.c.text, parts.c.sha256)
        .where(*_of_round)
        .order_by(parts.c.id),
    )
)


async def last(tx: Tx, subject: str) -> Feedback | None:
    """The newest round about a subject, in whichever state."""
    return await tx.one(_LAST, Feedback, about=subject)


async def get(tx: Tx, feedback_id: int) -> Feedback | None:
    """One round."""
    return await tx.one(_GET, Feedback, row=feedback_id)


async def said_in(tx: Tx, message_id: str) -> Feedback | None:
    """The newest round that holds the text of a message."""
    return await tx.one(_SAID_IN, Feedback, said_in=message_id)


async def rounds(tx: Tx, subject: str) -> list[Feedback]:
    """Every round about a subject, oldest first."""
    return await tx.all(_ROUNDS, Feedback, about=subject)


async def begin(tx: Tx, subject: str, author_id: str) -> Feedback:
    """The round being written; after a return it starts with what was returned (S2: nothing is lost)."""
    before = await last(tx, subject)
    if before and before.state == FeedbackState.DRAFT:
        return before
    number = before.round + 1 if before else 1
    begun = await tx.one(_BEGIN, Feedback, about=subject, number=number, author=author_id)
    assert begun is not None  # noqa: S101 - RETURNING gives the row
    if before and before.state == FeedbackState.RETURNED and before.author_id == author_id:
        await tx.run(_COPY, row=before.id, copy_to=begun.id)
    return begun


async def contents(tx: Tx, feedback_id: int) -> Contents:
    """What a round holds."""
    found = await tx.all(_PARTS, Part, row=feedback_id)
    return Contents(
        text="\n".join(part.text for part in found if part.text),
        photos=tuple(part.sha256 for part in found if part.sha256),
    )


async def add_text(tx: Tx, feedback_id: int, message_id: str | None, text: str) -> None:
    """Take in what a message says; said again (the message was edited), it replaces itself."""
    await tx.run(_ADD_TEXT, row=feedback_id, said_in=message_id, words=text)


async def edit_text(tx: Tx, feedback_id: int, message_id: str, text: str) -> bool:
    """A message was edited; False when the round holds nothing of it."""
    return await tx.changed(_EDIT_TEXT, row=feedback_id, said_in=message_id, words=text)


async def add_photo(tx: Tx, feedback_id: int, message_id: str | None, sha256: str) -> bool:
    """Take in a photo; False when the round holds the same picture already."""
    return await tx.changed(_ADD_PHOTO, row=feedback_id, said_in=message_id, photo=sha256)


async def count_photos(tx: Tx, feedback_id: int) -> int:
    """How many photos a round holds."""
    count: int = await tx.value(_COUNT_PHOTOS, row=feedback_id)
    return count


async def drop_text(tx: Tx, feedback_id: int) -> None:
    """Begin the text anew."""
    await tx.run(_DROP_TEXT, row=feedback_id)


async def drop_photos(tx: Tx, feedback_id: int) -> None:
    """Begin the photos anew (the pictures themselves stay in the store)."""
    await tx.run(_DROP_PHOTOS, row=feedback_id)


async def submit(
    tx: Tx,
    feedback_id: int,
    outcome: str | None,
    late_reason: str | None,
    *,
    state: FeedbackState = FeedbackState.SUBMITTED,
) -> bool:
    """Hand a round in, for review or (`state`) as an interim word; False when it is no draft."""
    return await tx.changed(_SUBMIT, row=feedback_id, result=outcome, why_late=late_reason, state_now=state)


async def withdraw(tx: Tx, feedback_id: int) -> bool:
    """Take a round back before it is reviewed; False when it is not in review."""
    return await tx.changed(_WITHDRAW, row=feedback_id)


async def leave(tx: Tx, subject: str) -> None:
    """Somebody else is to answer: what the last one was writing is kept, and nobody goes on with it."""
    await tx.run(_LEAVE, about=subject)


async def decide(tx: Tx, feedback_id: int, state: FeedbackState, by: str, reason: str | None = None) -> bool:
    """Accept or return a round; False when somebody else was first."""
    return await tx.changed(_DECIDE, row=feedback_id, verdict=state, by=by, reason=reason)
