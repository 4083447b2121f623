"""Nobody does to an enforcement issue, or reads of it, what the table does not grant.

Every button, step and code is tried by everyone, aimed at issues in every state to which they stand in
every way. What is not granted leaves no trace, and reads as if there were no such issue to whoever may not know of it.
"""

import pytest

from handlers.desk import Desk
from storage.db import Database
from storage.issues import IssueState
from storage.people import Role
from tests.access import acts, oracle
from tests.access.found import NONE, IssueAim, open_found
from tests.access.walking import Walk, concerned
from tests.access.world import EVERYONE, MATE, Someone, World

SAMPLE = (IssueState.DRAFT, IssueState.ASSIGNED, IssueState.SUBMITTED)
"""Of what somebody may not see at all, every state is the same."""
SILENT = ("edit", "reply with a photo", "enforcement.rectify, a photo")
"""Photos are counted once no more of them come; an edit that changes nothing is not spoken of."""
ON_POSTGRESQL = (Role.LEGAL_OFFICER,)


@concerned("i-")
async def test_nobody_does_to_an_issue_what_is_not_granted(
    in_memory: Database, desk: Desk, who: Someone
) -> None:
    world, aims = await open_found(in_memory, desk, who)
    found = await WALK.holes(world, aims, [a for a in aims if a.state in SAMPLE or _may(world, a, "i-read")])
    assert not found, "\n".join(found)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "who", [who for who in EVERYONE if who.name in ON_POSTGRESQL], ids=str, indirect=True
)
async def test_nor_on_postgresql(database: Database, desk: Desk, who: Someone) -> None:
    world, aims = await open_found(database, desk, who)
    found = await WALK.holes(world, aims, [aim for aim in aims if aim.state in SAMPLE])
    assert not found, "\n".join(found)


async def test_lists_and_menus_show_what_their_reader_may_see(
    in_memory: Database, desk: Desk, who: Someone
) -> None:
    world, aims = await open_found(in_memory, desk, who)
    of_mate = {"kind": "button", "button": f"pp:{MATE}", "press_id": "p1", "message_id": "b1"}
    words = ("/issues", "/menu", "/newissue", "/mine", "/team", "Z")
    for asked in (*({"kind": "message", "text": text} for text in words), of_mate):
        trace = await world.tries(asked, None)
        assert not [
            str(aim) for aim in aims if aim.words in trace.words and not _may(world, aim, "i-read")
        ], asked
    listed = (await world.tries({"kind": "message", "text": "/issues"}, None)).words
    assert ("问题清单" in listed) == oracle.has(who.granted, "i-read")


def _may(world: World, aim: IssueAim, right: str) -> bool:
    roles = world.who.granted
    if right == "i-change":  # its author while it is a draft, whoever gives issues out once it is listed
        needed = "i-draft" if aim.state == IssueState.DRAFT else "i-list"
        return oracle.may_to_issue(roles, needed, aim.stands, aim.state)
    return oracle.may_to_issue(roles, right, aim.stands, aim.state)


WALK = Walk(acts.of_issue, [NONE], _may, "i-read", SILENT)
