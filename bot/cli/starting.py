"""The first commands of a newcomer: the demonstration, and what a station needs to go live."""

import asyncio
import os
import stat
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.people import hand_out
from bot.cli.telling import DEFAULT_CONFIG, ConfigPath, at_a_terminal, fail, good, load, reason, warn

TOKEN_VARIABLE = "DUDAO_TELEGRAM_TOKEN"  # noqa: S105 - its name


def demo(
    host: Annotated[str, typer.Option(help="监听地址。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="网页端口。")] = 8080,
    config: Annotated[
        Path | None,
        typer.Option("--config", help="照这份配置的规则演示;不用它的数据。"),
    ] = None,
    limited: Annotated[bool, typer.Option("--limits", help="照 Telegram 限速;页面上也能开关。")] = False,
    percent: Annotated[
        int,
        typer.Option("--faults", min=0, max=100, help="每百条消息有几条出错。"),
    ] = 0,
) -> None:
    """The demo station and its page of phones, under the rules of `config` if one is named."""
    from bot import logs  # noqa: PLC0415
    from bot.sandbox import demo as sandbox  # noqa: PLC0415

    rules = load(config) if config else None
    logs.configure("warning", "auto")

    def when_open(address: str) -> None:
        good(f"督导演示已启动:{address}  (Ctrl-C 结束)")

    try:
        asyncio.run(sandbox.run(host, port, when_open, rules, limited=limited, percent=percent))
    except OSError as error:
        fail(f"不能在 {host}:{port} 上启动:{reason(error)}。可用 --port 换一个端口。")


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
        fail(f"{config} 已存在。要覆盖请加 --force。")
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
    if missing and not at_a_terminal():
        flags = "、".join(_flag(name) for name in missing).replace(
            "--token", f"--token-file({TOKEN_VARIABLE})"
        )
        fail(f"不在终端上,不能询问。还缺:{flags}")
    if "token" in missing:
        answers["token"] = _ask_for("token")
    answers["bot_username"] = _username(answers["token"], answers["api_url"], bot_username)
    answers |= {name: _ask_for(name) for name in missing if name != "token"}
    try:
        loaded = set_up(config, Answers(**answers, token_file=token_file))
    except ConfigError as error:
        fail(str(error))
    except InUseError:
        fail("数据目录正被另一个督导进程使用,请先停下它。")
    except OSError as error:
        fail(f"写不了 {error.filename or config}:{reason(error)}。")
    good(f"已写入 {config}。")
    hand_out(loaded, answers["admin_id"], config.parent)
    good("下一步:dudao run 启动机器人,由管理员点开上面的链接。名册的模板:dudao roster template。")


def _token(file: Path | None) -> str | None:
    if file is None:
        return os.environ.get(TOKEN_VARIABLE) or None
    try:
        text = file.read_text("utf-8").strip()
        open_to_others = stat.S_IMODE(file.stat().st_mode) & 0o077
    except OSError as error:
        fail(f"读不了 {file}:{reason(error)}。")
    except UnicodeDecodeError:
        fail(f"{file} 里应当只有令牌一行字。")
    if open_to_others:
        warn(f"注意:{file} 别人也能读,请 chmod 600 {file}")
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
        fail("\n".join(wrong))
    return right


def _username(token: str, api_url: str, given: str | None) -> str:
    """The bot's user name as Telegram tells it, which also proves the token."""
    from bot.setting_up import RefusedTokenError, UnreachableError, username  # noqa: PLC0415

    try:
        found = asyncio.run(username(token, api_url))
    except RefusedTokenError:
        fail(f"{api_url} 不认这个令牌。请向 BotFather 核对后重试,什么也没有写入。")
    except UnreachableError as error:
        problem = f"连不上 {api_url}({error})"
    else:
        good(f"已连上机器人 @{found}。")
        return found
    if given is not None:
        warn(f"{problem},令牌没有验证。")
        return str(_checked({"bot_username": given}, "")["bot_username"])
    if not at_a_terminal():
        fail(f"{problem}。请联网重试,或用 --bot-username 写明机器人用户名。")
    warn(f"{problem},令牌没有验证。请写明:")
    return _ask_for("bot_username")


def _ask_for(name: str) -> str:
    from bot.setting_up import QUESTIONS  # noqa: PLC0415

    question = QUESTIONS[name]
    while True:
        try:
            return question.check(typer.prompt(question.says, hide_input=question.secret))
        except ValueError as wrong:
            typer.secho(str(wrong), fg="red", err=True)


def _must_be_writable(folder: Path) -> None:
    from tempfile import TemporaryFile  # noqa: PLC0415

    try:
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        fail(f"不能写入文件夹 {folder.absolute()}:{reason(error)}。")


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"
