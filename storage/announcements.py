"""Announcements (通知): written once by the command room, said to an audience."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Identity, Index, Text, UniqueConstraint, delete, select, update

from storage.db import Tx, partial_index, table
from storage.query import STATION, Id, Integer, Json, Moment, Query, arg, literal
from storage.records import Record

announcements = table(
    "announcements",
    Column("id", Id, Identity(), primary_key=True),
    Column("year", Integer),
    Column("serial", Integer),
    Column("state", Text, nullable=False),
    Column("sender_id", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("photos", Json, nullable=False),
    Column("audience_id", Id, nullable=False),
    Column("send_at", Moment),
    Column("sent_at", Moment),
    Column("revised_at", Moment),
    Column("nudged_at", Moment),
    Column("recalled_at", Moment),
    Column("card", Json),
    UniqueConstraint("station_id", "serial", "year"),
)
_is_draft = announcements.c.state == literal("draft")
partial_index("ix_announcements_draft", _is_draft, announcements.c.station_id, announcements.c.sender_id)
Index("ix_announcements_sent", announcements.c.station_id, announcements.c.sent_at)


class AnnouncementState(StrEnum):
    """Its life. Sent: its copies are in the outbox, whether they have left it or not."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENT = "sent"
    PAUSED = "paused"
    STOPPED = "stopped"
    RECALLED = "recalled"


OUT = frozenset({AnnouncementState.SENT, AnnouncementState.PAUSED, AnnouncementState.STOPPED})
"""Some people may have it before them."""
SENDING = frozenset({AnnouncementState.SENT, AnnouncementState.PAUSED})
"""More people are to have it, now or later."""


class Card(Record):
    """Where the sender watches it: a message of ours in a chat of theirs.

    It is known by its row of the outbox, or where that was overtaken by its id there. `drawn` is what it shows, `pause` the seconds until it is looked at again.
    """

    channel: str
    chat: str
    copy_id: str | None = None
    row: int | None = None
    drawn: str = ""
    pause: int = 0


class Announcement(Record):
    """One announcement; all moments are UTC. A draft has no number. `card` shows the sender how it stands."""

    id: int
    year: int | None
    serial: int | None
    state: AnnouncementState
    sender_id: str
    text: str
    photos: tuple[str, ...]
    audience_id: int
    send_at: datetime | None
    sent_at: datetime | None
    revised_at: datetime | None
    nudged_at: datetime | None
    recalled_at: datetime | None
    card: Card | None

    @property
    def code(self) -> str:
        """The short code by which people call it, such as T005; a draft has none (S18)."""
        return f"T{self.serial:03d}" if self.serial else ""

    @property
    def subject(self) -> str:
        """Its name in the audit, the outbox and the timers; and that of the batch of its copies."""
        return f"announcement:{self.id}"


_columns = [announcements.c[name] for name in Announcement.model_fields]
_mine = announcements.c.station_id == STATION
_row = announcements.c.id == arg("row")
_GET = Query(select(*_columns).where(_mine, _row))
_BY_SERIAL = Query(
    select(*_columns)
    .where(_mine, announcements.c.serial == arg("serial"))
    .order_by(announcements.c.year.desc())
    .limit(1)
)
_NEWEST = Query(
    select(*_columns)
    .where(_mine, announcements.c.sent_at.is_not(None))
    .order_by(announcements.c.sent_at.desc())
    .limit(arg("most", Integer))
)
_DRAFT_OF = Query(
    select(*_columns)
    .where(_mine, _is_draft, announcements.c.sender_id == arg("sender"))
    .order_by(announcements.c.id.desc())
    .limit(1)
)
_ADD = Query(
    lambda sql: (
        sql.insert(announcements)
        .values(
            station_id=STATION,
            state=AnnouncementState.DRAFT,
            sender_id=arg("sender"),
            text="",
            photos=arg("photos"),
            audience_id=arg("audience"),
        )
        .returning(*_columns)
    )
)
_PUT: dict[tuple[str, ...], Query] = {}
"""By the fields that are changed together."""
_MOVE = Query(
    update(announcements)
    .where(_mine, _row, announcements.c.state == arg("was"))
    .values(state=arg("state"))
    .returning(announcements.c.id)
)
_DISCARD = Query(delete(announcements).where(_mine, _row, _is_draft).returning(announcements.c.id))


async def add_draft(tx: Tx, sender: str, audience: int) -> Announcement:
    """Begin one, with nothing in it."""
    added = await tx.one(_ADD, Announcement, sender=sender, audience=audience, photos=())
    assert added is not None  # noqa: S101 - RETURNING gives the row
    return added


async def get(tx: Tx, announcement: int) -> Announcement | None:
    """One of them."""
    return await tx.one(_GET, Announcement, row=announcement)


async def by_serial(tx: Tx, serial: int) -> Announcement | None:
    """The newest with a number: T005 is that of this year, before it of the last."""
    return await tx.one(_BY_SERIAL, Announcement, serial=serial)


async def newest(tx: Tx, most: int) -> Sequence[Announcement]:
    """What was sent last, the newest first."""
    return await tx.all(_NEWEST, Announcement, most=most)


async def draft_of(tx: Tx, sender: str) -> Announcement | None:
    """The draft that somebody began last."""
    return await tx.one(_DRAFT_OF, Announcement, sender=sender)


async def put(tx: Tx, announcement: Announcement, **fields: Any) -> Announcement:
    """Change fields; gives it back as it is now."""
    names = tuple(sorted(fields))
    if names not in _PUT:
        values = {name: arg(f"new_{name}", announcements.c[name].type) for name in names}
        _PUT[names] = Query(update(announcements).where(_mine, _row).values(values))
    await tx.run(_PUT[names], row=announcement.id, **{f"new_{name}": fields[name] for name in names})
    return announcement.model_copy(update=fields)


async def move(tx: Tx, announcement: Announcement, state: AnnouncementState) -> bool:
    """From the state it was read in to another; False when it is in another by now."""
    return await tx.changed(_MOVE, row=announcement.id, was=announcement.state, state=state)


async def discard(tx: Tx, announcement: int) -> bool:
    """Forget a draft; False when it is none (any more)."""
    return await tx.changed(_DISCARD, row=announcement)
