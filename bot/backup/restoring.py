"""Restores a backup: seen to be whole, loaded beside what is there, put in its place in one step.

Nothing that runs is touched: the run lock is taken first. Pictures come before the records that name
them, and those that lie there already stay.
"""

import asyncio
import errno
from typing import NamedTuple

from bot.backup.contents import PHOTOS, Backup, BackupError, Tell, damaged, quietly, sums_of
from bot.backup.making import make
from bot.clock import Clock
from bot.config import Config
from handlers.desk import Desk
from handlers.keeping import take_up
from handlers.texts import Texts
from storage import photos
from storage.files import copy, fsync, sum_of
from storage.loading import ForeignError, OccupiedError, loading
from storage.migrate import knows
from storage.opening import open_database
from storage.photos import PhotoStore
from storage.revisions import SQLITE
from storage.runlock import InUseError, RunLock

MOST_NAMED = 5


class Restored(NamedTuple):
    """What came of it: notices that will be said again, and where the records are that it replaced."""

    repeated: int
    aside: str | None


async def restore(backup: Backup, config: Config, clock: Clock, *, replace: bool, tell: Tell) -> Restored:
    """Bring back everything that `backup` holds, or nothing.

    With `replace`, records that are there are set aside first. Raises BackupError, OSError.
    """
    _must_fit(backup, config)
    try:
        lock = RunLock(config.storage.data_dir)
    except InUseError:
        raise BackupError("机器人正在运行(或另一条命令正在使用数据目录)。请先停下它,再恢复。") from None
    try:
        await check(backup, tell)
        return await _restore(backup, config, clock, replace=replace, tell=tell)
    except OccupiedError:
        raise BackupError(
            "这里已经有记录了,什么也没有改动。确实要用备份代替它们,请加 --replace:现有记录会另存。"
        ) from None
    except ForeignError:
        raise BackupError(
            "这个数据库里别的派出所的记录与备份编号相同,不能合在一起。请恢复到空数据库,或备份时所在的数据库。"
        ) from None
    finally:
        lock.release()


async def check(backup: Backup, tell: Tell) -> None:
    """See that every file of a backup is what it was; raises BackupError."""
    if bad := await asyncio.to_thread(damaged, backup, tell):
        named = "、".join(bad[:MOST_NAMED])
        raise BackupError(f"{backup.path} 已损坏,不能恢复:{named}等 {len(bad)} 个文件缺失或被改动。")


def _must_fit(backup: Backup, config: Config) -> None:
    manifest = backup.manifest
    if manifest.station != config.station.id:
        raise BackupError(f"这是派出所 {manifest.station} 的备份,配置里的是 {config.station.id}。")
    here = "sqlite" if config.storage.url.get_secret_value().startswith(SQLITE) else "postgresql"
    if manifest.database != here:
        raise BackupError(f"这份备份来自 {manifest.database},配置里的数据库是 {here},不能互相恢复。")
    if not knows(manifest.revision):
        raise BackupError(f"这份备份由更新版本的督导写成(数据库版本 {manifest.revision})。请先升级。")


async def _restore(backup: Backup, config: Config, clock: Clock, *, replace: bool, tell: Tell) -> Restored:
    manifest, station = backup.manifest, config.station.id
    url = config.storage.url.get_secret_value()
    kept = None
    if replace and manifest.database == "postgresql":
        kept = await _set_aside(config, url, clock)
    tell("load", 0, 1)
    async with loading(url, backup.path, station, manifest.revision, clock.now, replace=replace) as loaded:
        named = [photo.sha256 for photo in await photos.every(loaded.tx)]
        if len(named) != manifest.photos + len(manifest.missing):
            raise BackupError(f"{backup.path} 的记录与清单不符,不能恢复。")
        store = PhotoStore(config.storage.photos)
        await _bring_photos(backup, store, tell)
        desk = Desk(
            settings=config.settings, texts=Texts(config.station.time_zone), photos=store, capabilities=()
        )
        repeated = await take_up(loaded.tx, desk, manifest.created_at)
    tell("load", 1, 1)
    return Restored(repeated, str(loaded.aside or kept or "") or None)


async def _set_aside(config: Config, url: str, clock: Clock) -> str:
    """Back up what is going to be replaced."""
    database = await open_database(url, clock.now)
    try:
        store, station = PhotoStore(config.storage.photos), config.station
        made = await make(
            database,
            station.id,
            store,
            config.backup.folder,
            time_zone=station.time_zone,
            tell=quietly,
        )
    finally:
        await database.close()
    return str(made.path)


async def _bring_photos(backup: Backup, store: PhotoStore, tell: Tell) -> None:
    sums = [value for name, value in sums_of(backup).items() if name.startswith(f"{PHOTOS}/")]
    source = PhotoStore(backup.path / PHOTOS)
    for number, sha256 in enumerate(sums):
        tell("photos", number, len(sums))
        await asyncio.to_thread(_bring, sha256, source, store)
    tell("photos", len(sums), len(sums))


def _bring(sha256: str, source: PhotoStore, store: PhotoStore) -> None:
    target = store.path(sha256)
    if target.exists() and sum_of(target) == sha256:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    coming = target.with_name(f".{sha256}")
    coming.unlink(missing_ok=True)
    if copy(source.path(sha256), coming) != sha256:
        raise OSError(errno.EIO, f"{sha256}: not what was copied")
    coming.replace(target)
    fsync(target.parent)
