"""Lists of sheets cost what they show, however long the history is."""

import time
from datetime import timedelta

import pytest

from storage import people, sheet_lists, sheet_people, sheets, stations
from storage.db import Database, Tx
from storage.people import Person, Team
from storage.query import Compiled, Query
from storage.sheet_lists import Filter, Listed, Part, Place, Reader
from storage.stations import Community, PoliceGroup
from tests.conftest import STATION

HISTORY = 100_000
ME, OTHER = "P-ME", "P-OTHER"
A_HISTORY = f"""
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {HISTORY})
INSERT INTO sheets (station_id, year, serial, number, state, object, content, supporting, requirements,
    handling_class, risk, community_id, owner_id, issuer_id, created_at, issued_at, due_at, handed_at,
    closed_at, returns)
SELECT '{STATION}', 2000 + i / 10000, i % 10000, 'n', 'closed', 'o', 'c', '', '', 'ordinary', 'yellow',
    'C' || (i % 4), CASE WHEN i % 5000 = 0 THEN '{ME}' ELSE '{OTHER}' END, 'P-ISSUER',
    i * 1000000, i * 1000000, i * 1000000, i * 1000000, i * 1000000, 0
FROM n
"""  # noqa: S608 - constants of this test
PARTS: list[frozenset[Part]] = [
    frozenset({"own"}),
    frozenset({"group"}),
    frozenset({"own", "group"}),
    frozenset({"own", "team"}),
    frozenset({"own", "group", "team"}),
    frozenset({"station"}),
]


def reader(parts: frozenset[Part]) -> Reader:
    return Reader(staff_id=ME, team=Team.COMMUNITY_TEAM, parts=parts)


async def raw(tx: Tx, sql: str) -> None:
    await tx._session.fetch(Compiled(sql, (), {}, ()), [])


async def roster(tx: Tx) -> None:
    """Two people of one team; one of them leads the group of one community in four."""
    for staff_id in (ME, OTHER):
        await people.put(tx, Person(staff_id=staff_id, name=staff_id, team=Team.COMMUNITY_TEAM))
    await stations.put_group(tx, PoliceGroup(group_id="G1", name="甲组", lead_staff_id=ME))
    for n in range(4):
        group = "G1" if n == 1 else "G2"
        await stations.put_community(tx, Community(community_id=f"C{n}", name=f"社区{n}", group_id=group))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_page_of_a_long_history_costs_what_it_shows(database: Database) -> None:
    async with database.transaction(STATION) as tx:
        await roster(tx)
        await raw(tx, A_HISTORY)
    expected = {"own": 5000, "station": 1}
    async with database.transaction(STATION) as tx:
        for parts in PARTS:
            started = time.perf_counter()
            first = await sheet_lists.page(tx, reader(parts), Filter.CLOSED, None, 8)
            behind = await sheet_lists.page(tx, reader(parts), Filter.CLOSED, first[-1].place, 8)
            assert time.perf_counter() - started < 0.5  # 100,000 rows read and sorted take far longer
            found = [sheet.id for sheet in (*first, *behind)]
            assert len(set(found)) == 16
            assert found == sorted(found, reverse=True)
            if len(parts) == 1 and (step := expected.get(min(parts))):
                assert found == list(range(HISTORY, HISTORY - 16 * step, -step))


async def plan(database: Database, query: Query, parts: frozenset[Part]) -> list[str]:
    async with database.transaction(STATION) as tx:
        compiled = query.on("sqlite")
        place = Place(at=tx.now, id=0)
        arguments = {"at": place.at, "after": 0, "most": 9, **sheet_lists.reading(reader(parts))}
        values = compiled.bind(arguments | tx._bound)
        rows = await tx._session.fetch(compiled._replace(sql=f"EXPLAIN QUERY PLAN {compiled.sql}"), values)
        return [row[3] for row in rows]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("parts", PARTS, ids=lambda parts: "+".join(sorted(parts)))
@pytest.mark.parametrize("chosen", list(Filter))
async def test_a_page_is_walked_to_by_an_index(
    database: Database, parts: frozenset[Part], chosen: Filter
) -> None:
    steps = await plan(database, sheet_lists._PAGES[parts, chosen], parts)
    assert not any(step.startswith("SCAN") for step in steps), steps
    if parts != {"own"}:  # one's own are found by their owner, and are few enough to be sorted
        index = "ix_sheets_closed" if chosen == Filter.CLOSED else "ix_sheets_due"
        assert index in steps[0], steps
        assert not any("TEMP B-TREE" in step for step in steps), steps


async def open_sheet(tx: Tx, owner: str, community: str) -> int:
    sheet_id = await sheets.add_draft(tx, "P-ISSUER", community, owner)
    draft = await sheets.get(tx, sheet_id)
    assert draft
    await sheets.change(
        tx, draft, sheets.SheetState.ISSUED, issued_at=tx.now, due_at=tx.now + timedelta(days=sheet_id)
    )
    return sheet_id


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        ({"own"}, {"own", "helped"}),
        ({"group"}, {"led"}),
        ({"own", "group"}, {"own", "helped", "led"}),
        ({"own", "team"}, {"own", "helped", "of the team"}),
        ({"station"}, {"own", "helped", "led", "of the team", "elsewhere"}),
    ],
)
async def test_a_reader_gets_the_parts_that_are_theirs(
    database: Database, parts: set[Part], seen: set[str]
) -> None:
    async with database.transaction(STATION) as tx:
        await roster(tx)
        await people.put(tx, Person(staff_id="P-FAR", name="远", team=Team.PATROL))
        made = {
            "own": await open_sheet(tx, ME, "C0"),
            "helped": await open_sheet(tx, "P-FAR", "C0"),
            "led": await open_sheet(tx, "P-FAR", "C1"),
            "of the team": await open_sheet(tx, OTHER, "C0"),
            "elsewhere": await open_sheet(tx, "P-FAR", "C0"),
        }
        await sheet_people.co_handlers.add(tx, made["helped"], ME)
        mine = reader(frozenset(parts))
        found = await sheet_lists.page(tx, mine, Filter.OPEN, None, 100)
        counts = await sheet_lists.counts(tx, mine)
    assert {name for name, made_id in made.items() if made_id in ids(found)} == seen
    assert counts.open == len(seen)
    assert [sheet.owner_name for sheet in found if sheet.id == made["elsewhere"]] in ([], ["远"])


def ids(found: list[Listed]) -> list[int]:
    return [sheet.id for sheet in found]


async def test_another_stations_sheets_are_in_no_list(database: Database) -> None:
    async with database.transaction(STATION) as tx:
        await open_sheet(tx, ME, "C0")
    async with database.transaction("OTHER") as tx:
        for parts in PARTS:
            assert await sheet_lists.page(tx, reader(parts), Filter.OPEN, None, 9) == []
            assert (await sheet_lists.counts(tx, reader(parts))).open == 0
