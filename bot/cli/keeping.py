"""Backups, and what is made of them."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.telling import DEFAULT_CONFIG, ConfigPath, ask_bot, fail, good, load, reason, warn


def backup(
    config: ConfigPath = DEFAULT_CONFIG,
    to: Annotated[Path | None, typer.Option("--to", help="放到哪个文件夹;默认按配置。")] = None,
) -> None:
    """Made by the running bot, or here; it is not deleted by itself."""
    from rich.console import Console  # noqa: PLC0415

    from bot.backup.contents import Manifest  # noqa: PLC0415
    from bot.backup.showing import progress  # noqa: PLC0415

    loaded = load(config)
    with progress(Console(stderr=True)) as tell:
        done = ask_bot(loaded, "backup", tell, folder=str(to.absolute()) if to else None)
    manifest = Manifest.model_validate_json(json.dumps(done["manifest"]))
    good(f"已备份到 {done['path']}:{sum(manifest.rows.values())} 条记录,{manifest.photos} 张照片。")
    if manifest.missing:
        warn(f"注意:有 {len(manifest.missing)} 张照片的文件已经丢失或损坏,不在备份里。")


def restore(
    name: Annotated[
        str | None, typer.Argument(metavar="备份", help="备份的文件夹,或它在备份文件夹里的名字。")
    ] = None,
    config: ConfigPath = DEFAULT_CONFIG,
    replace: Annotated[bool, typer.Option("--replace", help="代替现有的记录;现有的先另存一份。")] = False,
    check: Annotated[bool, typer.Option("--check", help="只核对备份是否完好,什么也不改动。")] = False,
) -> None:
    """All of it or nothing."""
    from rich.console import Console  # noqa: PLC0415

    from bot.backup.contents import BackupError, backups, read  # noqa: PLC0415
    from bot.backup.restoring import check as check_backup  # noqa: PLC0415
    from bot.backup.restoring import restore as restore_backup  # noqa: PLC0415
    from bot.backup.showing import listed, progress  # noqa: PLC0415
    from bot.clock import Clock  # noqa: PLC0415

    loaded = load(config)
    if name is None:
        found = backups(loaded.backup.folder, loaded.station.id)
        if not found:
            fail(f"{loaded.backup.folder} 里没有 {loaded.station.id} 的备份。")
        Console().print(listed(found, loaded.station.time_zone))
        typer.echo("恢复其中一份:dudao restore 备份名")
        return
    try:
        chosen = read(Path(name) if Path(name).exists() else loaded.backup.folder / name)
        with progress(Console(stderr=True)) as tell:
            if check:
                asyncio.run(check_backup(chosen, tell))
            else:
                done = asyncio.run(restore_backup(chosen, loaded, Clock(), replace=replace, tell=tell))
    except BackupError as error:
        fail(str(error))
    except OSError as error:
        fail(f"没有恢复,什么也没有改动:{reason(error)}。")
    if check:
        good(f"{chosen.path} 完好。")
        return
    manifest = chosen.manifest
    moment = f"{manifest.created_at.astimezone(loaded.station.time_zone):%Y-%m-%d %H:%M}"
    good(f"已恢复到 {moment}:{sum(manifest.rows.values())} 条记录,{manifest.photos} 张照片。")
    if done.aside:
        good(f"原来的记录另存在 {done.aside}。")
    if done.repeated:
        warn(f"当时还没发完的 {done.repeated} 条通知,启动后会带“〔重发〕”字样补发。")
    warn(f"{moment} 之后的记录不在了:请补录;这之后离所、解绑的人,请马上重新办理。")
    good("下一步:dudao run 启动机器人。")
