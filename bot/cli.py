"""The command line."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

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
    """Run the command line; what nobody foresaw is told as the logs tell it, without secrets."""
    try:
        cli()
    except Exception:  # noqa: BLE001 - the last to know
        import structlog  # noqa: PLC0415

        from bot import logs  # noqa: PLC0415

        logs.configure("info", "auto")
        structlog.get_logger().exception("command failed")
        sys.exit(1)


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


@cli.command(help="写出 config.toml,登记第一位管理员,打印他的绑定码。")
def init(
    station_id: Annotated[str, typer.Option(prompt="派出所编号(字母数字,如 YD)")],
    station_name: Annotated[str, typer.Option(prompt="派出所名称")],
    admin_id: Annotated[str, typer.Option(prompt="管理员编号(如 P-AD01)")],
    admin_name: Annotated[str, typer.Option(prompt="管理员代号(不写真实姓名)")],
    token: Annotated[
        str, typer.Option(prompt="Telegram 机器人令牌", hide_input=True, envvar="DUDAO_TELEGRAM_TOKEN")
    ],
    bot_username: Annotated[str, typer.Option(prompt="机器人用户名(不带 @)")],
    config: ConfigPath = DEFAULT_CONFIG,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的配置文件。")] = False,
) -> None:
    """Everything that is needed to go live, asked once."""
    from bot.setting_up import Answers, set_up  # noqa: PLC0415
    from storage.runlock import InUseError  # noqa: PLC0415

    if config.exists() and not force:
        _fail(f"{config} 已存在。要覆盖请加 --force。")
    answers = Answers(station_id, station_name, admin_id, admin_name, token, bot_username)
    try:
        loaded = set_up(config, answers)
    except ConfigError as error:
        _fail(str(error))
    except InUseError:
        _fail("数据目录正被另一个督导进程使用,请先停下它。")
    console.print(f"[green]已写入 {config}。[/]")
    _invite(loaded, admin_id, Path())


@cli.command(help="给花名册上的人一个一次性绑定码:代码、链接和二维码。")
def invite(
    staff_id: Annotated[str, typer.Argument(help="编号,如 P-JIA01。")],
    config: ConfigPath = DEFAULT_CONFIG,
    out: Annotated[Path, typer.Option(help="二维码图片存到哪个文件夹。")] = Path(),
) -> None:
    """A one-time code, valid for a day."""
    _invite(_load(config), staff_id, out)


roster = typer.Typer(no_args_is_help=True, help="花名册:模板和导入。")
cli.add_typer(roster, name="roster")


@roster.command(help="写出花名册模板(.xlsx 或 .csv)。")
def template(out: Annotated[Path, typer.Option(help="写到哪里。")] = Path("roster.xlsx")) -> None:
    """A table that a clerk fills in."""
    from bot.roster.template import write_template  # noqa: PLC0415

    write_template(out)
    console.print(f"[green]模板已写到 {out}。[/]")


@roster.command("import", help="导入花名册:先列出差异,确认后一次写入。")
def import_(
    file: Annotated[Path, typer.Argument(help="按模板填好的 .xlsx 或 .csv。")],
    config: ConfigPath = DEFAULT_CONFIG,
    mark_missing_left: Annotated[
        bool, typer.Option("--mark-missing-left", help="表里没有的人记为离所,立即解绑。")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问。")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看差异,不写入。")] = False,
) -> None:
    """Bad rows are told all at once, and nothing is written."""
    from bot.roster import read_roster  # noqa: PLC0415
    from bot.roster.problems import RosterFileError  # noqa: PLC0415
    from bot.roster.showing import differences  # noqa: PLC0415
    from handlers.roster.rules import Changes  # noqa: PLC0415

    loaded = _load(config)
    try:
        arguments = {"roster": read_roster(file).model_dump(mode="json"), "mark_left": mark_missing_left}
    except RosterFileError as error:
        _fail(str(error))
    changes = _ask(loaded, "roster-plan", **arguments)["changes"]
    planned = Changes.model_validate(changes)
    if not planned:
        console.print("没有变化。")
        return
    console.print(differences(planned))
    if dry_run or not (yes or typer.confirm("写入以上变化?")):
        return
    _ask(loaded, "roster-import", **arguments, agreed=changes)
    console.print("[green]已写入。[/]")


def _invite(config: Config, staff_id: str, folder: Path) -> None:
    import segno  # noqa: PLC0415

    done = _ask(config, "invite", staff_id=staff_id)
    code = done["code"]
    console.print(
        f"绑定码 [bold]{code}[/],给 {done['name']},{done['hours']} 小时内有效,只能用一次。请当面或电话告知。"
    )
    if config.telegram is None or config.telegram.bot_username is None:
        return
    link = f"https://t.me/{config.telegram.bot_username}?start={code.replace('-', '')}"
    console.print(link)
    picture = segno.make(link)
    picture.terminal(compact=True)
    path = folder / f"invite-{staff_id.upper()}.png"
    path.touch(mode=0o600)
    picture.save(str(path), scale=8)
    console.print(f"二维码图片:{path}")


def _ask(config: Config, command: str, **arguments: object) -> dict[str, Any]:
    from bot.control import CommandRefusedError, ask  # noqa: PLC0415

    try:
        return asyncio.run(ask(config, command, **arguments))
    except CommandRefusedError as refused:
        _fail(str(refused))


def _load(path: Path) -> Config:
    try:
        return load(path, os.environ)
    except ConfigError as error:
        _fail(str(error))


def _fail(reason: str) -> NoReturn:
    Console(stderr=True, style="red").print(reason, markup=False)
    raise typer.Exit(1)
