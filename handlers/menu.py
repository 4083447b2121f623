"""The commands that a person may use: as a menu, as help, and in the platform's own command menu."""

from handlers.access import may
from handlers.buttons import Press
from handlers.capability import Command
from handlers.desk import Desk
from handlers.turn import Turn
from storage import addresses, outbox
from storage.messages import Lane, MenuCommand, Outgoing
from storage.people import Person


class Shortcut(Press):
    """A button that stands for a command."""

    prefix = "go"
    command: str


TO_MENU = ("command-menu", Shortcut(command="menu"))
"""The way on when something cannot be done or was not understood (M23)."""


def commands_of(desk: Desk, person: Person) -> list[Command]:
    """The commands that a person's roles let them use, those of the menu first and in its order."""
    found = [
        command
        for capability in desk.capabilities
        for command in capability.commands
        if command.action is None or may(person, command.action)
    ]
    return sorted(found, key=lambda command: (command.menu == 0, command.menu))


def fingerprint(language: str, commands: list[Command]) -> str:
    """By which a menu that is shown is known again (`Address.menu`)."""
    return ",".join([language, *(command.name for command in commands)])


async def show_menu_of(turn: Turn) -> None:
    """Let the platform show this person's commands in this chat, where it shows others now."""
    commands = commands_of(turn.desk, turn.person)
    shown = fingerprint(turn.texts.language, commands)
    address = turn.address
    if address.menu != shown:
        entries = tuple(
            MenuCommand(name=command.name, says=turn.texts.plain(f"command-{command.name}-help"))
            for command in commands
        )
        await addresses.menu_shown(turn.tx, address.channel, address.chat, shown)
        await outbox.append(
            turn.tx, address.channel, address.chat, Outgoing(menu=entries), lane=Lane.INTERACTIVE
        )


async def counts_of(turn: Turn) -> list[str]:
    """What waits for this person: one entry for each capability in which something does (M2)."""
    return [
        line
        for capability in turn.desk.capabilities
        if capability.count and (line := await capability.count(turn))
    ]
