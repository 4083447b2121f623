"""Nobody does to an announcement, or reads of it, what the table does not grant.

Every button, step, code and reply is tried by everyone, aimed at announcements in every state to which they
stand in every way. What is not granted leaves no trace, and reads as if there were no such announcement to
whoever may not know of it.
"""

import pytest

from handlers.desk import Desk
from storage.announcements import AnnouncementState
from storage.db import Database
from storage.people import Role
from tests.access import acts, oracle
from tests.access.acts import Act
from tests.access.announced import NONE, Announced, open_announced
from tests.access.world import EVERYONE, MISSING, SECRETS, Someone, Trace, World

SAMPLE = (AnnouncementState.SCHEDULED, AnnouncementState.SENT, AnnouncementState.RECALLED)
"""To those who may not announce, or have no account, a paused one is as one that was sent."""
ON_POSTGRESQL = (Role.SUPERVISION_POST, Role.PATROL_OFFICER)
SEEN_ONLY = {"conversations", "announcements", "timers"}
"""What changes where somebody looks at what is theirs: a question is put, the card of the sender moves."""
QUIET = ("announcements.text, a photo", "announcements.audience, a photo")
"""Photos are counted once no more of them come."""
ASKS = ("/announcements", "/announce", "/menu", "/help", "/mine", "/sheets", "T", "收到")


async def test_nobody_does_to_an_announcement_what_is_not_granted(
    in_memory: Database, desk: Desk, who: Someone
) -> None:
    world, aims = await open_announced(in_memory, desk, who)
    announces = oracle.has(who.granted, "announce")
    found = await holes(world, aims, [aim for aim in aims if announces or aim.state in SAMPLE])
    assert not found, "\n".join(found)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "who", [who for who in EVERYONE if who.name in ON_POSTGRESQL], ids=str, indirect=True
)
async def test_nor_on_postgresql(database: Database, desk: Desk, who: Someone) -> None:
    world, aims = await open_announced(database, desk, who)
    found = await holes(world, aims, [aim for aim in aims if aim.state == AnnouncementState.SENT])
    assert not found, "\n".join(found)


async def test_lists_menus_and_drafts_show_what_their_reader_may_see(
    in_memory: Database, desk: Desk, who: Someone
) -> None:
    world, aims = await open_announced(in_memory, desk, who)
    for asked in ASKS:
        trace = await world.tries({"kind": "message", "text": asked}, None)
        assert not [str(aim) for aim in aims if aim.words in trace.words and not reads(world, aim)], asked
    listed = (await world.tries({"kind": "message", "text": "/announcements"}, None)).words
    assert [aim.code for aim in aims if aim.code and aim.code in listed] or not oracle.has(
        who.granted, "announce"
    )


async def holes(world: World, all_aims: list[Announced], aims: list[Announced]) -> list[str]:
    """Everything that somebody reaches and should not, or should reach and does not."""
    missing = {
        str(act): await world.tries(act.fields, act.step, NONE.subject if act.about else None)
        for act in acts.announced(NONE)
    }
    found = []
    for aim in aims:
        for act in acts.announced(aim):
            trace = await world.tries(act.fields, act.step, aim.subject if act.about else None)
            found += _holes_in(world, all_aims, aim, act, trace)
            if str(act) not in missing:
                continue
            as_missing = trace.seen(aim.id) == missing[str(act)].seen(MISSING)
            if not as_missing and not _may(world, aim, act.needs) and not _knows(world, aim):
                found.append(f"{world.who}: {act}: {aim}: {trace.words!r}, of a missing one another answer")
            if as_missing and _may(world, aim, act.needs) and str(act) not in QUIET:
                found.append(f"{world.who}: {act}: {aim}: granted, and answered as if it were missing")
    return found


def _holes_in(world: World, aims: list[Announced], aim: Announced, act: Act, trace: Trace) -> list[str]:
    where, found = f"{world.who}: {act}: {aim}", []
    granted = _may(world, aim, act.needs)
    stays = SEEN_ONLY if _knows(world, aim) else {"wrong_codes"}  # a stranger's being told is noted
    if (trace.changed - stays and not granted) or ("audit" in trace.changed) != (
        granted and aim.state in act.traces
    ):
        found.append(f"{where}: changes {sorted(trace.changed) or 'nothing'}")
    found += [
        f"{where}: shows a {other}"
        for other in aims
        if other.words in trace.words and not reads(world, other)
    ]
    if world.who.standing != "bound":
        found += [f"{where}: tells of {secret}" for secret in SECRETS if secret in trace.words]
    elif not trace.words and str(act) not in QUIET:
        found.append(f"{where}: no answer")
    if not granted and any(chat != "1" for chat, _ in trace.said):
        found.append(f"{where}: others are told")
    return found


def reads(world: World, aim: Announced) -> bool:
    """Whether its words may reach the person."""
    return oracle.reads(world.who.granted, own=aim.stands == "own", told=_told(world, aim), state=aim.state)


def _may(world: World, aim: Announced, right: str) -> bool:
    return oracle.may_to_announcement(
        world.who.granted, right, own=aim.stands == "own", told=_told(world, aim), state=aim.state
    )


def _knows(world: World, aim: Announced) -> bool:
    return _may(world, aim, "know") or _may(world, aim, "compose")


def _told(world: World, aim: Announced) -> bool:
    return aim.stands == "told" and world.who.standing == "bound"
