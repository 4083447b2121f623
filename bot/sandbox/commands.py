"""The methods with which the bot sets the commands of people's menus."""

import re
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.params import Params
from bot.sandbox.world import Scope, World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMANDS = 100
DESCRIPTION = 256
SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")


def set_my_commands(world: World, params: Params) -> Any:
    """Set the commands of one scope and language."""
    commands = params.structure("commands") or []
    if len(commands) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.set_commands(_scope(world, params), [_command(each) for each in commands])
    return True


def get_my_commands(world: World, params: Params) -> Any:
    """The commands of exactly this scope and language."""
    return world.commands.get(_scope(world, params), [])


def delete_my_commands(world: World, params: Params) -> Any:
    """Forget the commands of one scope and language."""
    world.set_commands(_scope(world, params), None)
    return True


def _command(wire: dict[str, Any]) -> dict[str, str]:
    command, description = (
        str(wire.get("command", "")).removeprefix("/"),
        str(wire.get("description", "")).strip(),
    )
    if not COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 0 < len(description) <= DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def _scope(world: World, params: Params) -> Scope:
    scope = params.structure("scope") or {"type": "default"}
    kind, language = str(scope.get("type")), params.text("language_code")
    if kind == "chat":
        phone = params.with_values({"chat_id": scope.get("chat_id")}).phone(world)
        return kind, phone.person.user_id, language
    if kind not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    return kind, None, language
