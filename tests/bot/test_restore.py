"""Restoring brings everything back or nothing, from every version, on both databases."""

import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import asyncpg
import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, func, select

from bot.backup.contents import Backup, BackupError, Manifest, quietly, read, sums_text
from bot.backup.making import make
from bot.clock import Clock
from bot.config import Config, StationConfig, StorageConfig
from bot.sandbox.demo_station import bind_everyone, demo_people, load_roster
from handlers.settings import Settings
from storage import audit, outbox, stations
from storage.db import Database
from storage.files import sum_of
from storage.loading import SKIPPED_IDS
from storage.messages import Lane, Outgoing
from storage.migrate import migrate
from storage.photos import PhotoStore
from storage.runlock import RunLock
from storage.schema import metadata
from storage.stations import Community
from tests.backups import ZONE, back_up, bring_back, everything, opened
from tests.conftest import STATION
from tests.rows import states
from tests.scenario import Member, Station
from tests.scenarios.steps import answer, issue
from tests.storage.test_migrations import (
    REVISIONS,
    differences,
    on,
    put_a_row_into_every_table,
    rows_in_every_table,
)


async def test_everything_comes_back_into_an_empty_place(
    station: Station, room: Member, officer: Member, folder: Path, fresh: Config, clock: Clock
) -> None:
    await issue(room)
    await answer(officer, photos=3)
    await officer.presses("已化解")
    before = await everything(station.database)
    made = await back_up(station, folder)
    await bring_back(made, fresh, clock)

    async with opened(fresh, clock) as restored:
        after = await everything(restored)
        for name in before:
            new = [row for row in after[name] if row not in before[name]]
            assert [row for row in before[name] if row not in after[name]] == [], name
            assert len(new) == (1 if name in ("audit", "outbox") else 0), name
        store = PhotoStore(fresh.storage.photos)
        for photo in before["photos"]:
            assert await store.load(photo["sha256"]) == await station.store.load(photo["sha256"])
        again = Station(restored, clock, fresh.storage.photos, station.desk.settings)
        await again.delivery.wake_due()
        await again.settle()
        again.member("P-AD01").has_seen("记录已从4月20日 11:55的备份恢复")
        await again.member("P-ZX01").says("D001")
        again.member("P-ZX01").sees("待审 D001")
    assert await on(fresh.storage.url.get_secret_value(), differences) == []


async def test_records_that_are_there_are_replaced_only_when_asked_to_and_then_set_aside(
    station: Station, room: Member, officer: Member, folder: Path, fresh: Config, clock: Clock
) -> None:
    await issue(room)
    first = await back_up(station, folder)
    await bring_back(first, fresh, clock)
    await answer(officer, photos=1)
    second = await back_up(station, folder)
    async with opened(fresh, clock) as restored:
        before = await everything(restored)
    with pytest.raises(BackupError, match="--replace"):
        await bring_back(second, fresh, clock)
    async with opened(fresh, clock) as restored:
        assert await everything(restored) == before
    done = await bring_back(second, fresh, clock, replace=True)
    async with opened(fresh, clock) as restored:
        assert len((await everything(restored))["feedback_parts"]) == 2
    assert done.aside
    if second.manifest.database == "postgresql":
        await bring_back(read(Path(done.aside)), fresh, clock, replace=True)
    else:
        shutil.move(done.aside, fresh.storage.data_dir / "dudao.sqlite3")
    async with opened(fresh, clock) as restored:
        again = await everything(restored)
        assert [row for row in before["audit"] if row not in again["audit"]] == []
        assert again["feedback_parts"] == []


async def test_what_a_killed_bot_left_in_its_log_is_set_aside_too_and_never_applied_to_what_is_restored(
    tmp_path: Path, station: Station, folder: Path, fresh: Config, clock: Clock
) -> None:
    made = await back_up(station, folder)
    if made.manifest.database == "postgresql":
        return  # it looks after its own log
    await bring_back(made, fresh, clock)
    path = fresh.storage.data_dir / "dudao.sqlite3"
    async with opened(fresh, clock) as running:
        async with running.transaction(STATION) as tx:
            await stations.put_community(tx, Community(community_id="new", name="新社区"))
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", tmp_path / f"killed{suffix}")
    for suffix in ("", "-wal"):
        shutil.copy(tmp_path / f"killed{suffix}", f"{path}{suffix}")
    done = await bring_back(made, fresh, clock, replace=True)
    assert sorted(each.name for each in path.parent.glob("*sqlite3*")) == [
        path.name,
        Path(done.aside or "").name,
    ]
    with sqlite3.connect(done.aside or "") as aside:
        assert aside.execute("SELECT name FROM communities WHERE community_id = 'new'").fetchall() == [
            ("新社区",)
        ]
    aside.close()
    async with opened(fresh, clock) as restored, restored.transaction(STATION) as tx:
        assert await stations.community(tx, "new") is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_file_that_is_broken_is_replaced_too_and_kept_as_it_is_with_its_log(
    station: Station, folder: Path, fresh: Config, clock: Clock
) -> None:
    made = await back_up(station, folder)
    await bring_back(made, fresh, clock)
    path = fresh.storage.data_dir / "dudao.sqlite3"
    path.write_bytes(b"broken" * 5000)
    path.with_name(f"{path.name}-wal").write_bytes(b"its log")
    done = await bring_back(made, fresh, clock, replace=True)
    kept = path.with_name(Path(done.aside or "").name)
    assert kept.read_bytes() == b"broken" * 5000
    assert kept.with_name(f"{kept.name}-wal").read_bytes() == b"its log"
    async with opened(fresh, clock) as restored:
        assert len((await everything(restored))["people"]) > 10


async def test_nothing_is_restored_while_a_bot_runs_or_from_what_does_not_fit(
    station: Station, room: Member, folder: Path, fresh: Config, clock: Clock
) -> None:
    await issue(room)
    made = await back_up(station, folder)
    lock = RunLock(fresh.storage.data_dir)
    with pytest.raises(BackupError, match="正在运行"):
        await bring_back(made, fresh, clock)
    lock.release()
    other = fresh.model_copy(update={"station": StationConfig(id="XX", name="别的所")})
    newer = made._replace(manifest=made.manifest.model_copy(update={"revision": "9999"}))
    elsewhere = {"sqlite": "postgresql", "postgresql": "sqlite"}[made.manifest.database]
    foreign = made._replace(manifest=made.manifest.model_copy(update={"database": elsewhere}))
    for backup, config, why in ((made, other, "XX"), (newer, fresh, "升级"), (foreign, fresh, "互相")):
        with pytest.raises(BackupError, match=why):
            await bring_back(backup, config, clock)
    (made.path / "SHA256SUMS").rename(made.path / "SHA256SUMS.gone")
    with pytest.raises(BackupError, match="没有做完"):
        read(made.path)
    assert not (fresh.storage.data_dir / "dudao.sqlite3").exists()


@pytest.mark.parametrize("damage", ["flip", "cut", "lose", "manifest"])
async def test_a_damaged_backup_is_not_restored_and_nothing_is_left_of_the_attempt(
    station: Station, room: Member, folder: Path, fresh: Config, clock: Clock, damage: str
) -> None:
    await issue(room)
    made = await back_up(station, folder)
    files = [path for path in made.path.rglob("*") if path.is_file() and path.name != "SHA256SUMS"]
    file = made.path / "manifest.json" if damage == "manifest" else max(files, key=lambda f: f.stat().st_size)
    content = file.read_bytes()
    if damage == "lose":
        file.unlink()
    else:
        file.write_bytes(content[:-1] if damage == "cut" else content.replace(b"Y", b"y", 1))
    with pytest.raises(BackupError, match="已损坏"):
        await bring_back(made, fresh, clock)
    assert [path.name for path in fresh.storage.data_dir.iterdir()] == ["dudao.lock"]


@pytest.fixture
async def nobody_sends(database: Database, tmp_path: Path) -> Callable[[], Any]:
    """The roster's database while no bot runs; call it for a backup."""
    async with database.transaction(STATION) as tx:
        await load_roster(tx)
        await bind_everyone(tx, "phones", {p.staff_id: f"chat-{p.staff_id}" for p in demo_people()})
    store = PhotoStore(tmp_path / "photos")
    return lambda: make(database, STATION, store, tmp_path / "backups", time_zone=ZONE, tell=quietly)


async def test_what_was_due_to_be_said_is_said_again_and_says_so_what_was_held_back_is_not(
    database: Database, nobody_sends: Callable[[], Any], fresh: Config, clock: Clock
) -> None:
    chat = "chat-P-YI01"
    async with database.transaction(STATION) as tx:
        for message, hours in (
            (Outgoing(text="正在发的"), 0),
            (Outgoing(text="<b>到点</b>的"), 0),
            (Outgoing(text="随后的"), 1),
            (Outgoing(text="明早的"), 9),
            (Outgoing(text="改过的卡片", replaces="old"), 0),
            (Outgoing(text="已记录", answers="p1"), 0),
        ):
            at = tx.now + timedelta(hours=hours)
            await outbox.append(tx, "phones", chat, message, lane=Lane.ROUTINE, not_before=at)
        assert await outbox.lease(tx, "phones", Lane.ROUTINE, [chat], "a run that is dead")
    made = await nobody_sends()
    clock.advance(timedelta(hours=2))
    done = await bring_back(made, fresh, clock)
    assert done.repeated == 3
    async with opened(fresh, clock) as restored:
        station = Station(restored, clock, fresh.storage.photos, Settings())
        await station.delivery.wake_due()
        await station.settle()
        officer = station.member("P-YI01")
        said = [message.text for message in officer.messages]
        assert said == [
            "〔重发 № 1〕正在发的",
            "〔重发 № 2〕<b>到点</b>的",
            "〔重发 № 3〕随后的",
            "改过的卡片",
        ]
        assert officer.toast == ""
        station.member("P-AD01").has_seen("3条通知带“重发”字样补发")
        assert (await states(restored, outbox.outbox)).count("failed") == 1
        clock.advance(timedelta(hours=8))
        await station.delivery.wake_due()
        await station.settle()
        officer.sees("明早的")
        async with restored.transaction(STATION) as tx:
            assert [entry.action for entry in await audit.of(tx, "backup")] == ["backup.restore"]


async def test_a_button_of_what_was_made_after_the_backup_meets_nothing_else(
    station: Station, room: Member, folder: Path, fresh: Config, clock: Clock
) -> None:
    made = await back_up(station, folder)
    await issue(room)
    lost = (await everything(station.database))["sheets"][0]["id"]
    for _ in range(2):
        await bring_back(made, fresh, clock, replace=True)
    async with opened(fresh, clock) as restored:
        again = Station(restored, clock, fresh.storage.photos, Settings())
        await issue(again.member("P-ZX01"))
        found = (await everything(restored))["sheets"][0]
    assert found["id"] >= lost + SKIPPED_IDS
    assert found["number"] == "督〔2023〕001号"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_of_a_database_of_many_stations_one_is_restored_and_the_others_are_not_touched(
    station: Station, room: Member, folder: Path, database_url: str, fresh: Config, clock: Clock
) -> None:
    async with station.database.transaction("OTHER") as tx:
        await stations.put_name(tx, "别的所")
        await audit.add(tx, "P-1", "did", "something")
    await issue(room)
    made = await back_up(station, folder)
    assert not any("OTHER" in path.read_text("utf-8") for path in made.path.glob("tables/*"))
    here = fresh.model_copy(
        update={"storage": StorageConfig(data_dir=fresh.storage.data_dir, url=SecretStr(database_url))}
    )
    await bring_back(made, here, clock, replace=True)
    async with station.database.transaction("OTHER") as tx:
        assert await stations.name(tx) == "别的所"
        assert len(await audit.of(tx, "something")) == 1

    async with opened(fresh, clock) as elsewhere, elsewhere.transaction("OTHER") as tx:
        for _ in range(3):
            await audit.add(tx, "P-1", "did", "something else")
    with pytest.raises(BackupError, match="编号相同"):
        await bring_back(made, fresh, clock)
    async with opened(fresh, clock) as elsewhere:
        assert not any((await everything(elsewhere)).values())


@pytest.mark.parametrize("revision", REVISIONS)
async def test_a_backup_of_every_earlier_version_is_brought_up_to_date(
    database_url: str, tmp_path: Path, fresh: Config, clock: Clock, revision: str
) -> None:
    await migrate(database_url, revision)
    await on(database_url, put_a_row_into_every_table)
    before = await on(database_url, rows_in_every_table)
    backup = await as_it_was_made_then(database_url, tmp_path / "x-old", revision)
    fresh = fresh.model_copy(update={"station": StationConfig(id="x", name="x")})
    await bring_back(backup, fresh, clock)
    url = fresh.storage.url.get_secret_value()
    after = await on(url, lambda connection: rows_of(connection, "x"))
    assert {name: after[name] for name in before} == before | {"audit": 2}
    assert await on(url, differences) == []


def rows_of(connection: Connection, station: str) -> dict[str, int]:
    return {
        table.name: connection.scalar(
            select(func.count()).select_from(table).where(table.c.station_id == station)
        )
        or 0
        for table in metadata.sorted_tables
    }


async def as_it_was_made_then(url: str, folder: Path, revision: str) -> Backup:
    """A backup of station x, whose only picture is lost, by a version that knew that schema."""
    tables = folder / "tables"
    tables.mkdir(parents=True)
    if url.startswith("sqlite"):
        shutil.copy(url.removeprefix("sqlite:///"), folder / "database.sqlite3")
        return sealed(folder, "sqlite", revision)
    connection = await asyncpg.connect(url)
    for (name,) in await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
        if name != "alembic_version":
            await connection.copy_from_table(name, output=tables / f"{name}.csv", format="csv", header=True)
    await connection.close()
    return sealed(folder, "postgresql", revision)


def sealed(folder: Path, database: Literal["sqlite", "postgresql"], revision: str) -> Backup:
    manifest = Manifest(
        station="x",
        created_at=datetime(2023, 1, 1, tzinfo=UTC),
        scheduled=True,
        database=database,
        revision=revision,
        rows={},
        photos=0,
        missing=("x",),
    )
    (folder / "manifest.json").write_text(manifest.model_dump_json())
    files = [path for path in folder.rglob("*") if path.is_file()]
    sums = {str(path.relative_to(folder)): sum_of(path) for path in files}
    (folder / "SHA256SUMS").write_text(sums_text(sums))
    return read(folder)
