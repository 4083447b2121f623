"""Announcements in every state, of the person under test and of others, told to them and not."""

from dataclasses import dataclass
from datetime import timedelta

from handlers.desk import Desk
from storage import announcements, audiences, audit, counters, receipts
from storage.announcements import AnnouncementState
from storage.audiences import Kind, Part
from storage.db import Database, Tx
from tests.access.world import FAR, MATE, ME, MISSING, NEW, PICTURE, Someone, World, roster, settle
from tests.conftest import STATION

STANDS = ("own", "told", "other")


@dataclass(frozen=True)
class Announced:
    """An announcement, and how the person stands to it: its sender, among those told, or neither."""

    stands: str
    state: AnnouncementState
    id: int
    code: str

    @property
    def words(self) -> str:
        """What only this one says."""
        return f"筼筜示例通知{self.stands}{self.state}"

    @property
    def subject(self) -> str:
        """Its name in the outbox."""
        return f"announcement:{self.id}"

    def __str__(self) -> str:
        return f"{self.state} announcement: {self.stands}"


NONE = Announced("missing", AnnouncementState.SENT, MISSING, "T654")
"""One that does not exist."""


async def open_announced(database: Database, desk: Desk, who: Someone) -> tuple[World, list[Announced]]:
    """A station with announcements, sent an hour ago; their copies are on nobody's way any more."""
    world = World(database, desk, who)
    aims: list[Announced] = []
    async with database.transaction(STATION) as tx:
        await roster(tx, who)
        for state in AnnouncementState:
            for stands in STANDS:
                is_out = state not in (AnnouncementState.DRAFT, AnnouncementState.SCHEDULED)
                if is_out or stands != "told":
                    aims.append(await _announcement(tx, stands, state, len(aims) + 1 if is_out else None))
        await counters.raise_to(tx, "announcements-2023", len(aims))
    await settle(world)
    return world, aims


async def _announcement(tx: Tx, stands: str, state: AnnouncementState, serial: int | None) -> Announced:
    audience = await audiences.new(tx)
    told = (NEW, ME if stands == "told" else FAR)
    await audiences.put(tx, audience, [Part(kind=Kind.PERSON, key=key) for key in told])
    draft = await announcements.add_draft(tx, ME if stands == "own" else MATE, audience)
    made = Announced(stands, state, draft.id, f"T{serial:03d}" if serial else "")
    await announcements.put(tx, draft, text=made.words, photos=(PICTURE,))
    if state == AnnouncementState.SCHEDULED:
        await announcements.put(tx, draft, send_at=tx.now + timedelta(days=1))
    if serial:
        await announcements.put(tx, draft, year=2023, serial=serial, sent_at=tx.now - timedelta(hours=1))
        await audiences.enlist(tx, audience, "", draft.subject)
        await receipts.receive(tx, draft.subject, NEW)
    if state == AnnouncementState.RECALLED:
        await announcements.put(tx, draft, recalled_at=tx.now)
    await announcements.move(tx, draft, state)
    await audit.add(tx, draft.sender_id, "announcement.send", draft.subject)
    return made
