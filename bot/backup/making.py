"""Makes a backup while the bot runs: the records first, then the pictures that they name.

A row names a picture only once its file is safe, and pictures never change: so every picture that the
copied records name is there to be copied afterwards.
"""

import asyncio
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from bot.backup.contents import (
    MANIFEST,
    PHOTOS,
    SUMS,
    UNFINISHED,
    Backup,
    Manifest,
    Tell,
    backups,
    sums_text,
)
from storage.db import Copied, Database
from storage.files import copy, fsync, link, sum_of
from storage.photos import PhotoStore
from storage.runlock import RunLock

log = structlog.get_logger()

Put = Callable[[Path, Path], object]
"""How a file comes into the backup."""


async def make(
    database: Database,
    station: str,
    store: PhotoStore,
    folder: Path,
    *,
    time_zone: ZoneInfo,
    scheduled: bool = False,
    tell: Tell,
) -> Backup:
    """Back a station up into a new folder inside `folder`; it bears its name only once all of it is safe.

    Raises OSError, or InUseError while another backup of the station is made there; nothing is left then.
    """
    lock = await asyncio.to_thread(RunLock, folder, f".{station}.lock")
    try:
        await asyncio.to_thread(_remove_unfinished, folder, station)
        async with database.transaction(station) as tx:
            now = tx.now
        name = await asyncio.to_thread(_free_name, folder, station, now.astimezone(time_zone))
        part = folder / f".{name}{UNFINISHED}"
        await asyncio.to_thread(part.mkdir, mode=0o700)
        try:
            tell("database", 0, 1)
            copied = await database.copy_to(part, station)
            tell("database", 1, 1)
            before = next(iter(await asyncio.to_thread(backups, folder, station)), None)
            missing = await _keep_photos(copied, store, before, PhotoStore(part / PHOTOS), tell)
        except BaseException:
            await asyncio.to_thread(shutil.rmtree, part, ignore_errors=True)
            raise
        manifest = Manifest(
            station=station,
            created_at=now,
            scheduled=scheduled,
            database=copied.database,
            revision=copied.revision,
            rows=copied.rows,
            photos=len(copied.photos) - len(missing),
            missing=missing,
        )
        kept = [sha256 for sha256 in copied.photos if sha256 not in missing]
        backup = await asyncio.to_thread(_finish, part, folder / name, manifest, kept)
    finally:
        lock.release()
    log.info("backed up", backup=name, rows=sum(manifest.rows.values()), photos=manifest.photos)
    return backup


def _remove_unfinished(folder: Path, station: str) -> None:
    """What a killed process has left; the lock proves that nobody is at it."""
    for left in folder.glob(f".{station}-*{UNFINISHED}"):
        shutil.rmtree(left, ignore_errors=True)


def _free_name(folder: Path, station: str, now: datetime) -> str:
    name = plain = f"{station}-{now:%Y%m%dT%H%M%S}"
    number = 1
    while (folder / name).exists():
        number += 1
        name = f"{plain}-{number}"
    return name


async def _keep_photos(
    copied: Copied, store: PhotoStore, before: Backup | None, into: PhotoStore, tell: Tell
) -> tuple[str, ...]:
    """Every picture that the records name; returns those that are nowhere to be had.

    One that the backup before this has, and has whole, gets a second name instead of being copied.
    """
    sources: list[tuple[PhotoStore, Put]] = [(store, copy)]
    if before:
        sources.insert(0, (PhotoStore(before.path / PHOTOS), link))
    missing = []
    for number, sha256 in enumerate(copied.photos):
        tell("photos", number, len(copied.photos))
        if not await asyncio.to_thread(_keep, sha256, sources, into):
            log.error("a picture is lost", sha256=sha256)
            missing.append(sha256)
    tell("photos", len(copied.photos), len(copied.photos))
    return tuple(missing)


def _keep(sha256: str, sources: Iterable[tuple[PhotoStore, Put]], into: PhotoStore) -> bool:
    target = into.path(sha256)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for source, put in sources:
        with suppress(FileNotFoundError):
            put(source.path(sha256), target)
            if sum_of(target) == sha256:
                return True
            target.unlink()
    return False


def _finish(part: Path, path: Path, manifest: Manifest, kept: Iterable[str]) -> Backup:
    """Write what the backup says of itself, see that all is on the disk, and give it its name."""
    try:
        _write(part / MANIFEST, manifest.model_dump_json(indent=1).encode())
        sums = {
            str(file.relative_to(part)): sum_of(file)
            for file in (*part.glob("*"), *part.glob("tables/*"))
            if file.is_file()
        }
        photos = PhotoStore(Path(PHOTOS))
        sums |= {str(photos.path(sha256)): sha256 for sha256 in kept}
        _write(part / SUMS, sums_text(sums).encode())
        for folder in [*(each for each in part.rglob("*") if each.is_dir()), part]:
            fsync(folder)
        part.rename(path)
        fsync(path.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return Backup(path, manifest)


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
    fsync(path)
