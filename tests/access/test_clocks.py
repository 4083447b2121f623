"""A legal clock is known to whoever started it, their team's lead, legal officers and the supervision post (S5).

Every button, step and code is tried by everyone, aimed at clocks to which they stand in every way.
"""

import pytest

from handlers.desk import Desk
from storage.db import Database
from storage.people import Role
from tests.access import acts, oracle
from tests.access.clocked import NONE, ClockAim, open_clocked
from tests.access.walking import Walk, concerned
from tests.access.world import EVERYONE, MATE, Someone, World

ON_POSTGRESQL = (Role.SUPERVISION_POST, Role.CASE_OFFICER)


def _may(world: World, aim: ClockAim, right: str) -> bool:
    return oracle.may_to_clock(world.who.granted, right, aim.stands)


WALK = Walk(acts.of_clock, NONE, _may, "c-read")


@concerned("c-")
async def test_nobody_does_to_a_clock_what_is_not_granted(
    in_memory: Database, desk: Desk, who: Someone
) -> None:
    world, aims = await open_clocked(in_memory, desk, who)
    found = await WALK.holes(world, aims, aims)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "who", [who for who in EVERYONE if who.name in ON_POSTGRESQL], ids=str, indirect=True
)
async def test_nor_on_postgresql(database: Database, desk: Desk, who: Someone) -> None:
    world, aims = await open_clocked(database, desk, who)
    found = await WALK.holes(world, aims, aims)
    assert not found, "\n".join(found)


async def test_lists_and_menus_show_what_their_reader_may_see(
    in_memory: Database, desk: Desk, who: Someone
) -> None:
    world, aims = await open_clocked(in_memory, desk, who)
    of_mate = {"kind": "button", "button": f"pp:{MATE}", "press_id": "p1", "message_id": "b1"}
    typed = [{"kind": "message", "text": text} for text in ("/clocks", "/menu", "/mine", "/team", "/help")]
    for asked in (*typed, of_mate):
        trace = await world.tries(asked, None)
        assert not [str(aim) for aim in aims if aim.words in trace.words and not _may(world, aim, "c-read")]
    listed = (await world.tries({"kind": "message", "text": "/clocks"}, None)).words
    shown = {aim for aim in aims if aim.words in listed}
    assert shown == {aim for aim in aims if aim.state != "stopped" and _may(world, aim, "c-read")}
