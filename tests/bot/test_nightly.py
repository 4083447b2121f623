"""The scheduled backup: when it is made, which are kept, who hears when it fails."""

import asyncio
import errno
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.backup import making
from bot.backup.contents import Backup, Manifest, backups
from bot.backup.nightly import Nightly, last_due
from bot.backup.retention import outlived
from bot.clock import Clock
from bot.config import BackupConfig, Config, StationConfig, StorageConfig
from storage.db import Copied
from tests.backups import ZONE, back_up
from tests.conftest import STATION
from tests.scenario import Member, Station

AT = time(3, 30)


@pytest.fixture
def config(tmp_path: Path, folder: Path) -> Config:
    return Config(
        station=StationConfig(id=STATION, name="示范所"),
        storage=StorageConfig(data_dir=tmp_path),
        backup=BackupConfig(folder=folder, keep_daily=2, keep_weekly=1),
    )


@pytest.fixture
def by_night(station: Station, config: Config, clock: Clock) -> Nightly:
    return Nightly(station.database, config, station.store, station.desk, clock)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of April 2023 on the station's clock."""
    return datetime(2023, 4, day, hour, minute, tzinfo=ZONE)


def made(*moments: datetime, scheduled: bool = True) -> list[Backup]:
    return [
        Backup(
            Path(f"{moment:%m%dT%H%M}"),
            Manifest(
                station=STATION,
                created_at=moment.astimezone(UTC),
                scheduled=scheduled,
                database="sqlite",
                revision="0001",
                rows={},
                photos=0,
            ),
        )
        for moment in moments
    ]


def names(folder: Path) -> list[str]:
    return [name for name in everything_in(folder) if not name.startswith(".")]


def everything_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*"))


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(20, 3, 29), at(19, 3, 30)),
        (at(20, 3, 30), at(20, 3, 30)),
        (at(20, 23, 59), at(20, 3, 30)),
        (at(21, 0, 1), at(20, 3, 30)),
    ],
)
def test_it_is_due_once_a_day_by_the_stations_clock(now: datetime, due: datetime) -> None:
    assert last_due(now.astimezone(UTC), AT, ZONE) == due


def test_days_then_weeks_are_kept_and_what_was_made_by_hand_always() -> None:
    nights = made(*(at(day, 3, 30) for day in range(1, 31)))
    by_hand = made(at(2, 12), at(20, 12), scheduled=False)
    gone = outlived([*nights, *by_hand], keep_daily=3, keep_weekly=3, time_zone=ZONE)
    kept = sorted(each.path.name for each in [*nights, *by_hand] if each not in gone)
    # April 2023: the 30th is a Sunday, so are the 23rd and the 16th
    assert kept == ["0402T1200", "0416T0330", "0420T1200", "0423T0330", "0428T0330", "0429T0330", "0430T0330"]


def test_days_without_a_backup_do_not_count_so_a_long_pause_costs_none() -> None:
    nights = made(at(1, 3, 30), at(2, 3, 30), at(29, 3, 30))
    assert outlived(nights, keep_daily=3, keep_weekly=0, time_zone=ZONE) == []


async def test_the_first_is_made_at_once_then_one_a_day_and_a_missed_one_is_made_up_once(
    by_night: Nightly, folder: Path, clock: Clock
) -> None:
    for _ in range(2):
        await by_night.look()
    assert names(folder) == ["YD-20230420T115500"]
    clock.advance(timedelta(hours=15))
    await by_night.look()
    assert len(names(folder)) == 1
    clock.advance(timedelta(minutes=36))
    for _ in range(2):
        await by_night.look()
    assert names(folder) == ["YD-20230420T115500", "YD-20230421T033100"]
    clock.advance(timedelta(days=3))
    await by_night.look()
    assert names(folder) == ["YD-20230421T033100", "YD-20230424T033100"], "two days, and the last of a week"


async def test_one_made_by_hand_takes_the_place_of_none(
    by_night: Nightly, station: Station, folder: Path
) -> None:
    await back_up(station, folder)
    await by_night.look()
    assert [each.manifest.scheduled for each in backups(folder, STATION)] == [True, False]


async def test_when_it_fails_nothing_is_left_the_administrators_hear_of_it_once_a_day_and_it_is_tried_again(
    by_night: Nightly,
    station: Station,
    admin: Member,
    folder: Path,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = []

    async def full(_: Path, __: str) -> Copied:
        tries.append(clock.now())
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(station.database, "copy_to", full)
    for _ in range(30):
        await by_night.look()
        clock.advance(timedelta(minutes=30))
    await station.settle()
    assert len(tries) == 15
    assert everything_in(folder) == [".YD.lock"]
    told = [message.text for message in admin.messages if "自动备份没有成功" in message.text]
    assert len(told) == 1
    assert "磁盘已满" in told[0]
    clock.advance(timedelta(hours=6))
    await by_night.look()
    await station.settle()
    assert sum("自动备份没有成功" in message.text for message in admin.messages) == 2
    monkeypatch.undo()
    clock.advance(timedelta(hours=1))
    await by_night.look()
    assert len(names(folder)) == 1


async def test_the_bot_stops_in_the_middle_and_leaves_no_half_a_backup(
    by_night: Nightly, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Event()

    async def forever(*_: object) -> tuple[str, ...]:
        begun.set()
        await asyncio.Event().wait()
        return ()

    monkeypatch.setattr(making, "_keep_photos", forever)
    by_night.start()
    await begun.wait()
    assert any(name.endswith(".part") for name in everything_in(folder))
    await by_night.stop()
    assert everything_in(folder) == [".YD.lock"]


async def test_where_none_are_to_be_kept_none_are_made(
    station: Station, config: Config, folder: Path, clock: Clock
) -> None:
    without = config.model_copy(update={"backup": BackupConfig(folder=folder, keep_daily=0)})
    by_night = Nightly(station.database, without, station.store, station.desk, clock)
    by_night.start()
    assert not by_night._scheduler.running
    await by_night.stop()
    assert everything_in(folder) == []
