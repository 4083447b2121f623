"""Nobody reaches what the table does not grant, by any command, button, step, code, reply or edit.

Everything is tried by everyone, aimed at sheets to which they stand in every way, in every state. What is
refused because of who asks leaves no trace, and reads as if the thing did not exist; what is granted works.
"""

import re

import pytest

from handlers.desk import Desk
from storage.db import Database
from storage.people import Role
from storage.sheets import SheetState
from tests.access import acts, oracle
from tests.access.acts import Act
from tests.access.walking import concerned
from tests.access.world import EVERYONE, MISSING, SECRETS, Aim, Someone, Trace, World, open_world

LATER = (
    "edit", "reply with a photo", "sheets.feedback, a photo", "announcements.text, a photo", "announcements.audience, a photo",
)  # fmt: skip
"""An edit of what is nothing of ours is no news to us; photos are counted once no more of them come."""
ON_POSTGRESQL = (Role.QUALITY_POST, Role.COMMUNITY_OFFICER, Role.PATROL_OFFICER)
SAMPLE = (SheetState.DRAFT, SheetState.IN_PROGRESS, SheetState.SUBMITTED)
"""PostgreSQL answers a walk of everyone in every state too slowly; the statements are the same.

So does SQLite of what somebody may not see at all: to them every state is the same; and of what is nearer to somebody
who reads the whole station anyway.
"""


@pytest.fixture
async def world(in_memory: Database, desk: Desk, who: Someone) -> World:
    """A station around them."""
    return await open_world(in_memory, desk, who)


@concerned("read", "draft", "issue", "handle", "review", "room", "direct")
async def test_nobody_reaches_a_sheet_that_is_not_granted_to_them(world: World) -> None:
    found = await holes(world, [aim for aim in world.aims if aim.state in SAMPLE or _matters(world, aim)])
    assert not found, "\n".join(found)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "who", [who for who in EVERYONE if who.name in ON_POSTGRESQL], ids=str, indirect=True
)
async def test_nobody_reaches_a_sheet_on_postgresql_either(
    database: Database, desk: Desk, who: Someone
) -> None:
    world = await open_world(database, desk, who)
    sample = [aim for aim in world.aims if aim.state in SAMPLE]
    found = await holes(world, sample)
    assert not found, "\n".join(found)


async def test_nobody_gets_anything_else_that_is_not_granted_to_them(world: World) -> None:
    found = []
    for act in acts.alone():
        trace = await world.tries(act.fields, act.step)
        granted = _granted(world, act)
        found += _holes_in(world, act, trace, granted=granted, leaves_trace=granted and "yes" in act.traces)
    assert not found, "\n".join(found)


async def test_a_command_that_is_not_granted_does_not_exist(world: World) -> None:
    found = []
    for act, no_such in acts.commands(world.desk.texts):
        trace, other = await world.tries(act.fields, None), await world.tries(no_such.fields, None)
        granted = _granted(world, act)
        found += _holes_in(world, act, trace, granted=granted, leaves_trace=granted and "yes" in act.traces)
        if granted == (trace.seen(MISSING) == other.seen(MISSING)):
            found.append(f"{world.who}: {act}: {trace.words!r}, where there is no command: {other.words!r}")
    assert not found, "\n".join(found)


async def test_lists_and_counts_hold_what_their_reader_may_see_and_nothing_else(world: World) -> None:
    lists = await world.tries({"kind": "message", "text": "/sheets"}, None)
    visible = [aim for aim in world.aims if aim.state != SheetState.DRAFT and _sees(world, aim)]
    open_ones = [aim for aim in visible if aim.state not in (SheetState.CLOSED, SheetState.VOIDED)]
    counted = re.search(r"在办督导单 (\d+)件", lists.words)
    assert int(counted[1] if counted else 0) == len(open_ones)
    if counted:
        assert set(re.findall(r"D\d+", lists.words)) <= {aim.code for aim in open_ones}


async def test_the_menu_counts_nothing_for_whoever_may_see_nothing(world: World) -> None:
    menu = await world.tries({"kind": "message", "text": "/menu"}, None)
    may_see_some = oracle.has(world.who.granted, "read")
    assert may_see_some or world.who.standing != "bound" or "目前没有待办" in menu.words


def _matters(world: World, aim: Aim) -> bool:
    """Whether its state matters: they see it, and not as they see every other sheet of the station."""
    everywhere = any(oracle.TABLE[role]["read"] == "station" for role in world.who.granted)
    return _sees(world, aim) and not (everywhere and aim.stands in ("group", "team"))


async def holes(world: World, aims: list[Aim]) -> list[str]:
    """Everything that somebody reaches and should not, or should reach and does not."""
    as_missing = {
        act.name: await world.tries(act.fields, act.step, world.missing.subject if act.about else None)
        for act in acts.about(world.missing, world.desk.texts)
    }
    found = []
    for aim in aims:
        assert aim.state is not None
        for act in acts.about(aim, world.desk.texts):
            trace = await world.tries(act.fields, act.step, aim.subject if act.about else None)
            roles = world.who.granted
            granted = oracle.may(roles, act.needs, aim.stands, aim.state)
            traces = act.helping if aim.stands == "helping" and act.helping is not None else act.traces
            found += _holes_in(
                world, act, trace, aim=aim, granted=granted, leaves_trace=granted and aim.state in traces
            )
            missing = as_missing[act.name]
            if not granted and not _sees(world, aim) and trace.seen(aim.id) != missing.seen(MISSING):
                found.append(f"{world.who}: {act}: {aim}: {trace.words!r}, a missing one: {missing.words!r}")
            if granted and act.needs == "read" and trace.seen(aim.id) == missing.seen(MISSING):
                found.append(f"{world.who}: {act}: {aim}: granted, and answered as if it were missing")
    return found


def _holes_in(
    world: World, act: Act, trace: Trace, *, aim: Aim | None = None, granted: bool, leaves_trace: bool
) -> list[str]:
    where = f"{world.who}: {act}: {aim or 'no sheet'}"
    found = []
    knows = granted or (aim is not None and _sees(world, aim))
    changed = trace.changed - (
        {"conversations"} if knows else {"wrong_codes"}
    )  # a stranger's being told is noted
    if bool(changed) != leaves_trace:
        found.append(f"{where}: changes {sorted(trace.changed) or 'nothing'}")
    found += [
        f"{where}: shows a {other}"
        for other in world.aims
        if other.object in trace.words and not _sees(world, other)
    ]
    if world.who.standing == "group" and trace.said:
        found.append(f"{where}: somebody speaks in a group")
    elif world.who.standing in ("stranger", "unbound", "left"):
        found += [f"{where}: tells of {secret}" for secret in SECRETS if secret in trace.words]
    if not granted and any(chat != "1" for chat, _ in trace.said):
        found.append(f"{where}: others are told")
    if world.who.standing == "bound" and not trace.words and act.name not in LATER:
        found.append(f"{where}: no answer")
    return found


def _granted(world: World, act: Act) -> bool:
    if act.needs == "-":
        return world.who.standing == "bound"
    return oracle.has(world.who.granted, act.needs)


def _sees(world: World, aim: Aim) -> bool:
    assert aim.state is not None
    return oracle.sees(world.who.granted, aim.stands, aim.state)
