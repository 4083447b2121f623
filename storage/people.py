"""The roster: people, the team each works in, and the roles each holds (S1)."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from pydantic import field_validator
from sqlalchemy import Column, Index, PrimaryKeyConstraint, Text, delete, func, select, update

from storage.db import Tx, table
from storage.query import NOW, STATION, Moment, Query, arg
from storage.records import Record

people = table(
    "people",
    Column("staff_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("community_id", Text),
    Column("left_at", Moment),
    Column("language", Text),
    PrimaryKeyConstraint("station_id", "staff_id"),
)
roles = table(
    "roles",
    Column("staff_id", Text, nullable=False),
    Column("role", Text, nullable=False),
    PrimaryKeyConstraint("station_id", "role", "staff_id"),
)
Index("ix_roles_staff", roles.c.station_id, roles.c.staff_id, roles.c.role)


class Team(StrEnum):
    """Where a person works: the two teams, the one room, and what stands beside them."""

    STATION = "station"
    COMMAND_ROOM = "command_room"
    COMMUNITY_TEAM = "community_team"
    CASE_TEAM = "case_team"
    SUPERVISION = "supervision"
    PATROL = "patrol"
    VOLUNTEERS = "volunteers"


class Role(StrEnum):
    """What a person may be; one person may hold several (names as in the glossary)."""

    LEADER = "leader"
    COMMAND_DIRECTOR = "command_director"
    COMMAND_DUTY = "command_duty"
    QUALITY_POST = "quality_post"
    SUPERVISION_POST = "supervision_post"
    COMMUNITY_TEAM_LEAD = "community_team_lead"
    CASE_TEAM_LEAD = "case_team_lead"
    GROUP_LEAD = "group_lead"
    COMMUNITY_OFFICER = "community_officer"
    CASE_OFFICER = "case_officer"
    LEGAL_OFFICER = "legal_officer"
    CASE_AUX = "case_aux"
    COMMUNITY_AUX = "community_aux"
    PATROL_OFFICER = "patrol_officer"
    PATROL_AUX = "patrol_aux"
    VOLUNTEER = "volunteer"
    SAFETY_OFFICER = "safety_officer"
    ADMIN = "admin"


class Person(Record):
    """Somebody on the roster.

    `left_at` is set once they have left; `name` is a display name. `language` is a tag such as "en",
    None for the station's own: it is theirs to choose, `put` leaves it alone.
    """

    staff_id: str
    name: str
    team: Team
    community_id: str | None = None
    left_at: datetime | None = None
    language: str | None = None
    roles: frozenset[Role] = frozenset()

    @field_validator("roles", mode="before")
    @classmethod
    def _split(cls, roles: str | Iterable[Role] | None) -> Iterable[str]:
        """As one text they come from the database."""
        return roles.split(",") if isinstance(roles, str) else roles or ()


_mine = people.c.station_id == STATION
_person = (
    people.c.staff_id,
    people.c.name,
    people.c.team,
    people.c.community_id,
    people.c.left_at,
    people.c.language,
    select(func.aggregate_strings(roles.c.role, ","))
    .where(roles.c.station_id == people.c.station_id, roles.c.staff_id == people.c.staff_id)
    .scalar_subquery()
    .label("roles"),
)
_GET = Query(select(*_person).where(_mine, people.c.staff_id == arg("staff")))
_ALL = Query(select(*_person).where(_mine).order_by(people.c.staff_id))
_PRESENT = Query(
    select(*_person)
    .where(
        _mine,
        people.c.left_at.is_(None),
        people.c.staff_id.in_(
            select(roles.c.staff_id).where(roles.c.station_id == STATION, roles.c.role == arg("holding"))
        ),
    )
    .order_by(people.c.staff_id)
)
_PUT = Query(
    lambda sql: (
        sql.insert(people)
        .values(
            station_id=STATION,
            staff_id=arg("staff_id"),
            name=arg("name"),
            team=arg("team"),
            community_id=arg("community_id"),
        )
        .on_conflict_do_update(
            index_elements=["station_id", "staff_id"],
            set_={
                "name": arg("name", Text()),
                "team": arg("team", Text()),
                "community_id": arg("community_id", Text()),
                "left_at": None,
            },
        )
    )
)
_DROP_ROLES = Query(delete(roles).where(roles.c.station_id == STATION, roles.c.staff_id == arg("staff")))
_ADD_ROLE = Query(
    lambda sql: sql.insert(roles).values(station_id=STATION, staff_id=arg("staff"), role=arg("role"))
)
_SPEAK = Query(update(people).where(_mine, people.c.staff_id == arg("staff")).values(language=arg("spoken")))
_LEAVE = Query(
    update(people)
    .where(_mine, people.c.staff_id == arg("staff"), people.c.left_at.is_(None))
    .values(left_at=NOW)
    .returning(people.c.staff_id)
)


async def get(tx: Tx, staff_id: str) -> Person | None:
    """One person of the roster, present or left."""
    return await tx.one(_GET, Person, staff=staff_id)


async def everyone(tx: Tx) -> list[Person]:
    """The whole roster, those who left too, by staff id."""
    return await tx.all(_ALL, Person)


async def holding(tx: Tx, role: Role) -> list[Person]:
    """Those present who hold a role, by staff id."""
    return await tx.all(_PRESENT, Person, holding=role)


async def put(tx: Tx, person: Person) -> None:
    """Add a person, or replace what is known of them; whoever had left is back."""
    await tx.run(
        _PUT,
        staff_id=person.staff_id,
        name=person.name,
        team=person.team,
        community_id=person.community_id,
    )
    await tx.run(_DROP_ROLES, staff=person.staff_id)
    await tx.run_many(_ADD_ROLE, ({"staff": person.staff_id, "role": role} for role in sorted(person.roles)))


async def speak(tx: Tx, staff_id: str, language: str) -> None:
    """Speak this language to a person from now on, on every account of theirs."""
    await tx.run(_SPEAK, staff=staff_id, spoken=language)


async def leave(tx: Tx, staff_id: str) -> bool:
    """Mark as left from now on; False when they had left before, or are unknown."""
    return await tx.changed(_LEAVE, staff=staff_id)
