"""Backups are made while people work, and are whole or not there at all, on both databases."""

import asyncio
import random
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from bot.backup.contents import BackupError, quietly
from bot.backup.restoring import check
from bot.clock import Clock
from bot.config import Config
from storage.schema import metadata
from tests.backups import ZONE, back_up, bring_back, everything, opened
from tests.scenario import Member, Station, picture
from tests.scenarios.steps import answer, issue


async def test_a_backup_is_a_folder_of_the_owners_alone_that_the_systems_own_tool_can_check(
    station: Station, room: Member, officer: Member, folder: Path
) -> None:
    await issue(room)
    await answer(officer, photos=2)
    await officer.presses("已化解")
    made = await back_up(station, folder)
    assert made.path.name == f"YD-{made.manifest.created_at.astimezone(ZONE):%Y%m%dT%H%M%S}"
    assert made.manifest.photos == 2
    assert made.manifest.rows["sheets"] == 1
    for path in [made.path, *made.path.rglob("*")]:
        assert path.is_dir() or stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o700
    files = {str(path.relative_to(made.path)) for path in made.path.rglob("*") if path.is_file()}
    assert found_good_by_the_system(made.path) == files - {"SHA256SUMS"}


def found_good_by_the_system(folder: Path) -> set[str]:
    command = ["sha256sum", "-c", "SHA256SUMS"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)  # noqa: S603
    return {line.removesuffix(": OK") for line in done.stdout.splitlines()}


async def test_pictures_that_the_last_backup_has_are_not_kept_twice(
    station: Station, room: Member, officer: Member, folder: Path
) -> None:
    await issue(room)
    await answer(officer, photos=2)
    first = await back_up(station, folder)
    await officer.sends_photos(picture(7))
    await station.settle()
    second = await back_up(station, folder)
    links = sorted(path.stat().st_nlink for path in second.path.glob("photos/*/*"))
    assert links == [1, 2, 2]
    shutil.rmtree(first.path)
    await check(second, quietly)


async def test_a_picture_that_rotted_in_the_last_backup_is_copied_anew_and_one_that_is_lost_is_told(
    station: Station, room: Member, officer: Member, folder: Path, fresh: Config, clock: Clock
) -> None:
    await issue(room)
    await answer(officer, photos=2)
    first = await back_up(station, folder)
    rotten, lost = sorted(first.path.glob("photos/*/*"))
    rotten.write_bytes(b"rotten")
    lost.unlink()
    station.store.path(lost.name).write_bytes(b"rotten, too")
    second = await back_up(station, folder)
    assert second.manifest.missing == (lost.name,)
    await check(second, quietly)
    with pytest.raises(BackupError, match="2 个文件"):
        await bring_back(first, fresh, clock)
    await bring_back(second, fresh, clock)


@pytest.mark.parametrize("seed", range(3))
async def test_while_people_work_a_backup_holds_one_moment_and_all_of_it(
    station: Station, folder: Path, fresh: Config, clock: Clock, seed: int
) -> None:
    chance = random.Random(seed)
    cast = [("P-ZX01", "P-YI01", "乙组", "仙岳社区"), ("P-ZHR01", "P-JIA01", "甲组", "仙阁社区")]

    async def work(room: Member, officer: Member, group: str, community: str) -> None:
        for n in range(4):
            await issue(room, group=group, community=community)
            code = officer.last.text.partition("(")[2].partition(")")[0]
            await answer(officer, code, photos=1 + n)
            await officer.presses("已化解")

    working = [
        asyncio.create_task(work(station.member(room), station.member(officer), group, community))
        for room, officer, group, community in cast
    ]
    made = []
    while not all(task.done() for task in working):
        await asyncio.sleep(chance.uniform(0, 0.05))
        at_least = await everything(station.database)
        backup = await back_up(station, folder)
        made.append((at_least, backup, await everything(station.database)))
    await asyncio.gather(*working)
    assert len(made) > 1
    at_least, backup, at_most = chance.choice(made)
    await bring_back(backup, fresh, clock)
    async with opened(fresh, clock) as restored:
        after = await everything(restored)
    for name in ("sheets", "feedback", "feedback_parts", "audit", "photos"):
        keys = [column.name for column in metadata.tables[name].primary_key]
        ids = {
            tuple(row[key] for key in keys) for row in after[name] if row.get("action") != "backup.restore"
        }
        assert {tuple(row[key] for key in keys) for row in at_least[name]} <= ids, name
        assert ids <= {tuple(row[key] for key in keys) for row in at_most[name]}, name
        assert len(ids) == backup.manifest.rows[name], name
    for sheet in after["sheets"]:
        issued = [row for row in after["audit"] if row["subject"] == f"sheet:{sheet['id']}"]
        assert bool(issued) == bool(sheet["issued_at"])
    named = {row["sha256"] for row in after["feedback_parts"] if row["sha256"]}
    assert named <= {row["sha256"] for row in after["photos"]}
    for photo in after["photos"]:
        assert (fresh.storage.photos / photo["sha256"][:2] / photo["sha256"]).exists()
