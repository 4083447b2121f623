"""How the command line speaks: what went well, what to mind, why not; and whom it asks."""

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from bot.backup.contents import Tell
    from bot.config import Config

ConfigPath = Annotated[Path, typer.Option("--config", help="配置文件。")]
DEFAULT_CONFIG = Path("config.toml")


def ask_bot(
    config: "Config", command: str, tell: "Tell | None" = None, /, **arguments: object
) -> dict[str, Any]:
    """What the running bot, or this process in its place, answers to one of `bot.commands`; fails with its refusal."""
    from bot.backup.contents import quietly  # noqa: PLC0415
    from bot.control import CommandRefusedError, ask  # noqa: PLC0415

    try:
        return asyncio.run(ask(config, command, tell or quietly, **arguments))
    except CommandRefusedError as refused:
        fail(str(refused))


def load(path: Path) -> "Config":
    """The configuration; fails with every mistake of it."""
    from bot.config import load as read  # noqa: PLC0415
    from bot.config_errors import ConfigError  # noqa: PLC0415

    try:
        return read(path, os.environ)
    except ConfigError as error:
        fail(str(error))


def at_a_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def good(words: str) -> None:
    """It went well."""
    typer.secho(words, fg="green")


def warn(words: str) -> None:
    """Something to mind; nothing stops."""
    typer.secho(words, fg="yellow", err=True)


def reason(error: OSError) -> str:
    """What the system said, in Chinese."""
    from bot.system_errors import reason as in_words  # noqa: PLC0415

    return in_words(error)


def fail(why: str) -> NoReturn:
    """End the command, which did nothing."""
    typer.secho(why, fg="red", err=True)
    raise typer.Exit(1)
