"""The machine: the configuration's files, folders, disks, the bot's web server, backups."""

import os
import shutil
import stat
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from bot.backup.contents import backups
from bot.config import SECRETS, Config
from bot.doctor.findings import Finding, bad, good, warn
from storage.revisions import SQLITE

LITTLE, ALMOST_NONE = 2 * 2**30, 200 * 2**20
"""Bytes free on a disk."""
PATIENCE_SECONDS = 5
BACKUP_IS_OLD = timedelta(days=2)


def secret_files(path: Path, config: Config) -> Iterator[Finding]:
    """Files that hold a secret are the owner's alone."""
    written = tomllib.loads(path.read_text("utf-8-sig"))
    inside = [str(written.get(section, {}).get(name, "")) for section, name in SECRETS]
    files = {path} if any(value and not value.startswith(SQLITE) for value in inside) else set()
    for part, name in SECRETS:
        section = getattr(config, part)
        if section and (file := getattr(section, f"{name}_file", None)):
            files.add(file)
    open_ones = [file for file in sorted(files) if stat.S_IMODE(file.stat().st_mode) & 0o077]
    for file in open_ones:
        yield bad("密钥文件", f"{file} 别人也能读", f"chmod 600 {file}")
    if not open_ones:
        yield good("密钥文件", "只有属主能读" if files else "没有密钥写在文件里")


def data_folder(config: Config) -> Iterator[Finding]:
    """The data folder can be written to, and nobody else looks into it."""
    folder = config.storage.data_dir
    if not folder.exists():
        yield warn("数据目录", f"还没有 {folder}", "第一次运行 dudao init 或 dudao run 时会建立")
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield bad("数据目录", f"不能写入 {folder}", "换运行督导的账号,或把目录交给它:chown -R 账号 目录")
    elif stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield warn("数据目录", f"别人也能进入 {folder}", f"chmod 700 {folder}")
    else:
        yield good("数据目录", str(folder))


def disks(config: Config) -> Iterator[Finding]:
    """There is room for what comes."""
    for check, folder in (("磁盘", config.storage.data_dir), ("备份磁盘", config.backup.folder)):
        there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
        free = shutil.disk_usage(there).free
        says = f"{there} 所在磁盘还剩 {free / 2**30:.1f} GB"
        if free < ALMOST_NONE:
            yield bad(check, says, "马上清理或扩容:写满以后收不下消息和照片")
        elif free < LITTLE:
            yield warn(check, says, "请清理或扩容")
        else:
            yield good(check, says)


def web(config: Config) -> Iterator[Finding]:
    """The running bot says of itself that it is ready."""
    host, port = config.web.host, config.web.port
    if not port:
        return
    url = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}/readyz"  # noqa: S104 - compared
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=PATIENCE_SECONDS):
            yield good("网页服务", url)
    except HTTPError as error:
        error.close()
        yield bad(
            "网页服务", "机器人说自己没有就绪:它连不上 Telegram 或数据库", "看机器人的日志;必要时重启它"
        )
    except OSError:
        yield bad("网页服务", f"连不上 {url}", "看机器人的日志:端口是否被别的程序占用;必要时重启它")


def last_backup(config: Config, now: datetime) -> Iterator[Finding]:
    """There is a recent backup, and nothing is missing from it."""
    folder, station = config.backup.folder, config.station
    found = backups(folder, station.id)
    if not found:
        yield warn("备份", f"{folder} 里还没有备份", "dudao backup 现在就备份一份")
        return
    newest = found[0].manifest
    says = f"最近一份 {newest.created_at.astimezone(station.time_zone):%Y-%m-%d %H:%M},共 {len(found)} 份"
    if now - newest.created_at > BACKUP_IS_OLD:
        do = "dudao run 运行时每天自动备份;看日志里 a backup failed 的原因,或 dudao backup"
        yield warn(
            "备份",
            says,
            do if config.backup.keep_daily else "自动备份已关(keep_daily = 0),请定期 dudao backup",
        )
    elif newest.missing:
        yield warn(
            "备份", f"{says};有 {len(newest.missing)} 张照片已丢失或损坏", "从更早的备份里找回照片文件"
        )
    else:
        data = config.storage.data_dir
        same = data.exists() and folder.stat().st_dev == data.stat().st_dev
        yield good("备份", f"{says}(与数据在同一块磁盘,请定期拷走)" if same else says)
