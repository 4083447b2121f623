"""Running the bot, and seeing whether it can run."""

import asyncio
import errno
import json
import os
from typing import Annotated

import typer

from bot.cli.telling import DEFAULT_CONFIG, ConfigPath, ask_bot, fail, good, load


def run(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """The bot itself."""
    from bot import app, logs  # noqa: PLC0415
    from storage.runlock import InUseError  # noqa: PLC0415

    loaded = load(config)
    logs.configure(loaded.log.level, loaded.log.format)
    if loaded.telegram is None:
        fail(f"{config} 里没有 [telegram],没有可运行的渠道。")
    try:
        asyncio.run(app.run(loaded))
    except InUseError:
        fail(f"数据目录 {loaded.storage.data_dir} 正被另一个督导进程使用。")
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        fail(f"端口 {loaded.web.port} 已被占用。请在 {config} 的 [web] 里换一个 port。")


def check_config(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Every mistake of a configuration file, at once."""
    load(config)
    good(f"{config} 没有问题。")


def status(
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: Annotated[bool, typer.Option("--json", help="写成 JSON,给程序看。")] = False,
) -> None:
    """At a glance; works beside a running bot and without one."""
    from rich.console import Console  # noqa: PLC0415

    from bot.cli.status import shown  # noqa: PLC0415
    from bot.doctor.records import is_running  # noqa: PLC0415

    loaded = load(config)
    running = is_running(loaded)
    found = ask_bot(loaded, "status")
    if as_json:
        typer.echo(json.dumps(found | {"running": running}, ensure_ascii=False, indent=1))
    else:
        Console().print(shown(found, running=running))


def doctor(
    config: ConfigPath = DEFAULT_CONFIG,
    as_json: Annotated[bool, typer.Option("--json", help="写成 JSON,给程序看。")] = False,
) -> None:
    """Works beside a running bot and without one; changes nothing."""
    from rich.console import Console  # noqa: PLC0415

    from bot.clock import Clock  # noqa: PLC0415
    from bot.doctor.examination import examine  # noqa: PLC0415
    from bot.doctor.findings import Verdict  # noqa: PLC0415
    from bot.doctor.showing import shown  # noqa: PLC0415

    with Console(stderr=True).status("正在检查……"):
        found = asyncio.run(examine(config, os.environ, Clock()))
    if as_json:
        typer.echo(json.dumps([each._asdict() for each in found], ensure_ascii=False, indent=1))
    else:
        Console().print(shown(found))
    if any(each.verdict is Verdict.BAD for each in found):
        raise typer.Exit(1)
