"""Buttons that were never made here: altered, old, of another station, or nonsense.

Whoever presses them, nothing changes, nothing fails, and they get an answer.
"""

import random

import pytest

from handlers import CAPABILITIES
from handlers.desk import Desk
from handlers.enforcement.presses import IssueExport
from handlers.home.conversation import LanguagePress
from handlers.menu import Shortcut
from handlers.resume import ResumePress
from handlers.sheets.presses import DraftPress, ListExport, MonthExport
from storage import sheets
from storage.db import Database
from storage.messages import IncomingKind
from tests.access.acts import payloads
from tests.access.world import EVERYONE, MISSING, SECRETS, Someone, World, open_world

NUMBERS = (
    str(MISSING), "0", "-1", "-0", "+7", "007", "7.0", "1e3", "٣", "1_000", " 7", "", "None", "true", "[]",
    str(2**31), str(2**63 - 1), str(2**63), str(2**64 + 1), "9" * 40,
)  # fmt: skip
NOISE = (
    "",
    ":",
    "::::",
    "\0",
    "\n",
    "\u202e",
    "��",
    "督",
    "🚨" * 16,
    "x" * 65,
    "';--",
    "<b>",
    "%s",
    "{0}",
    "../..",
    "sh",
)
NAME_NO_SHEET = (Shortcut, ResumePress, LanguagePress, ListExport, MonthExport, IssueExport)
"""Altered, they are others that are granted as well."""
HOW_MANY = 400
ON_POSTGRESQL = ("quality_post", "community_officer", "a stranger")


def forged(seed: str, how_many: int, elsewhere: int) -> set[str]:
    """Payloads that are almost right, and some that are not at all; `elsewhere` is another station's sheet."""
    chance = random.Random(seed)
    kinds = [kind for capability in CAPABILITIES for kind in capability.buttons]
    right = [press.pack().split(":") for kind in kinds for press in payloads(kind, elsewhere)]
    right += [["en", "me", "0" * 32], ["en", "not-me", "0" * 32]]
    made: set[str] = set()
    while len(made) < how_many:
        parts = list(chance.choice(right))
        for _ in range(chance.randint(0, 2)):
            _alter(parts, chance)
        data = ":".join(parts)
        if not any(kind.unpack(data) for kind in NAME_NO_SHEET) and not _begins_draft(data):
            made.add(data)
    return made


def _alter(parts: list[str], chance: random.Random) -> None:
    where = chance.randrange(len(parts))
    match chance.randrange(5):
        case 0:
            parts[where] = chance.choice(NUMBERS)
        case 1:
            parts[where] = chance.choice(NOISE)
        case 2:
            parts.insert(where, chance.choice(NUMBERS + NOISE))
        case 3:
            parts[where] = parts[where].swapcase()
        case _:
            parts[where : where + 1] = parts[where : where + 1] * chance.choice((0, 2)) or [""]


def _begins_draft(data: str) -> bool:
    """Whatever number it names, this one is granted to whoever may draft."""
    press = DraftPress.unpack(data)
    return press is not None and press.do == "community"


async def test_a_forged_button_changes_nothing_and_is_answered(
    in_memory: Database, desk: Desk, who: Someone
) -> None:
    await _press_them_all(await open_world(in_memory, desk, who), HOW_MANY)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "who", [who for who in EVERYONE if who.name in ON_POSTGRESQL], ids=str, indirect=True
)
async def test_nor_does_it_on_postgresql(database: Database, desk: Desk, who: Someone) -> None:
    await _press_them_all(await open_world(database, desk, who), HOW_MANY // 4)


async def _press_them_all(world: World, how_many: int) -> None:
    elsewhere = await _sheet_of_another_station(world.database)
    for data in sorted(forged(world.who.name, how_many, elsewhere)):
        pressed = {"kind": IncomingKind.BUTTON, "button": data, "press_id": "p1", "message_id": "b1"}
        trace = await world.tries(pressed, None)
        # a question may be left, a stranger's being told is noted
        assert not trace.changed - {"conversations", "wrong_codes"}, f"{world.who} presses {data!r}"
        assert not any(secret in trace.words for secret in SECRETS if not world.who.granted)
        if world.who.standing != "group":
            answered = [message for _, message in trace.said if message.answers == "p1"]
            assert answered, f"{world.who} presses {data!r}: the button goes on waiting"
            assert trace.words.strip(), f"{world.who} presses {data!r}: no answer"


async def _sheet_of_another_station(database: Database) -> int:
    async with database.transaction("NEXT-DOOR") as tx:
        return await sheets.add_draft(tx, "P-ME", "C1", "P-ME")
