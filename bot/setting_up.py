"""`dudao init`: a configuration file, a database, and the first administrator."""

import asyncio
import json
import os
from pathlib import Path
from typing import NamedTuple

from bot.clock import Clock
from bot.commands import BY
from bot.config import Config, load
from handlers.roster.rules import Roster
from handlers.roster.usecases import apply_roster
from storage import people, stations
from storage.opening import open_database
from storage.people import Person, Role, Team
from storage.runlock import RunLock


class Answers(NamedTuple):
    """What was asked, or given as flags."""

    station_id: str
    station_name: str
    admin_id: str
    admin_name: str
    token: str
    bot_username: str


def set_up(path: Path, answers: Answers) -> Config:
    """Write `path` and enter the administrator. Raises ConfigError, and leaves no file, on a bad answer.

    The token goes into a file of its own beside it; both are the owner's alone.
    """
    token_file = path.with_name("telegram-token")
    before = path.read_bytes() if path.exists() else None
    _write(token_file, answers.token + "\n")
    _write(path, _toml(answers, token_file.name))
    try:
        config = load(
            path, {key: value for key, value in os.environ.items() if key != "DUDAO_TELEGRAM_TOKEN"}
        )
    except Exception:
        token_file.unlink()
        path.unlink()
        if before is not None:
            path.write_bytes(before)
        raise
    asyncio.run(_enter_admin(config, answers))
    return config


def _write(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def _toml(answers: Answers, token_file: str) -> str:
    # a JSON string is a TOML string too
    station_id, name, username, file = (
        json.dumps(value, ensure_ascii=False)
        for value in (answers.station_id, answers.station_name, answers.bot_username, token_file)
    )
    return (
        "# 全部可用的项见 config.example.toml\n"
        f"[station]\nid = {station_id}\nname = {name}\n\n"
        f"[telegram]\ntoken_file = {file}\nbot_username = {username}\n"
    )


async def _enter_admin(config: Config, answers: Answers) -> None:
    lock = RunLock(config.storage.data_dir)
    try:
        database = await open_database(config.storage.url.get_secret_value(), Clock().now)
        try:
            async with database.transaction(config.station.id) as tx:
                await stations.put_name(tx, config.station.name)
                staff_id = answers.admin_id.upper()
                known = await people.get(tx, staff_id)
                admin = Person(
                    staff_id=staff_id,
                    name=answers.admin_name,
                    team=known.team if known else Team.COMMAND_ROOM,
                    community_id=known.community_id if known else None,
                    roles=(known.roles if known else frozenset()) | {Role.ADMIN},
                )
                await apply_roster(tx, Roster(people=(admin,)), BY)
        finally:
            await database.close()
    finally:
        lock.release()
