"""Real updates, and what becomes of them in hostile hands."""

import copy
import random
from collections.abc import Sequence
from typing import Any

from bot.sandbox.world import World
from tests.scenario import picture

Update = dict[str, Any]
Path = tuple[dict[str, Any] | list[Any], Any]
"""Where something stands: the object or list that holds it, and its key there."""

TEXTS = [
    "",
    " \n\t ",
    "\x00",
    "\ud800 half a pair",
    "长" * 5000,
    "<b>x</b><script>alert(1)</script>&amp;",
    "'; DROP TABLE sheets; --",
    "{ $name } { -term } %s {0}",
    "\u202e\u2066\ufeff\u200b",
    "👨‍👩‍👧‍👦" * 500,
    "/start " + "A" * 5000,
    "/" * 100,
    "D" + "9" * 50,
    "D0",
    "督" * 60,
    "../../etc/passwd",
    "110101" + "199001011234",
]
VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    2**31,
    2**63,
    -(2**70),
    10**30,
    1.5,
    float("nan"),
    float("inf"),
    1e308,
    [],
    {},
    [[[[]]]],
    {"id": 1},
    [None] * 50,
]
PAYLOADS = ["sh:open:1", "sh:sign:1", "sh:open:-1", "sh:open:9" + "9" * 30, "sd:group:0:G1", "sd:issue-now:1:",
            "sf:preview:1", "so:settled:1", "sr:vague:1", "re:continue", "en:me:x", ":" * 30, "sh", "\x00:1"]  # fmt: skip


def real_updates(world: World, people: Sequence[str]) -> list[Update]:
    """One or more of everything that people can do, as the sandbox tells of it."""
    for key in people:
        for text in (
            "菜单",
            "我的任务",
            "D001",
            "/start",
            "/mine now",
            "拟督导单",
            "随便说一句",
            "督导单",
            "待审",
        ):
            world.send_text(key, text)
        said = world.send_text(key, "当面调解,双方约定22点后不搬动家具")
        world.edit_text(key, said.message_id, "改了一个字")
        world.send_text(key, "回复", reply_to=said.message_id)
        world.send_photos(key, [picture(1)])
        world.send_photos(key, [picture(2), picture(3)], caption="现场")
        world.send_photos(key, [picture(4)], as_document=True)
        world.send_document(key, b"%PDF-", "a.pdf", "application/pdf")
        world.send_location(key, 24.48, 118.11)
        for kind in ("sticker", "voice", "video"):
            world.send_other(key, kind)
        world.block(key)
        world.unblock(key)
    found = [update.wire() for update in world.updates.pending()]
    pressed = next(update["message"] for update in found if "message" in update)
    for number, payload in enumerate(PAYLOADS):
        query = {
            "id": str(number),
            "from": pressed["from"],
            "message": pressed,
            "chat_instance": "1",
            "data": payload,
        }
        found.append({"update_id": 0, "callback_query": query})
    migrated = {
        "message_id": 1,
        "date": 1,
        "from": pressed["from"],
        "chat": {"id": -500, "type": "group", "title": "x"},
    }
    found.append({"update_id": 0, "message": {**migrated, "migrate_to_chat_id": -100500}})
    return found


def mutated(update: Update, chance: random.Random, chats: list[int]) -> Update:
    """The same with up to four things wrong, or from somebody else."""
    changed = copy.deepcopy(update)
    for _ in range(chance.randint(0, 4)):
        places = paths(changed)
        if not places:
            break
        holder, key = chance.choice(places)
        match chance.randrange(7):
            case 0:
                holder[key] = chance.choice(TEXTS)
            case 1:
                holder[key] = copy.deepcopy(chance.choice(VALUES))
            case 2:
                holder[key] = chance.choice(chats)
            case 3:
                del holder[key]
            case 4:
                holder[key] = [holder[key], copy.deepcopy(holder[key])]
            case 5:
                holder[key] = {"id": holder[key]}
            case _:
                other, other_key = chance.choice(places)
                holder[key] = copy.deepcopy(other[other_key])
    return changed


def paths(value: Any) -> list[Path]:
    """Every place in an update."""
    places = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    found: list[Path] = [(value, key) for key, _ in places]
    for _, inner in places:
        if isinstance(inner, dict | list):
            found += paths(inner)
    return found
