"""The drill: people work, a backup is taken, the machine dies, and another goes on from the backup."""

import asyncio
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from bot import control
from bot.backup.contents import backups, damaged, quietly
from bot.clock import Clock
from bot.config import Config, load
from storage import photos
from storage.files import sum_of
from storage.opening import open_database
from storage.photos import PhotoStore, StoredPhoto
from tests.backups import everything
from tests.conftest import STATION
from tests.crash.actors import PICTURES, Officer, Room
from tests.service import ROOT, Service, service

SEED = int(os.environ.get("SEED") or random.randrange(10**6))


@pytest.fixture
async def bot(tmp_path: Path, database_url: str) -> AsyncIterator[Service]:
    here = tmp_path / "here"
    here.mkdir()
    url = "" if database_url.startswith("sqlite") else database_url
    async with service(here, Clock(), url=url) as prepared:
        yield prepared


def dudao(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *arguments, "--config", str(folder / "config.toml")]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(  # noqa: S603 - our own command
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env=env, timeout=60
    )


async def test_what_people_were_told_is_done_before_the_backup_is_there_after_the_restore(
    bot: Service, tmp_path: Path, database_url: str
) -> None:
    print(f"SEED={SEED}")  # noqa: T201 - shown when it fails
    chance = random.Random(SEED)
    room = Room(bot.world, "P-ZX01", random.Random(SEED + 1), places=(("乙组", "仙岳社区"),))
    officer = Officer(bot.world, "P-YI01", random.Random(SEED + 2))
    over = asyncio.Event()
    await bot.start()
    working = [asyncio.create_task(each.works(over)) for each in (room, officer)]
    await bot.world.until(lambda: officer.handed_in() >= 1, 60)
    await asyncio.sleep(chance.uniform(0, 1))
    issued, handed_in = set(room.issued), done_sheets(officer)
    made = await asyncio.to_thread(dudao, bot.folder, "backup")
    assert made.returncode == 0, made.stderr + bot.log
    path = re.search(r"已备份到 (\S+?):", made.stdout.replace("\n", ""))
    assert path, made.stdout
    await asyncio.sleep(chance.uniform(0, 1))
    await bot.stop(signal.SIGKILL)
    for task in working:
        task.cancel()
    await asyncio.gather(*working, return_exceptions=True)

    there = bot.moved(tmp_path / "there")
    await on_a_database_of_its_own(there, database_url)
    restored = await asyncio.to_thread(dudao, there.folder, "restore", path[1])
    assert restored.returncode == 0, restored.stderr
    config = load(there.folder / "config.toml", {})
    database = await open_database(config.storage.url.get_secret_value(), Clock().now)
    found = await everything(database)
    await database.close()
    assert issued <= {sheet["object"] for sheet in found["sheets"] if sheet["issued_at"]}
    codes = {f"D{sheet['serial']:03d}": sheet for sheet in found["sheets"] if sheet["serial"]}
    for code in handed_in:
        assert codes[code]["state"] == "submitted"
    of = {feedback["id"]: feedback["subject"] for feedback in found["feedback"]}
    parts = found["feedback_parts"]
    kept = PhotoStore(config.storage.photos)
    for code in handed_in:
        subject = f"sheet:{codes[code]['id']}"
        its = [part for part in parts if of[part["feedback_id"]] == subject]
        said = [part["text"] for part in its if part["text"]]
        assert set(said) == set(officer.said[codes[code]["id"]])
        pictures = [part["sha256"] for part in its if part["sha256"]]
        assert len(pictures) == len(PICTURES)
        assert [await asyncio.to_thread(sum_of, kept.path(each)) for each in pictures] == pictures

    bot.process, there.process = None, None
    await there.start()
    try:
        await there.at_work()
        begun = there.world.send_text("P-LD01", "菜单").message_id
        await there.world.until(
            lambda: any(m.from_bot and m.message_id > begun for m in there.world.chat("P-LD01")), 30
        )
        await there.world.until(
            lambda: any("的备份恢复" in message.text for message in there.world.chat("P-AD01")), 30
        )
    finally:
        assert await there.stop() == 0, there.log


def done_sheets(officer: Officer) -> set[str]:
    told = (re.findall(r"✅ (D\d+) 已提交", message.text) for message in officer.heard())
    return {code for codes in told for code in codes}


async def on_a_database_of_its_own(there: Service, database_url: str) -> None:
    """SQLite's file lies in the folder; on PostgreSQL it is another database of the server."""
    if database_url.startswith("sqlite"):
        return
    connection = await asyncpg.connect(database_url)
    name = await connection.fetchval("SELECT current_database()")
    await connection.execute(f"CREATE DATABASE {name}_there")
    await connection.close()
    path = there.folder / "config.toml"
    path.write_text(path.read_text("utf-8").replace(f"/{name}?", f"/{name}_there?"), "utf-8")


async def test_killed_while_it_makes_a_backup_it_leaves_none_that_is_not_whole(bot: Service) -> None:
    chance = random.Random(SEED)
    config = load(bot.folder / "config.toml", {})
    await keep_photos(config, 40)
    for _ in range(5):
        await bot.start()
        await bot.at_work()
        asking = asyncio.create_task(again_and_again(config))
        await asyncio.sleep(chance.uniform(0, 0.6))
        await bot.stop(signal.SIGKILL)
        await asyncio.gather(asking, return_exceptions=True)
    for backup in backups(config.backup.folder, config.station.id):
        assert damaged(backup, quietly) == []
    await control.ask(config, "backup", folder=None)
    names = [path.name for path in config.backup.folder.glob(".*")]
    assert names == [".YD.lock"], "what was left half done is cleared away"


async def keep_photos(config: Config, number: int) -> None:
    store = PhotoStore(config.storage.photos)
    kept = [StoredPhoto(sha256=await store.save(os.urandom(200_000)), size=200_000) for _ in range(number)]
    database = await open_database(config.storage.url.get_secret_value(), Clock().now)
    async with database.transaction(STATION) as tx:
        await photos.add(tx, kept)
    await database.close()


async def again_and_again(config: Config) -> None:
    while True:
        await control.ask(config, "backup", folder=None)
