"""Where a person can be reached: accounts on channels, bound by enrolment (S1)."""

from datetime import datetime

from sqlalchemy import Column, ColumnElement, Index, PrimaryKeyConstraint, Table, Text, select, update

from storage.db import Tx, table
from storage.query import NOW, STATION, Moment, Query, arg
from storage.records import Record

addresses = table(
    "addresses",
    Column("channel", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("staff_id", Text, nullable=False),
    Column("bound_at", Moment, nullable=False),
    Column("unbound_at", Moment),
    Column("unreachable", Text),
    Column("menu", Text),
    PrimaryKeyConstraint("station_id", "channel", "chat"),
)
_bound = addresses.c.unbound_at.is_(None)
Index("ix_addresses_staff", addresses.c.station_id, addresses.c.staff_id)


def accounts_of(whose: Table) -> tuple[ColumnElement[bool], ...]:
    """That a row is an account of the person whom a row of another table names."""
    return (
        addresses.c.station_id == whose.c.station_id,
        addresses.c.staff_id == whose.c.staff_id,
        _bound,
    )


is_reachable = addresses.c.unreachable.is_(None)


class Address(Record):
    """An account: its private chat, whose it is and since when, and why it cannot be reached, if it cannot.

    `menu` is the fingerprint of the command menu that the platform shows there. An address that
    was unbound stays known, so that it is told no more than that it is out of use (M23).
    """

    channel: str
    chat: str
    staff_id: str
    bound_at: datetime
    unbound_at: datetime | None = None
    unreachable: str | None = None
    menu: str | None = None


_mine = addresses.c.station_id == STATION
_here = (addresses.c.channel == arg("channel"), addresses.c.chat == arg("chat"))
_address = (
    addresses.c.channel,
    addresses.c.chat,
    addresses.c.staff_id,
    addresses.c.bound_at,
    addresses.c.unbound_at,
    addresses.c.unreachable,
    addresses.c.menu,
)
_AT = Query(select(*_address).where(_mine, *_here))
_OF = Query(
    select(*_address)
    .where(_mine, _bound, addresses.c.staff_id == arg("staff"))
    .order_by(addresses.c.bound_at)
)
_BIND = Query(
    lambda sql: (
        sql.insert(addresses)
        .values(
            station_id=STATION,
            channel=arg("channel"),
            chat=arg("chat"),
            staff_id=arg("staff"),
            bound_at=NOW,
        )
        .on_conflict_do_update(
            index_elements=["station_id", "channel", "chat"],
            set_={
                "staff_id": arg("staff", Text()),
                "bound_at": NOW,
                "unbound_at": None,
                "unreachable": None,
                "menu": None,
            },
        )
        .returning(*_address)
    )
)
_UNBIND = Query(
    update(addresses)
    .where(_mine, _bound, addresses.c.staff_id == arg("staff"), addresses.c.chat != arg("but"))
    .values(unbound_at=NOW)
    .returning(*_address)
)
_REACH = Query(
    update(addresses)
    .where(_mine, *_here, addresses.c.unreachable.is_distinct_from(arg("reason")))
    .values(unreachable=arg("reason"))
    .returning(addresses.c.chat)
)
_MOVE = Query(update(addresses).where(_mine, *_here).values(chat=arg("chat_now")))
_MENU = Query(update(addresses).where(_mine, *_here).values(menu=arg("shown")))


async def at(tx: Tx, channel: str, chat: str) -> Address | None:
    """The account behind a chat, bound or once bound."""
    return await tx.one(_AT, Address, channel=channel, chat=chat)


async def of(tx: Tx, staff_id: str) -> list[Address]:
    """The accounts that a person has bound, oldest first."""
    return await tx.all(_OF, Address, staff=staff_id)


async def bind(tx: Tx, channel: str, chat: str, staff_id: str) -> Address:
    """This account is this person's from now on."""
    bound = await tx.one(_BIND, Address, channel=channel, chat=chat, staff=staff_id)
    assert bound is not None  # noqa: S101 - RETURNING gives the row
    return bound


async def unbind(tx: Tx, staff_id: str, *, but: str = "") -> list[Address]:
    """Take every account from a person, except the chat `but`; gives back those taken."""
    return await tx.all(_UNBIND, Address, staff=staff_id, but=but)


async def mark(tx: Tx, channel: str, chat: str, reason: str | None) -> bool:
    """Record why an account cannot be reached (None: it can); False when that was known."""
    return await tx.changed(_REACH, channel=channel, chat=chat, reason=reason)


async def move(tx: Tx, channel: str, chat: str, chat_now: str) -> None:
    """The platform has given the chat a new id."""
    await tx.run(_MOVE, channel=channel, chat=chat, chat_now=chat_now)


async def menu_shown(tx: Tx, channel: str, chat: str, menu: str) -> None:
    """Remember which command menu the platform shows in a chat."""
    await tx.run(_MENU, channel=channel, chat=chat, shown=menu)
