"""A unit of work: all or nothing, one at a time on SQLite, commits shared by those who queue."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta

import pytest
from sqlalchemy import func, literal, select

from bot.clock import Clock
from storage import counters, inbox, people, timers
from storage.db import FEW, Database
from storage.messages import Incoming
from storage.people import Person, Role, Team
from storage.query import STATION as STATION_ARGUMENT
from storage.query import Compiled, Query
from storage.sqlite import SqliteDatabase
from storage.timers import Timer
from tests.conftest import STATION

OFFICER = Person(
    staff_id="P1",
    name="李四",
    team=Team.COMMUNITY_TEAM,
    roles=frozenset({Role.GROUP_LEAD, Role.COMMUNITY_OFFICER}),
)


async def draw(database: Database, name: str) -> int:
    async with database.transaction(STATION) as tx:
        return await counters.draw(tx, name)


async def test_numbers_have_no_gaps_and_no_doubles_when_fifty_draw_at_once(database: Database) -> None:
    drawn = await asyncio.gather(*(draw(database, "sheets-2023") for _ in range(50)))
    assert sorted(drawn) == list(range(1, 51))


async def test_a_number_drawn_by_a_turn_that_fails_is_drawn_again(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction(STATION) as tx:
            await counters.draw(tx, "sheets-2023")
            raise RuntimeError

    results = await asyncio.gather(
        *(fail() if n % 3 == 0 else draw(database, "sheets-2023") for n in range(30)), return_exceptions=True
    )
    drawn = [n for n in results if isinstance(n, int)]
    assert sorted(drawn) == list(range(1, 21))


async def test_turns_that_queue_share_one_commit(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    if not isinstance(database, SqliteDatabase):
        pytest.skip("PostgreSQL gives every turn a transaction of its own")
    statements: list[str] = []
    run = database._run

    async def spy(sql: str) -> None:
        statements.append(sql)
        await run(sql)

    monkeypatch.setattr(database, "_run", spy)
    await asyncio.gather(*(draw(database, "x") for _ in range(40)))
    assert statements.count("COMMIT") <= 4


async def test_a_cancelled_turn_undoes_itself_and_nothing_else(database: Database) -> None:
    entered = asyncio.Event()

    async def slow() -> None:
        async with database.transaction(STATION) as tx:
            await counters.draw(tx, "x")
            entered.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(slow())
    await entered.wait()
    others = [asyncio.create_task(draw(database, "x")) for _ in range(5)]
    await asyncio.sleep(0)
    others[0].cancel()
    task.cancel()
    results = await asyncio.gather(task, *others, return_exceptions=True)
    drawn = sorted(n for n in results if isinstance(n, int))
    assert drawn == list(range(1, len(drawn) + 1))
    assert len(drawn) >= 4
    assert await draw(database, "x") == len(drawn) + 1


async def test_a_waiter_that_is_cancelled_leaves_no_commit_open(database: Database) -> None:
    first_in = asyncio.Event()
    go_on = asyncio.Event()

    async def first() -> None:
        async with database.transaction(STATION) as tx:
            await counters.draw(tx, "x")
            first_in.set()
            await go_on.wait()

    task = asyncio.create_task(first())
    await first_in.wait()
    waiter = asyncio.create_task(draw(database, "x"))
    await asyncio.sleep(0.01)
    go_on.set()
    waiter.cancel()
    await asyncio.gather(waiter, return_exceptions=True)
    await asyncio.wait_for(task, 2)
    assert await draw(database, "x") >= 2


async def test_a_transaction_wakes_listeners_only_when_it_is_committed(database: Database) -> None:
    woken: list[set[str]] = []
    database.listen("timers", woken.append)
    with pytest.raises(RuntimeError):
        async with database.transaction(STATION) as tx:
            await timers.set_timer(tx, "kind", "1", tx.now)
            raise RuntimeError
    assert woken == []
    async with database.transaction(STATION) as tx:
        await timers.set_timer(tx, "kind", "1", tx.now)
    assert woken == [{""}]


async def test_a_station_never_sees_another_stations_rows(database: Database) -> None:
    async with database.transaction("A") as tx:
        await timers.set_timer(tx, "kind", "1", tx.now)
    async with database.transaction("B") as tx:
        assert await timers.due(tx, 9) == []
        await timers.set_timer(tx, "kind", "1", tx.now)
        await timers.clear(tx, "kind", "1")
    async with database.transaction("A") as tx:
        assert len(await timers.due(tx, 9)) == 1


def test_every_statement_names_its_station() -> None:
    for query in Query.every:
        for kind in ("sqlite", "postgresql"):
            compiled = query.on(kind)
            assert STATION_ARGUMENT.key in compiled.names, compiled.sql


def _counts_to(most: int) -> Query:
    numbers = select(literal(1).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < most))
    return Query(select(func.count().label("n")).select_from(numbers))


async def test_a_long_statement_lets_everyone_else_go_on_the_first_time_too(database: Database) -> None:
    """SQLite's statements run in the thread of the loop while they are short."""
    went_on = 0

    async def others() -> None:
        nonlocal went_on
        while True:
            await asyncio.sleep(0.001)
            went_on += 1

    query = _counts_to(2_000_000)
    beside = asyncio.create_task(others())
    for _ in range(2):
        before = went_on
        async with database.transaction(STATION) as tx:
            assert await tx.value(query) == 2_000_000
        assert went_on - before > 5
    beside.cancel()
    Query.every.remove(query)


async def test_a_turn_cancelled_in_the_middle_of_a_long_statement_leaves_nothing_behind(
    database: Database,
) -> None:
    entered = asyncio.Event()
    query = _counts_to(2_000_000)

    async def slow() -> None:
        async with database.transaction(STATION) as tx:
            await counters.draw(tx, "x")
            entered.set()
            await tx.value(query)

    task = asyncio.create_task(slow())
    await entered.wait()
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await draw(database, "x") == 1
    Query.every.remove(query)


async def test_what_was_read_is_not_asked_for_again_until_its_table_is_written(database: Database) -> None:
    asked: list[str] = []
    async with database.transaction(STATION) as tx:
        fetch = tx._session.fetch

        async def counted(compiled: Compiled, values: list[object]) -> Iterable[object]:
            asked.append(compiled.sql.split()[0])
            return await fetch(compiled, values)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tx._session, "fetch", counted)
            await people.put(tx, OFFICER)
            asked.clear()
            for _ in range(3):
                assert await people.get(tx, OFFICER.staff_id) == OFFICER
            assert asked == ["SELECT"]
            await counters.draw(tx, "x")
            await people.get(tx, OFFICER.staff_id)
            assert asked == ["SELECT", "INSERT"]
            await people.speak(tx, OFFICER.staff_id, "en")
            there = await people.get(tx, OFFICER.staff_id)
    assert there
    assert there.language == "en"


async def test_who_loses_a_role_has_lost_it_in_the_same_transaction(database: Database) -> None:
    async with database.transaction(STATION) as tx:
        await people.put(tx, OFFICER)
        assert await people.holding(tx, Role.GROUP_LEAD) == [OFFICER]
        await people.put(tx, OFFICER.model_copy(update={"roles": frozenset()}))
        assert await people.holding(tx, Role.GROUP_LEAD) == []
        there = await people.get(tx, OFFICER.staff_id)
    assert there
    assert there.roles == frozenset()


async def test_what_is_written_many_at_a_time_is_seen_at_once(database: Database) -> None:
    async with database.transaction(STATION) as tx:
        assert await inbox.first(tx, "phones/1") is None
        await inbox.add(
            tx, [Incoming(channel="phones", provider_id="1", chat="1", sender="1", kind="message")]
        )
        assert await inbox.first(tx, "phones/1")


async def test_long_answers_are_not_kept(database: Database) -> None:
    async with database.transaction(STATION) as tx:
        for number in range(FEW + 1):
            await people.put(tx, OFFICER.model_copy(update={"staff_id": f"P{number}"}))
        assert len(await people.everyone(tx)) == FEW + 1
        assert not tx._seen
        await people.get(tx, "P1")
        assert len(tx._seen) == 1


async def test_of_those_who_plan_a_timer_at_once_the_earliest_is_heard(
    database: Database, clock: Clock
) -> None:
    async def plan(hours: int) -> None:
        async with database.transaction(STATION) as tx:
            await timers.set_by(tx, "watch", "all", clock.now() + timedelta(hours=hours))

    hours = [5, 9, 3, 7, 2, 8, 4, 6]
    began = clock.now()
    await asyncio.gather(*(plan(each) for each in hours))
    async with database.transaction(STATION) as tx:
        assert await timers.next_due(tx) == began + timedelta(hours=min(hours))


async def test_a_timer_that_is_set_for_earlier_is_not_even_touched(database: Database, clock: Clock) -> None:
    async with database.transaction(STATION) as tx:
        await timers.set_timer(tx, "watch", "all", clock.now() + timedelta(hours=1))
    async with database.transaction(STATION) as tx:
        await timers.set_by(tx, "watch", "all", clock.now() + timedelta(hours=2))
        assert "timers" not in tx.wakes


async def test_a_timer_that_is_about_to_happen_waits_for_what_is_planned_meanwhile(
    database: Database, clock: Clock
) -> None:
    """Whoever lets it happen does not see yet what is being changed: the two wait for one another."""
    async with database.transaction(STATION) as tx:
        await timers.set_timer(tx, "watch", "all", clock.now())
    [timer] = await due_timers(database)
    happened = asyncio.Event()

    async def happens() -> None:
        async with database.transaction(STATION) as tx:
            assert await timers.take(tx, timer)
            happened.set()
            await asyncio.sleep(0.05)  # as long as the other could be done, did it not wait
            await timers.set_timer(tx, "watch", "all", clock.now() + timedelta(hours=24))

    async def is_planned() -> None:
        await happened.wait()
        async with database.transaction(STATION) as tx:
            await timers.set_by(tx, "watch", "all", clock.now() + timedelta(hours=2))

    await asyncio.gather(happens(), is_planned())
    async with database.transaction(STATION) as tx:
        assert await timers.next_due(tx) == clock.now() + timedelta(hours=2)


async def test_a_timer_that_was_given_up_is_set_anew(database: Database, clock: Clock) -> None:
    async with database.transaction(STATION) as tx:
        await timers.set_timer(tx, "watch", "all", clock.now())
    [timer] = await due_timers(database)
    async with database.transaction(STATION) as tx:
        await timers.park(tx, timer, "a defect")
        await timers.set_by(tx, "watch", "all", clock.now() + timedelta(hours=2))
    async with database.transaction(STATION) as tx:
        assert await timers.next_due(tx) == clock.now() + timedelta(hours=2)


async def due_timers(database: Database) -> list[Timer]:
    async with database.transaction(STATION) as tx:
        return await timers.due(tx, 2)
