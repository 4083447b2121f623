"""A slip is known to its recipient, the lead of their team, the supervision post and leaders, and to nobody else (S6).

Every button and step is tried by everyone, aimed at slips in every state to which they stand in every way.
"""

import pytest

from handlers.desk import Desk
from storage.db import Database
from storage.people import Role
from storage.slips import SlipState
from tests.access import acts, oracle
from tests.access.slipped import NONE, SlipAim, open_slipped
from tests.access.walking import Walk, concerned
from tests.access.world import EVERYONE, MATE, Someone, World

SAMPLE = (SlipState.PROPOSED, SlipState.CONFIRMED)
"""Of what somebody may not know of at all, every state is the same."""
ON_POSTGRESQL = (Role.LEADER,)


def _may(world: World, aim: SlipAim, right: str) -> bool:
    return oracle.may_to_slip(world.who.granted, right, aim.stands, aim.state, aim.colour)


SILENT = ("edit", "reply with a photo", "slips.appeal, a photo")
WALK = Walk(acts.of_slip, NONE, _may, "s-read", SILENT)


@concerned("s-")
async def test_nobody_does_to_a_slip_what_is_not_granted(
    in_memory: Database, desk: Desk, who: Someone
) -> None:
    world, aims = await open_slipped(in_memory, desk, who)
    found = await WALK.holes(world, aims, [a for a in aims if a.state in SAMPLE or _may(world, a, "s-read")])
    assert not found, "\n".join(found)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "who", [who for who in EVERYONE if who.name in ON_POSTGRESQL], ids=str, indirect=True
)
async def test_nor_on_postgresql(database: Database, desk: Desk, who: Someone) -> None:
    world, aims = await open_slipped(database, desk, who)
    found = await WALK.holes(world, aims, [aim for aim in aims if aim.state in SAMPLE])
    assert not found, "\n".join(found)


async def test_lists_and_menus_show_what_their_reader_may_see(
    in_memory: Database, desk: Desk, who: Someone
) -> None:
    world, aims = await open_slipped(in_memory, desk, who)
    known = {f"{aim.colour}{aim.id}" for aim in aims if _may(world, aim, "s-read")}
    of_mate = {"kind": "button", "button": f"pp:{MATE}", "press_id": "p1", "message_id": "b1"}
    typed = [{"kind": "message", "text": text} for text in ("/slips", "/menu", "/mine", "/issues", "/team")]
    for asked in (*typed, of_mate):
        trace = await world.tries(asked, None)
        assert known or "单〔2023〕" not in trace.words, asked
        assert not [str(aim) for aim in aims if aim.words in trace.words], asked
    listed = (await world.tries({"kind": "message", "text": "/slips"}, None)).words
    assert ("亮单 " in listed) == oracle.has(who.granted, "s-judge")
