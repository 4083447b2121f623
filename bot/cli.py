"""The command line."""

import asyncio
import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from bot.config import Config, load
from bot.config_errors import ConfigError

cli = typer.Typer(
    name="dudao",
    help="督导:派出所任务督导机器人。先试用:dudao demo;正式使用:dudao init。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
console = Console()

ConfigPath = Annotated[Path, typer.Option("--config", help="配置文件。")]
DEFAULT_CONFIG = Path("config.toml")


def main() -> None:
    """Run the command line."""
    cli()


@cli.command(help="在本机演示:一个示例派出所和它的手机网页,不需要账号,不联网。")
def demo(
    host: Annotated[str, typer.Option(help="监听地址。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="网页端口。")] = 8080,
) -> None:
    """The demo station and its page of phones."""
    from bot import logs  # noqa: PLC0415 - each command imports what it needs, so that all start fast
    from bot.sandbox import demo as sandbox  # noqa: PLC0415

    logs.configure("warning", "auto")

    def when_open(address: str) -> None:
        console.print(f"[bold green]督导演示已启动[/]:{address}  (Ctrl-C 结束)")

    try:
        asyncio.run(sandbox.run(host, port, when_open))
    except OSError as error:
        _fail(f"不能在 {host}:{port} 上启动:{error.strerror}。可用 --port 换一个端口。")


@cli.command(help="按配置文件运行机器人,直到收到停止信号。")
def run(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """The bot itself."""
    from bot import app, logs  # noqa: PLC0415
    from storage.runlock import InUseError  # noqa: PLC0415

    loaded = _load(config)
    logs.configure(loaded.log.level, loaded.log.format)
    if loaded.telegram is None:
        _fail(f"{config} 里没有 [telegram],没有可运行的渠道。")
    try:
        asyncio.run(app.run(loaded))
    except InUseError:
        _fail(f"数据目录 {loaded.storage.data_dir} 正被另一个督导进程使用。")


@cli.command("check-config", help="检查配置文件,列出全部问题。")
def check_config(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Every mistake of a configuration file, at once."""
    _load(config)
    console.print(f"[green]{config} 没有问题。[/]")


def _load(path: Path) -> Config:
    try:
        return load(path, os.environ)
    except ConfigError as error:
        _fail(str(error))


def _fail(reason: str) -> NoReturn:
    Console(stderr=True, style="red").print(reason, markup=False)
    raise typer.Exit(1)
