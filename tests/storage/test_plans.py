"""What a statement costs follows what it returns: none reads a whole table, or all that a station has in one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from sqlalchemy import create_engine

import storage
from storage.query import Query
from storage.schema import metadata

ALL_IS_ASKED_FOR = (
    # the roster and the map of the station, which are small
    "FROM people WHERE people.station_id = ? ORDER BY",
    "FROM groups WHERE groups.station_id = ? ORDER BY",
    "FROM communities WHERE communities.station_id = ? ORDER BY",
    "FROM stations",
    "UPDATE invitations SET state=? WHERE invitations.station_id = ? AND invitations.state = ?",
    "FROM photos WHERE photos.station_id = ? ORDER BY",
    # an audience is looked for among everyone
    "EXISTS (SELECT * FROM audience_parts WHERE",
    # an index of only what waits, read from its beginning
    "SELECT min(sheets.sign_by) AS at",
    "SELECT sheets.due_at FROM sheets",
    "SELECT min(issues.due_at) AS at",
    "FROM legal_clocks WHERE legal_clocks.station_id = ? AND legal_clocks.state = 'running' ORDER BY",
    "FROM issues WHERE issues.station_id = ? AND issues.serial IS NOT NULL AND issues.closed_at IS NULL ORDER BY",
    "FROM slips WHERE slips.station_id = ? AND slips.state IN ('appealed', 'proposed')",
    "WHERE slips.station_id = ? AND slips.state = 'proposed' AND slips.staff_id = ?",
    "FROM case_reviews WHERE case_reviews.station_id = ? AND case_reviews.state != 'done' ORDER BY",
    "SELECT DISTINCT inbox.chat FROM inbox",
    "SELECT count(*) AS waiting, min(inbox.received_at)",
    "SELECT min(timers.due_at)",
    "outbox.state = 'sending' ORDER BY",
    # the newest thirty, read from the end of an index
    "FROM slips WHERE slips.station_id = ? AND slips.serial IS NOT NULL ORDER BY",
    # a thousand words at the most
    "sheet_words.word = ? LIMIT 1000 OFFSET ?) AS anon_1",
    # `dudao doctor` and a restore
    "outbox.state = 'sending' OR outbox.state = 'pending'",
    "outbox.state = 'failed' AND outbox.created_at",
)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """An empty database: SQLite plans by the indexes alone, as it does at the station."""
    engine = create_engine(f"sqlite:///{tmp_path / 'plans.sqlite3'}")
    metadata.create_all(engine)
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / "plans.sqlite3")) as connection:
        yield connection


def statements() -> Iterator[Query]:
    """Those of every storage module, whether it is in use here or not, without those of tests."""
    for name in (found.name for found in iter_modules(storage.__path__)):
        for value in vars(import_module(f"storage.{name}")).values():
            several = value.values() if isinstance(value, dict) else (value,)
            yield from (each for each in several if isinstance(each, Query))


def test_no_statement_reads_more_than_its_answer(empty: sqlite3.Connection) -> None:
    greedy, spared = [], set()
    for query in statements():
        compiled = query.on("sqlite")
        plan = empty.execute(f"EXPLAIN QUERY PLAN {compiled.sql}", [None] * len(compiled.names))
        steps = [step for *_, step in plan if "VIRTUAL TABLE" not in step]  # that is an argument
        if any(step.startswith("SCAN") or "(station_id=?)" in step for step in steps):
            sql = " ".join(compiled.sql.split())
            excuses = [excuse for excuse in ALL_IS_ASKED_FOR if excuse in sql]
            spared |= set(excuses)
            greedy += [] if excuses else [sql]
    assert greedy == []
    assert spared == set(ALL_IS_ASKED_FOR), "an excuse that nobody needs any more"
