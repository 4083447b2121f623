"""Which backups are kept, and deleting the others.

Only scheduled ones are ever deleted: one that somebody made by hand stays until a hand deletes it.
"""

import shutil
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.backup.contents import UNFINISHED, Backup


def outlived(
    backups: Iterable[Backup], *, keep_daily: int, keep_weekly: int, time_zone: ZoneInfo
) -> list[Backup]:
    """The scheduled backups to delete.

    Kept are the last of each of the latest `keep_daily` days and of each of the latest `keep_weekly`
    weeks (from Monday) that have one, by the station's clock.
    """
    scheduled = [backup for backup in backups if backup.manifest.scheduled]
    scheduled.sort(key=lambda backup: backup.manifest.created_at, reverse=True)

    def last_of_each(period: Callable[[datetime], Hashable], most: int) -> list[Path]:
        found: dict[Hashable, Path] = {}
        for backup in scheduled:
            found.setdefault(period(backup.manifest.created_at.astimezone(time_zone)), backup.path)
        return list(found.values())[:most]

    kept = last_of_each(datetime.date, keep_daily) + last_of_each(_week, keep_weekly)
    return [backup for backup in scheduled if backup.path not in kept]


def _week(moment: datetime) -> tuple[int, int]:
    return moment.isocalendar()[:2]


def remove(backup: Backup) -> None:
    """Delete a backup; from its first file on it is no longer taken for a whole one. Raises OSError.

    Its pictures stay wherever another backup names them too.
    """
    going = backup.path.with_name(f".{backup.path.name}{UNFINISHED}")
    backup.path.rename(going)
    shutil.rmtree(going)
