"""Backups on the terminal: the list, and how far a long command is."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.backup.contents import Backup, Tell

STEPS = {"verify": "核对备份", "database": "复制数据库", "load": "载入数据库", "photos": "复制照片"}


@contextmanager
def progress(console: Console) -> Iterator[Tell]:
    """A bar for each step while the block runs; nothing where nobody looks."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:

        def tell(step: str, done: int, all_: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(STEPS[step])
            bars.update(tasks[step], completed=done, total=all_)

        yield tell


def listed(backups: Iterable[Backup], time_zone: ZoneInfo) -> Table:
    """What there is to restore."""
    table = Table()
    for column in ("备份", "时间", "怎么来的", "记录", "照片"):
        table.add_column(column, justify="right" if column in ("记录", "照片") else "left")
    for path, manifest in backups:
        table.add_row(
            path.name,
            f"{manifest.created_at.astimezone(time_zone):%Y-%m-%d %H:%M}",
            "自动" if manifest.scheduled else "手工",
            str(sum(manifest.rows.values())),
            f"{manifest.photos}(缺 {len(manifest.missing)})" if manifest.missing else str(manifest.photos),
        )
    return table
