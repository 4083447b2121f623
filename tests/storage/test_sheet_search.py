"""Searching sheets by words, on both databases alike."""

import time
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.clock import Clock
from storage import sheet_search, sheets
from storage.db import Database
from storage.migrate import migrate
from storage.opening import open_database
from storage.people import Team
from storage.query import Compiled
from storage.sheet_lists import READERS, Reader, reading
from storage.sheets import SheetState
from tests.conftest import STATION
from tests.storage.test_migrations import on
from tests.storage.test_sheet_lists import A_HISTORY, HISTORY

LEADER = Reader(staff_id="P-LEADER", team=Team.STATION, parts=frozenset({"station"}))
OFFICER = Reader(staff_id="P-YI01", team=Team.COMMUNITY_TEAM, parts=frozenset({"own"}))

WRITTEN = """
INSERT INTO sheets (id, station_id, number, state, object, content, requirements, handling_class, risk, issuer_id,
    created_at, issued_at, returns)
VALUES (7, :station, '督〔2023〕007号', 'issued', '仙岳示例里3栋', '楼道堆物', '', 'ordinary', 'red', 'P-ZX01', :at, :at, 0);
INSERT INTO feedback (id, station_id, sheet_id, round, author_id, state)
VALUES (1, :station, 7, 1, 'P-YI01', 'submitted');
INSERT INTO feedback_parts (id, station_id, feedback_id, text) VALUES (1, :station, 1, '双方约定22点后不搬家具')
"""


async def a_sheet(database: Database, content: str, *, owner: str = "P-YI01") -> int:
    async with database.transaction(STATION) as tx:
        sheet_id = await sheets.add_draft(tx, "P-ZX01", "C05", owner)
        await sheets.revise(tx, sheet_id, "content", content)
        draft = await sheets.get(tx, sheet_id)
        assert draft
        number = f"督〔2023〕{sheet_id:03d}号"
        await sheets.change(
            tx,
            draft,
            SheetState.ISSUED,
            issued_at=tx.now,
            due_at=tx.now,
            number=number,
            serial=sheet_id,
            year=2023,
        )
        issued = await sheets.get(tx, sheet_id)
        assert issued
        await sheet_search.keep_sheet(tx, issued)
    return sheet_id


async def found(database: Database, *sought: str, reader: Reader = LEADER) -> list[int]:
    async with database.transaction(STATION) as tx:
        return [sheet.id for sheet in await sheet_search.find(tx, reader, sought, 9)]


async def test_what_stands_in_the_middle_of_a_text_is_found_by_two_characters(database: Database) -> None:
    first = await a_sheet(database, "两户因楼道堆物争吵,请查明起因")
    second = await a_sheet(database, "夜间噪声,Wi-Fi 名称含辱骂")
    assert await found(database, "堆物") == [first]
    assert await found(database, "楼道堆物争吵") == [first]
    assert await found(database, "楼道", "起因") == [first]
    assert await found(database, "wi-fi") == [second]
    assert await found(database, "2023") == [second, first]
    assert await found(database, "楼道", "噪声") == []
    assert await found(database, "楼物") == []
    assert await found(database, "道楼") == []


async def test_each_word_must_be_there_as_it_is_written(database: Database) -> None:
    sheet_id = await a_sheet(database, "楼道 堆放 道具")  # each pair of 楼道具 is here, the word is not
    assert await found(database, "楼道具") == []
    assert await found(database, "100%") == []
    assert await found(database, "楼_") == []
    assert await found(database, "楼道", "具") == [sheet_id]
    assert await found(database, "楼") == []


async def test_a_reader_finds_what_is_theirs(database: Database) -> None:
    own = await a_sheet(database, "楼道堆物")
    await a_sheet(database, "楼道堆物", owner="P-OTHER")
    assert await found(database, "楼道", reader=OFFICER) == [own]
    async with database.transaction("OTHER") as tx:
        assert await sheet_search.find(tx, LEADER, ["楼道"], 9) == []


async def test_a_draft_is_found_by_nobody(database: Database) -> None:
    async with database.transaction(STATION) as tx:
        sheet_id = await sheets.add_draft(tx, "P-ZX01", "C05", "P-YI01")
        await sheets.revise(tx, sheet_id, "content", "楼道堆物")
        await sheet_search.keep(tx, sheet_id, "楼道堆物")
    assert await found(database, "楼道") == []


async def test_what_was_written_before_there_was_a_search_is_found(database_url: str, clock: Clock) -> None:
    await migrate(database_url, "0008")
    at = 0 if database_url.startswith("sqlite") else datetime(2023, 4, 1, tzinfo=UTC)
    said = {"station": STATION, "at": at}
    await on(
        database_url, lambda connection: [connection.execute(text(each), said) for each in WRITTEN.split(";")]
    )
    await migrate(database_url)
    database = await open_database(database_url, clock.now)
    try:
        assert await found(database, "楼道") == [7]
        assert await found(database, "约定", "示例") == [7]
        assert await found(database, "007号") == [7]
    finally:
        await database.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_word_is_found_in_a_long_history_without_reading_it(database: Database) -> None:
    async with database.transaction(STATION) as tx:
        for statement in (
            A_HISTORY.replace("'o', 'c'", "'o', '仙岳社区楼道堆物'"),
            "INSERT INTO sheet_words SELECT station_id, '仙岳', id FROM sheets",
            "INSERT INTO sheet_words SELECT station_id, '楼道', id FROM sheets WHERE id % 1000 = 0",
        ):
            await tx._session.fetch(Compiled(statement, (), {}, ()), [])
    started = time.perf_counter()
    assert await found(database, "仙岳") == list(range(HISTORY, HISTORY - 9, -1))
    assert await found(database, "仙岳", "楼道") == list(range(HISTORY, HISTORY - 9000, -1000))
    assert time.perf_counter() - started < 0.5
    async with database.transaction(STATION) as tx:
        for parts in READERS:
            compiled = sheet_search._FIND[parts].on("sqlite")
            patterns = {f"pattern_{n}": "%" for n in range(sheet_search.MOST_WORDS)}
            values = compiled.bind({"pair": "仙岳", "most": 9, **patterns, **reading(OFFICER)} | tx._bound)
            rows = await tx._session.fetch(
                compiled._replace(sql=f"EXPLAIN QUERY PLAN {compiled.sql}"), values
            )
            steps = [row[3] for row in rows]
            assert "sheet_words USING PRIMARY KEY (station_id=? AND word=?" in steps[0], steps
            assert not any("TEMP B-TREE FOR ORDER" in step for step in steps), steps
