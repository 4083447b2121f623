"""What is due happens once, is tried again when it fails, and holds up nothing behind it."""

from datetime import timedelta

import pytest

from bot import timekeeper
from bot.timekeeper import Timekeeper
from handlers import dispatch
from handlers.desk import Desk
from storage import timers
from storage.db import Tx
from storage.timers import Timer
from tests.conftest import STATION
from tests.rows import rows
from tests.scenario import Member, Station


@pytest.fixture
def fired(station: Station, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The subjects of the timers that have fired and were committed; "poison" always fails."""
    tried: list[str] = []
    subjects: list[str] = []

    async def fire(tx: Tx, timer: Timer, _: Desk) -> None:
        if timer.subject == "poison":
            raise RuntimeError
        tried.append(timer.subject)
        tx.wake("fired", timer.subject)

    def committed(keys: set[str]) -> None:
        subjects.extend(dict.fromkeys(subject for subject in tried if subject in keys))
        tried.clear()

    monkeypatch.setattr(dispatch, "fire", fire)
    station.database.listen("fired", committed)
    return subjects


async def wait_for(station: Station, subject: str, minutes: float) -> None:
    async with station.database.transaction(STATION) as tx:
        await timers.set_timer(tx, "kind", subject, tx.now + timedelta(minutes=minutes))


async def nothing() -> None:
    """Nobody else is woken."""


def restarted(station: Station) -> Timekeeper:
    return Timekeeper(station.database, STATION, station.desk, station.clock, nothing)


async def test_a_timer_fires_at_its_time_and_once_across_restarts(station: Station, fired: list[str]) -> None:
    await wait_for(station, "one", 5)
    await station.moments_pass(5 * 60 - 1)
    assert fired == []
    await station.moments_pass(1)
    assert fired == ["one"]
    again = restarted(station)
    await again.start()
    await again.settle()
    await again.stop(1)
    assert fired == ["one"]


async def test_what_fell_due_while_the_bot_was_away_happens_at_the_start_the_oldest_first(
    station: Station, fired: list[str]
) -> None:
    for subject, minutes in (("second", 20), ("first", 10), ("not yet", 90)):
        await wait_for(station, subject, minutes)
    station.clock._watchers.clear()  # nobody looks
    station.clock.advance(timedelta(hours=1))
    again = restarted(station)
    await again.start()
    await again.settle()
    await again.stop(1)
    assert fired == ["first", "second"]


async def test_a_timer_that_fails_is_tried_again_parked_and_reported_and_holds_up_nothing(
    station: Station, admin: Member, fired: list[str]
) -> None:
    await wait_for(station, "poison", 1)
    await wait_for(station, "behind", 2)
    await station.moments_pass(2 * 60)
    assert fired == ["behind"]
    await station.moments_pass(60)
    assert [row["tries"] for row in await rows(station.database, timers.timers)] == [2]
    await station.moments_pass(10 * 60)
    parked = (await rows(station.database, timers.timers))[0]
    assert parked["state"] == "parked"
    admin.sees(str(parked["id"]))
    await wait_for(station, "later", 1)
    await station.moments_pass(60)
    assert fired == ["behind", "later"]


async def test_one_that_fails_among_many_that_are_due_takes_nothing_from_the_others(
    station: Station, fired: list[str]
) -> None:
    many = timekeeper.TOGETHER + 5
    for number in range(many):
        await wait_for(station, "poison" if number == 3 else f"{number:02}", 1 + number / 60)
    await station.moments_pass(3 * 60)
    assert fired == [f"{number:02}" for number in range(many) if number != 3]
    assert len(await rows(station.database, timers.timers)) == 1


async def test_of_several_that_are_due_together_one_may_clear_another(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []

    async def fire(tx: Tx, timer: Timer, _: Desk) -> None:
        happened.append(timer.subject)
        await timers.clear(tx, "kind", "cleared")

    monkeypatch.setattr(dispatch, "fire", fire)
    for number, subject in enumerate(("first", "cleared", "last")):
        await wait_for(station, subject, 1 + number)
    station.clock._watchers.clear()  # nobody looks
    station.clock.advance(timedelta(hours=1))
    again = restarted(station)
    await again.start()
    await again.settle()
    await again.stop(1)
    assert happened == ["first", "last"]


async def test_a_timer_whose_report_fails_too_is_parked_all_the_same(
    station: Station, fired: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(dispatch, "report", fail)
    await wait_for(station, "poison", 0)
    for minutes in (0, *timekeeper.RETRY_MINUTES):
        await station.moments_pass(minutes * 60)
    assert [row["state"] for row in await rows(station.database, timers.timers)] == ["parked"]


async def test_a_timer_that_was_moved_meanwhile_does_not_fire_and_is_not_counted(station: Station) -> None:
    await wait_for(station, "one", 0)
    async with station.database.transaction(STATION) as tx:
        [as_read] = await timers.due(tx, 9)
        await timers.set_timer(tx, "kind", "one", tx.now + timedelta(days=1))
        assert not await timers.take(tx, as_read)
        await timers.postpone(tx, as_read, tx.now, "RuntimeError")
        await timers.park(tx, as_read, "RuntimeError")
    left = (await rows(station.database, timers.timers))[0]
    assert (left["state"], left["tries"]) == ("pending", 0)
    assert left["due_at"] == station.clock.now() + timedelta(days=1)


async def test_a_timer_that_is_cleared_never_fires(station: Station, fired: list[str]) -> None:
    await wait_for(station, "one", 1)
    async with station.database.transaction(STATION) as tx:
        await timers.clear(tx, "kind", "one")
    await station.moments_pass(120)
    assert fired == []
