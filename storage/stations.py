"""The station, its police groups and communities (S1, S4)."""

from sqlalchemy import Column, PrimaryKeyConstraint, Text, select

from storage.db import Tx, table
from storage.query import STATION, Query, arg
from storage.records import Record

stations = table(
    "stations",
    Column("name", Text, nullable=False),
    PrimaryKeyConstraint("station_id"),
)
groups = table(
    "groups",
    Column("group_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("lead_staff_id", Text),
    PrimaryKeyConstraint("station_id", "group_id"),
)
communities = table(
    "communities",
    Column("community_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("group_id", Text),
    Column("officer_staff_id", Text),
    PrimaryKeyConstraint("station_id", "community_id"),
)


class PoliceGroup(Record):
    """One of the station's police groups (大警组), with the person who leads it."""

    group_id: str
    name: str
    lead_staff_id: str | None = None


class Community(Record):
    """A community (社区) and the officer named for it."""

    community_id: str
    name: str
    group_id: str | None = None
    officer_staff_id: str | None = None


_NAME = Query(select(stations.c.name).where(stations.c.station_id == STATION))
_PUT_NAME = Query(
    lambda sql: (
        sql.insert(stations)
        .values(station_id=STATION, name=arg("name"))
        .on_conflict_do_update(index_elements=["station_id"], set_={"name": arg("name", Text())})
    )
)
_group = (groups.c.group_id, groups.c.name, groups.c.lead_staff_id)
_GROUPS = Query(select(*_group).where(groups.c.station_id == STATION).order_by(groups.c.group_id))
_PUT_GROUP = Query(
    lambda sql: (
        sql.insert(groups)
        .values(
            station_id=STATION, group_id=arg("group_id"), name=arg("name"), lead_staff_id=arg("lead_staff_id")
        )
        .on_conflict_do_update(
            index_elements=["station_id", "group_id"],
            set_={"name": arg("name", Text()), "lead_staff_id": arg("lead_staff_id", Text())},
        )
    )
)
_community = (
    communities.c.community_id,
    communities.c.name,
    communities.c.group_id,
    communities.c.officer_staff_id,
)
_COMMUNITIES = Query(
    select(*_community).where(communities.c.station_id == STATION).order_by(communities.c.community_id)
)
_COMMUNITY = Query(
    select(*_community).where(
        communities.c.station_id == STATION, communities.c.community_id == arg("community")
    )
)
_PUT_COMMUNITY = Query(
    lambda sql: (
        sql.insert(communities)
        .values(
            station_id=STATION,
            community_id=arg("community_id"),
            name=arg("name"),
            group_id=arg("group_id"),
            officer_staff_id=arg("officer_staff_id"),
        )
        .on_conflict_do_update(
            index_elements=["station_id", "community_id"],
            set_={
                "name": arg("name", Text()),
                "group_id": arg("group_id", Text()),
                "officer_staff_id": arg("officer_staff_id", Text()),
            },
        )
    )
)


async def name(tx: Tx) -> str:
    """The station's name as people see it; empty while nothing is set up."""
    return await tx.value(_NAME) or ""


async def put_name(tx: Tx, name: str) -> None:
    """Name the station, or rename it."""
    await tx.run(_PUT_NAME, name=name)


async def all_groups(tx: Tx) -> list[PoliceGroup]:
    """Every group, by its id."""
    return await tx.all(_GROUPS, PoliceGroup)


async def put_group(tx: Tx, group: PoliceGroup) -> None:
    """Add a group, or replace what is known of it."""
    await tx.run(_PUT_GROUP, **dict(group))


async def all_communities(tx: Tx) -> list[Community]:
    """Every community, by its id."""
    return await tx.all(_COMMUNITIES, Community)


async def community(tx: Tx, community_id: str) -> Community | None:
    """One community."""
    return await tx.one(_COMMUNITY, Community, community=community_id)


async def put_community(tx: Tx, community: Community) -> None:
    """Add a community, or replace what is known of it."""
    await tx.run(_PUT_COMMUNITY, **dict(community))
