"""The command line. Each command imports what it needs, so that help and mistakes are told at once."""

import asyncio
import errno
import json
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from bot.backup.contents import Tell
    from bot.config import Config

cli = typer.Typer(
    name="dudao",
    help="督导:派出所任务督导机器人。先试用:[cyan]dudao demo[/];正式使用:[cyan]dudao init[/];有问题:[cyan]dudao doctor[/]。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

ConfigPath = Annotated[Path, typer.Option("--config", help="配置文件。")]
OutFolder = Annotated[Path | None, typer.Option(help="二维码图片存到哪个文件夹;默认在配置文件旁边。")]
START, WORK, PEOPLE = "开始", "运行和维护", "人员"
"""The panels of the help."""
DEFAULT_CONFIG = Path("config.toml")
TOKEN_VARIABLE = "DUDAO_TELEGRAM_TOKEN"  # noqa: S105 - its name


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


@cli.command(help="在本机演示:一个示例派出所和它的手机网页,不需要账号,不联网。", rich_help_panel=START)
def demo(
    host: Annotated[str, typer.Option(help="监听地址。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="网页端口。")] = 8080,
    config: Annotated[
        Path | None,
        typer.Option("--config", help="照这份配置的期限、提醒等演示;不用它的数据。"),
    ] = None,
) -> None:
    """The demo station and its page of phones, under the rules of `config` if one is named."""
    from bot import logs  # noqa: PLC0415
    from bot.sandbox import demo as sandbox  # noqa: PLC0415

    rules = _load(config) if config else None
    logs.configure("warning", "auto")

    def when_open(address: str) -> None:
        _good(f"督导演示已启动:{address}  (Ctrl-C 结束)")

    try:
        asyncio.run(sandbox.run(host, port, when_open, rules))
    except OSError as error:
        _fail(f"不能在 {host}:{port} 上启动:{_reason(error)}。可用 --port 换一个端口。")


@cli.command(help="按配置文件运行机器人,直到收到停止信号。", rich_help_panel=WORK)
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
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        _fail(f"端口 {loaded.web.port} 已被占用。请在 {config} 的 [web] 里换一个 port。")


@cli.command("check-config", help="检查配置文件,列出全部问题。", rich_help_panel=WORK)
def check_config(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Every mistake of a configuration file, at once."""
    _load(config)
    _good(f"{config} 没有问题。")


@cli.command(help="写出配置,登记第一位管理员,打印绑定码;缺的会逐项询问。", rich_help_panel=START)
def init(
    token_file: Annotated[
        Path | None, typer.Option(help=f"只写着机器人令牌的文件;也可设环境变量 {TOKEN_VARIABLE}。")
    ] = None,
    station_id: Annotated[str | None, typer.Option(help="派出所编号,如 YD。")] = None,
    station_name: Annotated[str | None, typer.Option(help="派出所名称。")] = None,
    admin_id: Annotated[str | None, typer.Option(help="管理员编号,如 P-AD01。")] = None,
    admin_name: Annotated[str | None, typer.Option(help="管理员代号,不写真实姓名。")] = None,
    api_url: Annotated[
        str, typer.Option(help="Telegram 接口的地址;自建接口服务器时才写。")
    ] = "https://api.telegram.org",
    bot_username: Annotated[
        str | None, typer.Option(help="机器人用户名,不带 @;连得上 Telegram 就不用写。")
    ] = None,
    config: ConfigPath = DEFAULT_CONFIG,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的配置文件。")] = False,
) -> None:
    """Everything that is needed to go live: given as flags, or asked for once."""
    from bot.config_errors import ConfigError  # noqa: PLC0415
    from bot.setting_up import Answers, set_up  # noqa: PLC0415
    from storage.runlock import InUseError  # noqa: PLC0415

    if config.exists() and not force:
        _fail(f"{config} 已存在。要覆盖请加 --force。")
    _must_be_writable(config.parent)
    token = _token(token_file)
    given = {
        "token": token,
        "station_id": station_id,
        "station_name": station_name,
        "admin_id": admin_id,
        "admin_name": admin_name,
        "api_url": api_url,
    }
    answers = _checked(given, "--token-file" if token_file else TOKEN_VARIABLE)
    missing = [name for name in given if name not in answers]
    if missing and not _at_a_terminal():
        flags = "、".join(_flag(name) for name in missing).replace(
            "--token", f"--token-file({TOKEN_VARIABLE})"
        )
        _fail(f"不在终端上,不能询问。还缺:{flags}")
    if "token" in missing:
        answers["token"] = _ask_for("token")
    answers["bot_username"] = _username(answers["token"], answers["api_url"], bot_username)
    answers |= {name: _ask_for(name) for name in missing if name != "token"}
    try:
        loaded = set_up(config, Answers(**answers, token_file=token_file))
    except ConfigError as error:
        _fail(str(error))
    except InUseError:
        _fail("数据目录正被另一个督导进程使用,请先停下它。")
    except OSError as error:
        _fail(f"写不了 {error.filename or config}:{_reason(error)}。")
    _good(f"已写入 {config}。")
    _invite(loaded, answers["admin_id"], config.parent)
    _good("下一步:dudao run 启动机器人,由管理员点开上面的链接。名册的模板:dudao roster template。")


def _token(file: Path | None) -> str | None:
    if file is None:
        return os.environ.get(TOKEN_VARIABLE) or None
    try:
        text = file.read_text("utf-8").strip()
        open_to_others = stat.S_IMODE(file.stat().st_mode) & 0o077
    except OSError as error:
        _fail(f"读不了 {file}:{_reason(error)}。")
    except UnicodeDecodeError:
        _fail(f"{file} 里应当只有令牌一行字。")
    if open_to_others:
        _warn(f"注意:{file} 别人也能读,请 chmod 600 {file}")
    return text


def _checked(given: dict[str, str | None], token_from: str) -> dict[str, Any]:
    """The answers given as flags, put right; every wrong one is told at once."""
    from bot.setting_up import QUESTIONS  # noqa: PLC0415

    right, wrong = {}, []
    for name, answer in given.items():
        try:
            if answer is not None:
                right[name] = QUESTIONS[name].check(answer)
        except ValueError as error:
            wrong.append(f"{token_from if name == 'token' else _flag(name)}:{error}")
    if wrong:
        _fail("\n".join(wrong))
    return right


def _username(token: str, api_url: str, given: str | None) -> str:
    """The bot's user name as Telegram tells it, which also proves the token."""
    from bot.setting_up import RefusedTokenError, UnreachableError, username  # noqa: PLC0415

    try:
        found = asyncio.run(username(token, api_url))
    except RefusedTokenError:
        _fail(f"{api_url} 不认这个令牌。请向 BotFather 核对后重试,什么也没有写入。")
    except UnreachableError as error:
        problem = f"连不上 {api_url}({error})"
    else:
        _good(f"已连上机器人 @{found}。")
        return found
    if given is not None:
        _warn(f"{problem},令牌没有验证。")
        return str(_checked({"bot_username": given}, "")["bot_username"])
    if not _at_a_terminal():
        _fail(f"{problem}。请联网重试,或用 --bot-username 写明机器人用户名。")
    _warn(f"{problem},令牌没有验证。请写明:")
    return _ask_for("bot_username")


def _ask_for(name: str) -> str:
    from bot.setting_up import QUESTIONS  # noqa: PLC0415

    question = QUESTIONS[name]
    while True:
        try:
            return question.check(typer.prompt(question.says, hide_input=question.secret))
        except ValueError as wrong:
            typer.secho(str(wrong), fg="red", err=True)


@cli.command(help="给花名册上的人一个一次性绑定码:代码、链接和二维码。", rich_help_panel=PEOPLE)
def invite(
    staff_id: Annotated[str, typer.Argument(help="编号,如 P-JIA01。")],
    config: ConfigPath = DEFAULT_CONFIG,
    out: OutFolder = None,
) -> None:
    """A one-time code, valid for a day."""
    _invite(_load(config), staff_id, out or config.parent)


roster = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", help="花名册:模板和导入。")
cli.add_typer(roster, name="roster", rich_help_panel=PEOPLE)


@roster.command(help="写出花名册模板(.xlsx 或 .csv)。")
def template(
    config: ConfigPath = DEFAULT_CONFIG,
    out: Annotated[Path | None, typer.Option(help="写到哪里;默认是配置文件旁边的 roster.xlsx。")] = None,
) -> None:
    """A table that a clerk fills in; one that is filled in already is never written over."""
    from bot.roster.template import write_template  # noqa: PLC0415

    path = out or config.with_name("roster.xlsx")
    if path.exists():
        _fail(f"{path} 已存在,也许已经填过。用 --out 换个名字。")
    try:
        write_template(path)
    except OSError as error:
        _fail(f"写不了 {path}:{_reason(error)}。")
    _good(f"模板已写到 {path}。")


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
    from rich.console import Console  # noqa: PLC0415

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
        typer.echo("没有变化。")
        return
    Console().print(differences(planned))
    if dry_run:
        return
    if not yes and not _at_a_terminal():
        _fail("不在终端上,不能询问,什么也没有写入。确认以上变化请加 --yes。")
    if yes or typer.confirm("写入以上变化?"):
        _ask(loaded, "roster-import", **arguments, agreed=changes)
        _good("已写入。")


@cli.command(help="检查配置、数据、Telegram 和备份,说明怎样解决。", rich_help_panel=WORK)
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


@cli.command(help="备份数据库和照片;机器人运行时也可以做。", rich_help_panel=WORK)
def backup(
    config: ConfigPath = DEFAULT_CONFIG,
    to: Annotated[Path | None, typer.Option("--to", help="放到哪个文件夹;默认按配置。")] = None,
) -> None:
    """Made by the running bot, or here; it is not deleted by itself."""
    from rich.console import Console  # noqa: PLC0415

    from bot.backup.contents import Manifest  # noqa: PLC0415
    from bot.backup.showing import progress  # noqa: PLC0415

    loaded = _load(config)
    with progress(Console(stderr=True)) as tell:
        done = _ask(loaded, "backup", tell, folder=str(to.absolute()) if to else None)
    manifest = Manifest.model_validate_json(json.dumps(done["manifest"]))
    _good(f"已备份到 {done['path']}:{sum(manifest.rows.values())} 条记录,{manifest.photos} 张照片。")
    if manifest.missing:
        _warn(f"注意:有 {len(manifest.missing)} 张照片的文件已经丢失或损坏,不在备份里。")


@cli.command(help="从备份恢复,须先停下机器人。不写备份就列出有哪些。", rich_help_panel=WORK)
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

    loaded = _load(config)
    if name is None:
        found = backups(loaded.backup.folder, loaded.station.id)
        if not found:
            _fail(f"{loaded.backup.folder} 里没有 {loaded.station.id} 的备份。")
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
        _fail(str(error))
    except OSError as error:
        _fail(f"没有恢复,什么也没有改动:{_reason(error)}。")
    if check:
        _good(f"{chosen.path} 完好。")
        return
    manifest = chosen.manifest
    moment = f"{manifest.created_at.astimezone(loaded.station.time_zone):%Y-%m-%d %H:%M}"
    _good(f"已恢复到 {moment}:{sum(manifest.rows.values())} 条记录,{manifest.photos} 张照片。")
    if done.aside:
        _good(f"原来的记录另存在 {done.aside}。")
    if done.repeated:
        _warn(f"当时还没发完的 {done.repeated} 条通知,启动后会带“〔重发〕”字样补发。")
    _warn(f"{moment} 之后的记录不在了:请补录;这之后离所、解绑的人,请马上重新办理。")
    _good("下一步:dudao run 启动机器人。")


def _invite(config: "Config", staff_id: str, folder: Path) -> None:
    import segno  # noqa: PLC0415

    done = _ask(config, "invite", staff_id=staff_id)
    code = done["code"]
    typer.echo(f"绑定码 {code},给 {done['name']},{done['hours']} 小时内有效,只能用一次。请当面或电话告知。")
    if config.telegram is None or config.telegram.bot_username is None:
        typer.echo("配置里没有 telegram.bot_username,所以没有链接和二维码。")
        return
    link = f"https://t.me/{config.telegram.bot_username}?start={code.replace('-', '')}"
    typer.echo(link)
    picture = segno.make(link)
    picture.terminal(compact=True)
    path = folder / f"invite-{staff_id.upper()}.png"
    try:
        path.touch(mode=0o600)
        picture.save(str(path), scale=8)
    except OSError as error:
        _fail(f"绑定码有效,但写不了二维码图片 {path}:{_reason(error)}。")
    typer.echo(f"二维码图片:{path}")


def _ask(
    config: "Config", command: str, tell: "Tell | None" = None, /, **arguments: object
) -> dict[str, Any]:
    from bot.backup.contents import quietly  # noqa: PLC0415
    from bot.control import CommandRefusedError, ask  # noqa: PLC0415

    try:
        return asyncio.run(ask(config, command, tell or quietly, **arguments))
    except CommandRefusedError as refused:
        _fail(str(refused))


def _load(path: Path) -> "Config":
    from bot.config import load  # noqa: PLC0415
    from bot.config_errors import ConfigError  # noqa: PLC0415

    try:
        return load(path, os.environ)
    except ConfigError as error:
        _fail(str(error))


def _must_be_writable(folder: Path) -> None:
    from tempfile import TemporaryFile  # noqa: PLC0415

    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        _fail(f"不能写入文件夹 {folder.absolute()}:{_reason(error)}。")


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _good(words: str) -> None:
    typer.secho(words, fg="green")


def _warn(words: str) -> None:
    typer.secho(words, fg="yellow", err=True)


def _reason(error: OSError) -> str:
    from bot.system_errors import reason  # noqa: PLC0415

    return reason(error)


def _fail(reason: str) -> NoReturn:
    typer.secho(reason, fg="red", err=True)
    raise typer.Exit(1)
