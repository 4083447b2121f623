"""A review is known to its case officer, whoever may decide on it and the supervision post, and to nobody else (S7).

Every button, step and code is tried by everyone, aimed at reviews in every state to which they stand in every way.
"""

import pytest

from handlers.desk import Desk
from storage.case_reviews import ReviewState
from storage.db import Database
from storage.people import Role
from tests.access import acts, oracle
from tests.access.reviewed import NONE, ReviewAim, open_reviewed
from tests.access.walking import Walk, concerned
from tests.access.world import EVERYONE, Someone, World

SAMPLE = (ReviewState.OPEN, ReviewState.SENT_BACK)
"""Of what somebody may not know of at all, every state is the same."""
ON_POSTGRESQL = (Role.LEGAL_OFFICER,)


def _may(world: World, aim: ReviewAim, right: str) -> bool:
    return oracle.may_to_review(world.who.granted, right, aim.stands, aim.state)


WALK = Walk(acts.of_review, NONE, _may, "v-read")


@concerned("v-")
async def test_nobody_does_to_a_review_what_is_not_granted(
    in_memory: Database, desk: Desk, who: Someone
) -> None:
    world, aims = await open_reviewed(in_memory, desk, who)
    found = await WALK.holes(world, aims, [a for a in aims if a.state in SAMPLE or _may(world, a, "v-read")])
    assert not found, "\n".join(found)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "who", [who for who in EVERYONE if who.name in ON_POSTGRESQL], ids=str, indirect=True
)
async def test_nor_on_postgresql(database: Database, desk: Desk, who: Someone) -> None:
    world, aims = await open_reviewed(database, desk, who)
    found = await WALK.holes(world, aims, [aim for aim in aims if aim.state in SAMPLE])
    assert not found, "\n".join(found)


async def test_lists_and_menus_show_what_their_reader_may_see(
    in_memory: Database, desk: Desk, who: Someone
) -> None:
    world, aims = await open_reviewed(in_memory, desk, who)
    known = [aim for aim in aims if _may(world, aim, "v-read") and aim.state != ReviewState.DONE]
    for asked in ("/reviews", "/menu", "/newreview", "/mine", "/issues"):
        trace = await world.tries({"kind": "message", "text": asked}, None)
        assert not [str(aim) for aim in aims if aim.words in trace.words and not _may(world, aim, "v-read")]
    listed = (await world.tries({"kind": "message", "text": "/reviews"}, None)).words
    assert any(aim.words in listed for aim in aims) == bool(known)
