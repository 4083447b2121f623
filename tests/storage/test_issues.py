"""What is read of the issue list, on both databases: what one owner has, what is late, how many there are of what."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from storage import issues
from storage.db import Database, Tx
from storage.issues import Element, Issue, IssueState
from storage.query import Query
from storage.schema import metadata
from tests.conftest import STATION

_serials = count(1)


async def on_the_list(tx: Tx, state: IssueState, days: int, **fields: Any) -> str:
    """One that is due so many days from now; its short code."""
    given = {} if state == IssueState.LISTED else {"assigned_at": tx.now - timedelta(days=30)}
    issue: Issue = await issues.add(
        tx,
        **{"element": Element.CASE, "problem": "x", "author_id": "P-FZ01", "owner_id": "P-BA03"}
        | {"year": 2023, "serial": next(_serials), "state": state, "due_at": tx.now + timedelta(days=days)}
        | given
        | fields,
    )
    return issue.code


async def test_an_owner_has_what_was_given_to_them_and_is_open_the_nearest_deadline_first(
    database: Database,
) -> None:
    async with database.transaction(STATION) as tx:
        later = await on_the_list(tx, IssueState.ASSIGNED, 7)
        handed_in = await on_the_list(tx, IssueState.SUBMITTED, 1)
        late = await on_the_list(tx, IssueState.RETURNED, -2)
        await on_the_list(tx, IssueState.LISTED, 1)
        await on_the_list(tx, IssueState.ASSIGNED, 1, owner_id="P-BA04")
        await on_the_list(tx, IssueState.CLOSED, 1, closed_at=tx.now)
        assert [each.code for each in await issues.own(tx, "P-BA03")] == [late, handed_in, later]
    async with database.transaction("OTHER") as tx:
        assert await issues.own(tx, "P-BA03") == []


async def test_late_is_what_waits_for_its_owner_past_its_deadline(database: Database) -> None:
    async with database.transaction(STATION) as tx:
        await on_the_list(tx, IssueState.ASSIGNED, 0)  # due this very moment
        short = await on_the_list(tx, IssueState.RECTIFYING, -1)
        long = await on_the_list(tx, IssueState.RETURNED, -9)
        await on_the_list(tx, IssueState.SUBMITTED, -5)
        await on_the_list(tx, IssueState.LISTED, -5)
        assert [each.code for each in await issues.late(tx)] == [long, short]
        assert await issues.to_verify(tx) == 1


async def test_the_tally_counts_by_element_and_owner_and_what_nobody_was_given_apart(
    database: Database,
) -> None:
    async with database.transaction(STATION) as tx:
        assert await issues.tally(tx) == []
        await on_the_list(tx, IssueState.ASSIGNED, -1)
        await on_the_list(tx, IssueState.SUBMITTED, -1)
        await on_the_list(tx, IssueState.LISTED, -1)
        await on_the_list(tx, IssueState.ASSIGNED, 1, element=Element.VENUE, owner_id="P-BA04")
        await on_the_list(tx, IssueState.CLOSED, -1, closed_at=tx.now)
        tally = {(t.element, t.owner_id): (t.open, t.late) for t in await issues.tally(tx)}
    assert tally == {("case", "P-BA03"): (2, 1), ("case", None): (1, 0), ("venue", "P-BA04"): (1, 0)}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """An empty database: SQLite plans by the indexes alone."""
    engine = create_engine(f"sqlite:///{tmp_path / 'plans.sqlite3'}")
    metadata.create_all(engine)
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / "plans.sqlite3")) as connection:
        yield connection


@pytest.mark.parametrize(
    ("query", "step"),
    [
        (issues._OWN, "SEARCH issues USING INDEX ix_issues_own (station_id=? AND owner_id=?)"),
        (issues._LATE, "SEARCH issues USING INDEX ix_issues_open (station_id=? AND due_at<?)"),
        (
            issues._TO_VERIFY,
            "SEARCH issues USING COVERING INDEX ix_issues_to_verify (station_id=? AND state=?)",
        ),
    ],
)
def test_what_is_asked_for_often_is_read_from_its_own_index(
    empty: sqlite3.Connection, query: Query, step: str
) -> None:
    compiled = query.on("sqlite")
    plan = empty.execute(f"EXPLAIN QUERY PLAN {compiled.sql}", [None] * len(compiled.names))
    assert step in [found for *_, found in plan]
