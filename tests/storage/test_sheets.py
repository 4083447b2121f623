"""Sheets in the database: compare-and-set, whoever comes second, and at the same moment."""

import asyncio
from datetime import timedelta
from itertools import product

import pytest

from handlers.sheets import rules, statistics
from storage import issues, sheet_lists, sheets
from storage.db import Database
from storage.issues import IssueState
from storage.people import Team
from storage.postgres import PostgresDatabase
from storage.sheet_lists import Filter, Reader
from storage.sheets import Sheet, SheetState
from tests.conftest import STATION
from tests.scenario import open_sheets


async def a_submitted_sheet(database: Database) -> Sheet:
    async with database.transaction(STATION) as tx:
        sheet_id = await sheets.add_draft(tx, "P-ZX01", "C05", "P-YI01")
        draft = await sheets.get(tx, sheet_id)
        assert draft
        due = tx.now + timedelta(days=7)
        assert await sheets.change(
            tx, draft, SheetState.SUBMITTED, serial=1, year=2023, issued_at=tx.now, due_at=due
        )
        submitted = await sheets.get(tx, sheet_id)
        assert submitted
        return submitted


async def test_whoever_read_an_older_state_changes_nothing(database: Database) -> None:
    sheet = await a_submitted_sheet(database)
    async with database.transaction(STATION) as tx:
        assert await sheets.change(tx, sheet, SheetState.CLOSED, closed_at=tx.now)
    async with database.transaction(STATION) as tx:
        assert not await sheets.change(tx, sheet, SheetState.RETURNED, returns=1)
        now = await sheets.get(tx, sheet.id)
    assert now
    assert (now.state, now.returns) == (SheetState.CLOSED, 0)


@pytest.mark.parametrize("meanwhile", ["owner_id", "due_at"])
async def test_whoever_read_another_owner_or_due_time_changes_nothing(
    database: Database, meanwhile: str
) -> None:
    sheet = await a_submitted_sheet(database)
    async with database.transaction(STATION) as tx:
        new = {"owner_id": "P-YI02", "due_at": tx.now + timedelta(days=9)}[meanwhile]
        given = await sheets.change(tx, sheet, sheet.state, **{meanwhile: new})
        assert given
        assert getattr(given, meanwhile) == new
    async with database.transaction(STATION) as tx:
        assert not await sheets.change(tx, sheet, SheetState.RETURNED)
        assert await sheets.change(tx, given, SheetState.RETURNED)


async def test_whoever_read_another_deadline_of_an_issue_changes_nothing(database: Database) -> None:
    async with database.transaction(STATION) as tx:
        issue = await issues.add(tx, state=IssueState.ASSIGNED, element="case", author_id="P-FZ01")
        extended = await issues.change(tx, issue, issue.state, due_at=tx.now)
        assert extended
        assert not await issues.change(tx, issue, IssueState.SUBMITTED)
        assert await issues.change(tx, extended, IssueState.SUBMITTED)


async def test_of_two_at_the_same_moment_one_changes_it(database: Database) -> None:
    sheet = await a_submitted_sheet(database)
    # SQLite lets one transaction in at a time: there the second reads what the first has done
    side_by_side = isinstance(database, PostgresDatabase)
    both_have_read = asyncio.Barrier(2)

    async def try_to(state: SheetState) -> bool:
        async with database.transaction(STATION) as tx:
            read = await sheets.get(tx, sheet.id)
            assert read
            if side_by_side:
                await both_have_read.wait()
            return read.state == SheetState.SUBMITTED and bool(await sheets.change(tx, read, state))

    done = await asyncio.gather(try_to(SheetState.CLOSED), try_to(SheetState.RETURNED))
    assert sorted(done) == [False, True]


async def test_a_number_in_a_year_is_used_once(database: Database) -> None:
    await a_submitted_sheet(database)
    async with database.transaction(STATION) as tx:
        found = await sheets.by_serial(tx, 1)
        assert found
        assert await sheets.by_serial(tx, 2) is None
    assert found.code == "D001"


async def test_another_stations_sheet_does_not_exist_here(database: Database) -> None:
    sheet = await a_submitted_sheet(database)
    async with database.transaction("OTHER") as tx:
        assert await sheets.get(tx, sheet.id) is None
        assert not await sheets.change(tx, sheet, SheetState.CLOSED)
        assert await open_sheets(tx) == []
        assert await sheets.own(tx, "P-YI01") == []


async def test_the_database_and_the_rules_call_the_same_sheets_late(database: Database) -> None:
    """In every state, before, at and after the time of each clock, which stands still, goes on, or never stood."""
    every: list[Sheet] = []
    station = Reader(staff_id="", team=Team.STATION, parts=frozenset({"station"}))
    async with database.transaction(STATION) as tx:
        for state, due, sign, suspended in product(
            SheetState, (-1, 0, 1), (None, -1, 0, 1), (None, -1, 0, 1)
        ):
            draft = await sheets.get(tx, await sheets.add_draft(tx, "P-ZX01", "C05", "P-YI01"))
            assert draft
            out, over = state != SheetState.DRAFT, state in (SheetState.CLOSED, SheetState.VOIDED)
            hours = {"due_at": due, "sign_by": sign, "suspended_until": suspended}
            assert await sheets.change(
                tx,
                draft,
                state,
                issued_at=tx.now if out else None,
                closed_at=tx.now if over else None,
                **{
                    name: tx.now + timedelta(hours=n) if out and n is not None else None
                    for name, n in hours.items()
                },
            )
            every += [sheet for sheet in [await sheets.get(tx, draft.id)] if sheet]
        late = {sheet.id for sheet in every if rules.is_overdue(sheet, tx.now)}
        unsigned = {sheet.id for sheet in every if rules.is_unsigned(sheet, tx.now)}
        assert {sheet.id for sheet in await sheets.overdue(tx)} == late
        assert {sheet.id for sheet in await sheets.not_signed(tx)} == unsigned
        for chosen, expected in ((Filter.OVERDUE, late), (Filter.UNSIGNED, unsigned)):
            page = await sheet_lists.page(tx, station, chosen, None, len(every))
            assert {sheet.id for sheet in page} == expected
        counts = await sheet_lists.counts(tx, station)
        counted = statistics.tally(every, tx.now)
    assert (
        (counts.overdue, counts.unsigned) == (counted.overdue, counted.unsigned) == (len(late), len(unsigned))
    )
    assert len(late) == 4 * 4 * 3
    assert len(unsigned) == 3 * 2 * 3
