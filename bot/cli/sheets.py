"""Sheets at the terminal."""

import asyncio
from base64 import b64decode
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.telling import DEFAULT_CONFIG, ConfigPath, ask_bot, fail, good, load, reason


def print_sheet(
    code: Annotated[str, typer.Argument(metavar="单号", help="如 D017。")],
    config: ConfigPath = DEFAULT_CONFIG,
    out: Annotated[
        Path | None, typer.Option("--out", help="写到哪个文件;默认以单号命名,放在当前目录。")
    ] = None,
) -> None:
    """Read by whoever works on the records, printed here; it stands in the sheet's audit. A file that is there is never written over."""
    from handlers.paper import Paper  # noqa: PLC0415
    from handlers.paper.printing import PressError, printed  # noqa: PLC0415
    from storage.photos import PhotoStore  # noqa: PLC0415

    loaded = load(config)
    done = ask_bot(loaded, "sheet-paper", code=code)
    paper, path = Paper.model_validate_json(done["paper"]), out or Path(done["name"])
    _must_be_new(path)
    store = PhotoStore(loaded.storage.photos)
    try:
        content = asyncio.run(printed(paper, store.path, datetime.fromisoformat(done["at"])))
    except PressError as error:
        fail(f"没有打印成({error})。请运行 dudao doctor。")
    except OSError as error:
        fail(f"没有打印成({reason(error)})。请运行 dudao doctor。")
    _write(path, content)
    good(f"{code} 已打印到 {path}。")


def export(
    from_: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="第一天,如 2023-04-01。")],
    to: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="最后一天。")],
    out: Annotated[Path, typer.Option("--out", help="写到哪个 .xlsx 文件。")],
    config: ConfigPath = DEFAULT_CONFIG,
) -> None:
    """The days are the station's; a file that is there already is never written over."""
    loaded = load(config)
    if from_ > to:
        fail("--from 不能晚于 --to。")
    if out.suffix.lower() != ".xlsx":
        fail("--out 须以 .xlsx 结尾,不然 Excel 打不开。")
    _must_be_new(out)
    days = {"from": from_.date().isoformat(), "to": to.date().isoformat()}
    done = ask_bot(loaded, "sheets-export", **days)
    _write(out, b64decode(done["file"]))
    good(f"已导出 {done['count']} 件到 {out}。内部资料,请妥善保管。")


def _must_be_new(path: Path) -> None:
    if path.exists():
        fail(f"{path} 已存在。用 --out 换个名字。")


def _write(path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(content)
    except OSError as error:
        fail(f"写不了 {path}:{reason(error)}。")
