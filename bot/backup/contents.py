"""What a backup's folder holds, and whether it is whole.

YD-20260501T033000/
  manifest.json        of which station and moment, from which database, how many rows and pictures
  database.sqlite3     or tables/*.csv (see storage/copies.py)
  photos/ab/abcdef…    the pictures that the records name, as the bot keeps them
  SHA256SUMS           of all of these; `sha256sum -c SHA256SUMS` checks it without us
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import ValidationError

from storage.files import sum_of
from storage.records import Record

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
PHOTOS = "photos"
UNFINISHED = ".part"

Tell = Callable[[str, int, int], None]
"""How far it is: which step, how much of it is done, how much there is."""


def quietly(_step: str, _done: int, _all: int) -> None:
    """Tell nobody."""


class BackupError(Exception):
    """It cannot be done; the text is for the person at the terminal."""


class Manifest(Record):
    """What a backup says of itself. `missing` are pictures that were lost before it was made."""

    format: Literal[1] = 1
    station: str
    created_at: datetime
    scheduled: bool
    database: Literal["sqlite", "postgresql"]
    revision: str
    rows: dict[str, int]
    photos: int
    missing: tuple[str, ...] = ()


class Backup(NamedTuple):
    """A finished backup: its folder and its manifest."""

    path: Path
    manifest: Manifest


def read(path: Path) -> Backup:
    """The backup in a folder; raises BackupError when there is none, or one that was never finished."""
    if not path.is_dir():
        raise BackupError(f"没有 {path} 这个备份文件夹。")
    if path.suffix == UNFINISHED or not (path / SUMS).is_file():
        raise BackupError(f"{path} 不是一份完整的备份:当时没有做完。")
    try:
        return Backup(path, Manifest.model_validate_json((path / MANIFEST).read_bytes()))
    except (OSError, ValidationError):
        raise BackupError(f"{path / MANIFEST} 读不了,或是更新版本的督导写的。") from None


def backups(folder: Path, station: str) -> list[Backup]:
    """The station's finished backups in a folder, the newest first."""
    found = []
    for path in folder.glob(f"{station}-*"):
        try:
            backup = read(path)
        except BackupError:
            continue
        if backup.manifest.station == station:
            found.append(backup)
    return sorted(found, key=lambda backup: (backup.manifest.created_at, backup.path.name), reverse=True)


def sums_text(sums: Mapping[str, str]) -> str:
    """The sum of every file, by its name, as `sha256sum` writes it."""
    return "".join(f"{value}  {name}\n" for name, value in sorted(sums.items()))


def sums_of(backup: Backup) -> dict[str, str]:
    """The sum that every file should have, by its name; raises BackupError."""
    sums = {}
    for line in (backup.path / SUMS).read_text("utf-8").splitlines():
        value, _, name = line.partition("  ")
        path = Path(name)
        if path.is_absolute() or ".." in path.parts:
            raise BackupError(f"{backup.path / SUMS} 里有备份以外的文件:{name}")
        sums[name] = value
    return sums


def damaged(backup: Backup, tell: Tell) -> list[str]:
    """The files of a backup that are lost or not what they were; empty for a good one."""
    sums, found = sums_of(backup), []
    for number, (name, value) in enumerate(sums.items()):
        tell("verify", number, len(sums))
        try:
            intact = sum_of(backup.path / name) == value
        except OSError:
            intact = False
        if not intact:
            found.append(name)
    tell("verify", len(sums), len(sums))
    return found + [name for name in (MANIFEST,) if name not in sums]
