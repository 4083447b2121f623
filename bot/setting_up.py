"""`dudao init`: a configuration file, a database, and the first administrator."""

import asyncio
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError
from telegram import Bot
from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.clock import Clock
from bot.commands import BY
from bot.config import BotToken, BotUsername, Config, StationId, StationName, TelegramConfig, WebAddress, load
from bot.config_errors import explain
from bot.roster.checking import checked
from bot.roster.columns import NAME, ROLES, STAFF, TEAM, label
from bot.roster.problems import RosterFileError
from bot.roster.reading import Row
from handlers.roster.rules import Roster
from handlers.roster.usecases import apply_roster
from storage import people, stations
from storage.opening import open_database
from storage.people import Person, Role, Team
from storage.runlock import RunLock

TOKEN_FILE = "telegram-token"  # noqa: S105 - its name


class Answers(NamedTuple):
    """What was asked, or given as flags. `token_file`: where the token is kept already."""

    station_id: str
    station_name: str
    admin_id: str
    admin_name: str
    token: str
    token_file: Path | None
    api_url: str
    bot_username: str


class Question(NamedTuple):
    """How one answer is asked for, and `check`, which gives it back put right or raises ValueError."""

    says: str
    check: Callable[[str], str]
    secret: bool = False


class RefusedTokenError(Exception):
    """Telegram does not know this token."""


class UnreachableError(Exception):
    """Telegram gave no answer that makes sense; the text is its library's."""


async def username(token: str, api_url: str) -> str:
    """The bot's name, asked of Telegram itself. Raises RefusedTokenError or UnreachableError."""
    try:
        async with Bot(token, base_url=f"{api_url}/bot") as bot:
            return bot.username
    except (InvalidToken, Forbidden):
        raise RefusedTokenError from None
    except TelegramError as error:
        raise UnreachableError(type(error.__cause__ or error).__name__) from None


def set_up(path: Path, answers: Answers) -> Config:
    """Write `path` and enter the administrator; when that fails, the files are as they were before.

    A token that is in no file yet goes into one beside `path`; both are the owner's alone. Raises
    ConfigError, InUseError, OSError.
    """
    token_file = path.with_name(TOKEN_FILE) if answers.token_file is None else None
    with _all_or_nothing(path, *([token_file] if token_file else [])):
        if token_file:
            _write(token_file, f"{answers.token}\n".encode())
        _write(path, _toml(answers, path.parent.resolve()).encode())
        others = {key: value for key, value in os.environ.items() if key != "DUDAO_TELEGRAM_TOKEN"}
        config = load(path, others)
        asyncio.run(_enter_admin(config, answers))
    return config


@contextmanager
def _all_or_nothing(*paths: Path) -> Iterator[None]:
    before = {path: path.read_bytes() if path.exists() else None for path in paths}
    try:
        yield
    except BaseException:
        for path, content in before.items():
            path.unlink(missing_ok=True)
            if content is not None:
                _write(path, content)
        raise


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _toml(answers: Answers, folder: Path) -> str:
    given = answers.token_file
    token_file = given.parent.resolve() / given.name if given else folder / TOKEN_FILE
    if token_file.is_relative_to(folder):
        token_file = token_file.relative_to(folder)
    elsewhere = answers.api_url != TelegramConfig.model_fields["api_url"].default
    return (
        "# 全部可用的项见 config.example.toml\n"
        f"[station]\nid = {_quoted(answers.station_id)}\nname = {_quoted(answers.station_name)}\n\n"
        f"[telegram]\ntoken_file = {_quoted(str(token_file))}\nbot_username = {_quoted(answers.bot_username)}\n"
        + (f"api_url = {_quoted(answers.api_url)}\n" if elsewhere else "")
    )


def _quoted(text: str) -> str:
    """A JSON string is a TOML string too."""
    return json.dumps(text, ensure_ascii=False)


async def _enter_admin(config: Config, answers: Answers) -> None:
    lock = RunLock(config.storage.data_dir)
    try:
        database = await open_database(config.storage.url.get_secret_value(), Clock().now)
        try:
            async with database.transaction(config.station.id) as tx:
                await stations.put_name(tx, config.station.name)
                admin = _admin(answers.admin_id, answers.admin_name)
                known = await people.get(tx, admin.staff_id)
                if known:
                    admin = known.model_copy(
                        update={"name": admin.name, "roles": known.roles | admin.roles, "left_at": None}
                    )
                await apply_roster(tx, Roster(people=(admin,)), BY)
        finally:
            await database.close()
    finally:
        lock.release()


def _admin(staff_id: str, name: str) -> Person:
    """The administrator, under the rules of every roster; ValueError says what is wrong."""
    post = {TEAM: label(Team.COMMAND_ROOM), ROLES: label(Role.ADMIN)}
    try:
        return checked([Row(1, {STAFF: staff_id, NAME: name, **post})]).people[0]
    except RosterFileError as error:
        raise ValueError(error.problems[0].text) from None


def _kind(kind: Any) -> Callable[[str], str]:
    """A check that the answer is what the configuration wants there."""
    adapter = TypeAdapter[Any](kind)

    def check(answer: str) -> str:
        try:
            adapter.validate_python(answer.strip())
        except ValidationError as error:
            raise ValueError(explain(error.errors()[0], Config).text) from None
        return answer.strip()

    return check


QUESTIONS: Mapping[str, Question] = {
    "token": Question("Telegram 机器人令牌(输入时不显示)", _kind(BotToken), secret=True),
    "bot_username": Question("机器人用户名(不带 @)", _kind(BotUsername)),
    "api_url": Question("Telegram 接口的地址", _kind(WebAddress)),
    "station_id": Question("派出所编号(字母数字,如 YD)", _kind(StationId)),
    "station_name": Question("派出所名称", _kind(StationName)),
    "admin_id": Question("管理员编号(如 P-AD01)", lambda answer: _admin(answer, "管理员").staff_id),
    "admin_name": Question("管理员代号(不写真实姓名)", lambda answer: _admin("P-AD01", answer).name),
}
