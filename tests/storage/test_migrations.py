"""The schema grows by migrations alone: from every earlier revision, on both databases, with what is in it."""

import asyncio
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, create_engine, func, insert, select, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.types import Integer, Text

from bot.clock import Clock
from storage.conversations import conversations
from storage.feedback import feedback
from storage.migrate import migrate
from storage.opening import open_database
from storage.revisions import FOLDER, current, newest
from storage.schema import metadata
from storage.timers import timers
from tests.service import ROOT

REVISIONS = [script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()][::-1]
T = TypeVar("T")


async def on(url: str, work: Callable[[Connection], T]) -> T:
    """Do something with a connection of the kind that migrations use, and commit it."""
    if url.startswith("sqlite"):
        with create_engine(url, poolclass=NullPool).begin() as connection:
            return work(connection)
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    async with engine.begin() as connection:
        return await connection.run_sync(work)


def differences(connection: Connection) -> Any:
    return compare_metadata(MigrationContext.configure(connection), metadata)


def some_value(column: Column[Any]) -> Any:
    if isinstance(column.type, Text):
        return "x"
    return 1 if isinstance(column.type, Integer) else datetime.now(UTC)


def put_a_row_into_every_table(connection: Connection) -> None:
    found = MetaData()
    found.reflect(connection)
    for table in found.sorted_tables:
        if table.name != "alembic_version":
            row = {column.name: some_value(column) for column in table.columns if not column.nullable}
            connection.execute(insert(table).values(row))


def rows_in_every_table(connection: Connection) -> dict[str, int]:
    found = MetaData()
    found.reflect(connection)
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in found.sorted_tables
        if table.name != "alembic_version"
    }


@pytest.mark.parametrize("revision", REVISIONS)
async def test_from_every_revision_the_newest_schema_is_reached_and_no_row_is_lost(
    database_url: str, revision: str
) -> None:
    await migrate(database_url, revision)
    await on(database_url, put_a_row_into_every_table)
    before = await on(database_url, rows_in_every_table)
    assert set(before.values()) == {1}
    await migrate(database_url)
    assert await on(database_url, differences) == []
    after = await on(database_url, rows_in_every_table)
    assert {name: after.get(name) for name in before} == before


async def test_the_migrations_are_one_line_without_branches_and_the_last_is_known_without_alembic() -> None:
    assert ScriptDirectory(str(FOLDER)).get_heads() == REVISIONS[-1:] == [newest()]


async def test_a_database_is_brought_up_to_date_as_it_is_opened(database_url: str, clock: Clock) -> None:
    await migrate(database_url, REVISIONS[-2])
    opened = await open_database(database_url, clock.now)
    await opened.close()
    assert await current(database_url) == newest()


async def test_migrating_again_changes_nothing(database_url: str) -> None:
    await migrate(database_url)
    await on(database_url, put_a_row_into_every_table)
    await migrate(database_url)
    assert set((await on(database_url, rows_in_every_table)).values()) == {1}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_of_several_processes_that_start_at_once_one_migrates(database_url: str) -> None:
    code = f"import asyncio; from storage.migrate import migrate; asyncio.run(migrate({database_url!r}))"
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", code), cwd=ROOT, stderr=asyncio.subprocess.PIPE
        )
        for _ in range(4)
    ]
    told = [(await process.communicate())[1].decode() for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, told
    version = await on(
        database_url,
        lambda connection: connection.scalars(text("SELECT version_num FROM alembic_version")).all(),
    )
    assert version == REVISIONS[-1:]


@pytest.mark.parametrize(("of_sheets", "of_issues"), [(1, 2), (2, 1), (1, 1), (1, None), (None, 1)])
async def test_of_two_timers_for_one_digest_the_earlier_stays(
    database_url: str, of_sheets: int | None, of_issues: int | None
) -> None:
    def two_timers(connection: Connection) -> None:
        for kind, day in (("sheets.digest", of_sheets), ("enforcement.digest", of_issues)):
            if day:
                row = {"station_id": "s", "key": f"{kind}/P1", "kind": kind, "subject": "P1", "tries": 0}
                due_at = datetime(2023, 4, day, 1, tzinfo=UTC)
                connection.execute(insert(timers).values(**row, due_at=due_at, state="pending"))

    def those_there(connection: Connection) -> list[tuple[Any, ...]]:
        found = select(timers.c.key, timers.c.kind, timers.c.due_at)
        return [tuple(row) for row in connection.execute(found)]

    await migrate(database_url, "0020")
    await on(database_url, two_timers)
    await migrate(database_url)
    assert await on(database_url, those_there) == [
        ("digest.day/P1", "digest.day", datetime(2023, 4, 1, 1, tzinfo=UTC))
    ]


async def test_what_was_said_of_an_issue_becomes_a_round_and_a_dialogue_goes_on(database_url: str) -> None:
    def before(connection: Connection) -> None:
        found = MetaData()
        found.reflect(connection)
        issue = {
            "station_id": "s",
            "state": "returned",
            "element": "case",
            "problem": "缺签名",
            "extended": 0,
        }
        issue |= {"author_id": "P1", "owner_id": "P2", "words": "已补签", "photos": '["aa", "bb"]'}
        connection.execute(insert(found.tables["issues"]).values(**issue, return_reason="第17页缺"))
        inner = {"step": "sheets.feedback", "data": {"sheet": 7, "too_many": 0, "anew": []}, "held": []}
        for chat, step, data in (("1", inner["step"], inner["data"]), ("2", "home.resume", inner)):
            dialogue = {"station_id": "s", "channel": "phones", "chat": chat, "step": step, "data": data}
            at = datetime(2023, 4, 20, tzinfo=UTC)
            connection.execute(insert(conversations).values(**dialogue, expires_at=at, updated_at=at))

    def after(connection: Connection) -> tuple[Any, ...]:
        [round_] = connection.execute(select(feedback.c.subject, feedback.c.state, feedback.c.return_reason))
        parts = connection.execute(text("SELECT text, sha256 FROM feedback_parts ORDER BY id"))
        kept = connection.execute(select(conversations.c.data).order_by(conversations.c.chat))
        return tuple(round_), [tuple(part) for part in parts], [row.data for row in kept]

    await migrate(database_url, "0021")
    await on(database_url, before)
    await migrate(database_url)
    round_, parts, [open_, left] = await on(database_url, after)
    assert round_ == ("issue:1", "returned", "第17页缺")
    assert parts == [("已补签", None), (None, "aa"), (None, "bb")]
    assert open_ == left["data"] == {"about": "sheet:7", "too_many": 0, "anew": []}
