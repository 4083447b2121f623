"""To whom something is said: teams, groups, communities, roles, single people, taken together; some are saved."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Identity,
    PrimaryKeyConstraint,
    Text,
    and_,
    case,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from storage.addresses import accounts_of, is_reachable
from storage.db import Tx, partial_index, table
from storage.people import people, roles
from storage.query import NOW, STATION, Id, Integer, Moment, Query, arg, literal
from storage.receipts import receipts
from storage.records import Record
from storage.stations import communities

audiences = table(
    "audiences",
    Column("id", Id, Identity(), primary_key=True),
    Column("name", Text),
    Column("made_at", Moment, nullable=False),
)
parts = table(
    "audience_parts",
    Column("audience_id", Id, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    PrimaryKeyConstraint("audience_id", "kind", "key"),
)
_is_saved = audiences.c.name.is_not(None)
partial_index("ix_audiences_name", _is_saved, audiences.c.station_id, audiences.c.name, unique=True)


class Kind(StrEnum):
    """What a part of an audience is: everyone, or those of a team, a group, a community, a role, or one person."""

    STATION = "station"
    TEAM = "team"
    GROUP = "group"
    COMMUNITY = "community"
    ROLE = "role"
    PERSON = "person"


class Part(Record):
    """A part of an audience; of the whole station the key is empty."""

    kind: Kind
    key: str = ""


class Audience(Record):
    """An audience that was saved under a name."""

    id: int
    name: str


class Reach(NamedTuple):
    """How many people it is, how many of them have no account, and how many none that can be reached."""

    people: int
    unbound: int
    unreachable: int


def _is(kind: Kind, of: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(parts.c.kind == literal(kind), parts.c.key == of)


_group = (
    select(communities.c.group_id)
    .where(
        communities.c.station_id == people.c.station_id,
        communities.c.community_id == people.c.community_id,
    )
    .correlate(people)
    .scalar_subquery()
)
_role = (
    select(roles.c.role)
    .where(roles.c.station_id == people.c.station_id, roles.c.staff_id == people.c.staff_id)
    .correlate(people)
)
_hears = exists().where(
    parts.c.station_id == STATION,
    parts.c.audience_id == arg("audience"),
    or_(
        parts.c.kind == literal(Kind.STATION),
        _is(Kind.TEAM, people.c.team),
        _is(Kind.COMMUNITY, people.c.community_id),
        _is(Kind.GROUP, _group),
        _is(Kind.PERSON, people.c.staff_id),
        and_(parts.c.kind == literal(Kind.ROLE), parts.c.key.in_(_role)),
    ),
)
_of_audience = (
    people.c.station_id == STATION,
    people.c.left_at.is_(None),
    people.c.staff_id != arg("without"),
    _hears,
)
_account = accounts_of(people)
_is_bound = exists().where(*_account)
_is_reached = exists().where(*_account, is_reachable)
_one = literal_column("1", Integer)
_REACH = Query(
    select(
        func.count().label("people"),
        func.count(case((~_is_bound, _one))).label("unbound"),
        func.count(case((and_(_is_bound, ~_is_reached), _one))).label("unreachable"),
    )
    .select_from(people)
    .where(*_of_audience)
)
_BEYOND = Query(
    select(people.c.name)
    .where(*_of_audience, ~_is_reached)
    .order_by(people.c.staff_id)
    .limit(arg("most", Integer))
)
_ENLIST = Query(
    lambda sql: (
        sql.insert(receipts)
        .from_select(
            ["station_id", "batch", "staff_id"],
            select(STATION, arg("batch", Text()), people.c.staff_id).where(*_of_audience),
        )
        .on_conflict_do_nothing()
    )
)
_NEW = Query(
    insert(audiences).values(station_id=STATION, made_at=NOW, name=arg("name")).returning(audiences.c.id)
)
_these = (parts.c.station_id == STATION, parts.c.audience_id == arg("audience"))
_PARTS = Query(select(parts.c.kind, parts.c.key).where(*_these).order_by(parts.c.kind, parts.c.key))
_ADD = Query(
    lambda sql: (
        sql.insert(parts)
        .values(station_id=STATION, audience_id=arg("audience"), kind=arg("kind"), key=arg("key"))
        .on_conflict_do_nothing()
    )
)
_DROP = Query(delete(parts).where(*_these, parts.c.kind == arg("kind"), parts.c.key == arg("key")))
_CLEAR = Query(delete(parts).where(*_these))
_COPY = Query(
    insert(parts).from_select(
        ["station_id", "audience_id", "kind", "key"],
        select(STATION, arg("into", Id), parts.c.kind, parts.c.key).where(*_these),
    )
)
_SAVED = Query(
    select(audiences.c.id, audiences.c.name)
    .where(audiences.c.station_id == STATION, _is_saved)
    .order_by(audiences.c.name)
)
_UNSAVE = Query(
    update(audiences)
    .where(audiences.c.station_id == STATION, _is_saved, audiences.c.name == arg("called"))
    .values(name=None)
)


async def new(tx: Tx) -> int:
    """An audience of nobody yet."""
    number: int = await tx.value(_NEW, name=None)
    return number


async def of(tx: Tx, audience: int) -> list[Part]:
    """Its parts, by kind."""
    return await tx.all(_PARTS, Part, audience=audience)


async def toggle(tx: Tx, audience: int, part: Part) -> None:
    """One part more, or one less."""
    there = part in await of(tx, audience)
    await tx.run(_DROP if there else _ADD, audience=audience, kind=part.kind, key=part.key)


async def put(tx: Tx, audience: int, found: Sequence[Part]) -> None:
    """These parts, in place of those there were."""
    await tx.run(_CLEAR, audience=audience)
    await tx.run_many(_ADD, ({"audience": audience, "kind": part.kind, "key": part.key} for part in found))


async def copy(tx: Tx, audience: int, into: int) -> None:
    """The parts of one audience, in place of those of another."""
    await tx.run(_CLEAR, audience=into)
    await tx.run(_COPY, audience=audience, into=into)


async def saved(tx: Tx) -> list[Audience]:
    """Those that have a name, by their names."""
    return await tx.all(_SAVED, Audience)


async def save(tx: Tx, audience: int, name: str) -> None:
    """Keep an audience as it is now under a name; one that had it has it no more."""
    await tx.run(_UNSAVE, called=name)
    kept: int = await tx.value(_NEW, name=name)
    await copy(tx, audience, kept)


async def reach(tx: Tx, audience: int, without: str) -> Reach:
    """How many people it is just now, but for one, and how many of them nothing reaches."""
    (row,) = await tx.rows(_REACH, audience=audience, without=without)
    return Reach(**row)


async def beyond_reach(tx: Tx, audience: int, without: str, most: int) -> list[str]:
    """The names of those whom nothing reaches, `most` at the most."""
    return [row["name"] for row in await tx.rows(_BEYOND, audience=audience, without=without, most=most)]


async def enlist(tx: Tx, audience: int, without: str, batch: str) -> None:
    """Those who are of it now, but for one, are to be told: in one statement, however many they are."""
    await tx.run(_ENLIST, audience=audience, without=without, batch=batch)
