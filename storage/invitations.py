"""One-time enrolment codes, stored hashed, and the patience we have with wrong ones (S1, M1)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, PrimaryKeyConstraint, Text, delete, literal_column, or_, select, update

from storage.db import Tx, table
from storage.query import NOW, STATION, Integer, Moment, Query, arg
from storage.records import Record

invitations = table(
    "invitations",
    Column("code_hash", Text, nullable=False),
    Column("staff_id", Text, nullable=False),
    Column("invited_by", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    PrimaryKeyConstraint("station_id", "code_hash"),
)
wrong_codes = table(
    "wrong_codes",
    Column("channel", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("silent_until", Moment),
    Column("turned_away_at", Moment),
    PrimaryKeyConstraint("station_id", "channel", "chat"),
)


class InvitationState(StrEnum):
    """A code is open until it is used, refused by the person it names, or void (left, or replaced by a newer one)."""

    OPEN = "open"
    USED = "used"
    REFUSED = "refused"
    REPLACED = "replaced"


class Invitation(Record):
    """A code given to a person of the roster; only its hash is known here."""

    code_hash: str
    staff_id: str
    invited_by: str
    state: InvitationState
    expires_at: datetime


class Patience(Record):
    """How many wrong codes an account has sent, and until when it is answered no more."""

    count: int
    silent_until: datetime | None


_mine = invitations.c.station_id == STATION
_open = invitations.c.state == InvitationState.OPEN
_invitation = (
    invitations.c.code_hash,
    invitations.c.staff_id,
    invitations.c.invited_by,
    invitations.c.state,
    invitations.c.expires_at,
)
_ADD = Query(
    lambda sql: sql.insert(invitations).values(
        station_id=STATION,
        code_hash=arg("code_hash"),
        staff_id=arg("staff"),
        invited_by=arg("by"),
        state=InvitationState.OPEN,
        created_at=NOW,
        expires_at=arg("expires_at"),
    )
)
_REPLACE = Query(
    update(invitations)
    .where(_mine, _open, invitations.c.staff_id == arg("staff"))
    .values(state=InvitationState.REPLACED)
)
_FIND = Query(
    select(*_invitation).where(
        _mine, _open, invitations.c.code_hash == arg("code_hash"), invitations.c.expires_at > NOW
    )
)
_SETTLE = Query(
    update(invitations)
    .where(_mine, _open, invitations.c.code_hash == arg("code"), invitations.c.expires_at > NOW)
    .values(state=arg("state_now"))
    .returning(*_invitation)
)
_here = (
    wrong_codes.c.station_id == STATION,
    wrong_codes.c.channel == arg("channel"),
    wrong_codes.c.chat == arg("chat"),
)
_PATIENCE = Query(select(wrong_codes.c.count, wrong_codes.c.silent_until).where(*_here))
_WRONG = Query(
    lambda sql: (
        sql.insert(wrong_codes)
        .values(
            station_id=STATION,
            channel=arg("channel"),
            chat=arg("chat"),
            count=arg("count"),
            silent_until=arg("until"),
        )
        .on_conflict_do_update(
            index_elements=["station_id", "channel", "chat"],
            set_={"count": arg("count", Integer), "silent_until": arg("until", Moment())},
        )
    )
)
_TURN_AWAY = Query(
    lambda sql: (
        sql.insert(wrong_codes)
        .values(
            station_id=STATION,
            channel=arg("channel"),
            chat=arg("chat"),
            count=literal_column("0"),
            turned_away_at=NOW,
        )
        .on_conflict_do_update(
            index_elements=["station_id", "channel", "chat"],
            set_={"turned_away_at": NOW},
            where=or_(
                wrong_codes.c.turned_away_at.is_(None), wrong_codes.c.turned_away_at <= arg("since", Moment())
            ),
        )
        .returning(wrong_codes.c.chat)
    )
)
_FORGET = Query(delete(wrong_codes).where(*_here))


async def add(tx: Tx, code_hash: str, staff_id: str, by: str, expires_at: datetime) -> None:
    """Open a code for a person; an older one that is still open is void from now on."""
    await void(tx, staff_id)
    await tx.run(_ADD, code_hash=code_hash, staff=staff_id, by=by, expires_at=expires_at)


async def void(tx: Tx, staff_id: str) -> None:
    """No code that was given to this person is of use any more."""
    await tx.run(_REPLACE, staff=staff_id)


async def find(tx: Tx, code_hash: str) -> Invitation | None:
    """The open, unexpired invitation of a code."""
    return await tx.one(_FIND, Invitation, code_hash=code_hash)


async def settle(tx: Tx, code_hash: str, state: InvitationState) -> Invitation | None:
    """Use or refuse a code; None when it is no longer open. One of two who try gets it."""
    return await tx.one(_SETTLE, Invitation, code=code_hash, state_now=state)


async def patience(tx: Tx, channel: str, chat: str) -> Patience:
    """What is left of our patience with an account."""
    return await tx.one(_PATIENCE, Patience, channel=channel, chat=chat) or Patience(
        count=0, silent_until=None
    )


async def lose_patience(tx: Tx, channel: str, chat: str, count: int, until: datetime | None) -> None:
    """Remember the count of wrong codes, and until when we are silent."""
    await tx.run(_WRONG, channel=channel, chat=chat, count=count, until=until)


async def turn_away(tx: Tx, channel: str, chat: str, since: datetime) -> bool:
    """Whether an account is to be told that it is a stranger: not if it has been since that moment."""
    return await tx.changed(_TURN_AWAY, channel=channel, chat=chat, since=since)


async def forget(tx: Tx, channel: str, chat: str) -> None:
    """An account is a stranger's no more."""
    await tx.run(_FORGET, channel=channel, chat=chat)
