"""Applying a roster to a real database: differences only, all or nothing, leavers unbound at once."""

from datetime import timedelta

import pytest

from bot.clock import Clock
from handlers.refusal import Refused
from handlers.roster.rules import Changes, Roster
from handlers.roster.usecases import apply_roster, plan_roster
from storage import addresses, audit, invitations, outbox, people, stations
from storage.db import Database
from storage.messages import Lane, Outgoing
from storage.people import Person, Role, Team
from storage.stations import Community, PoliceGroup
from tests.conftest import STATION

ADMIN = Person(staff_id="P-AD01", name="系统管理员01", team=Team.COMMAND_ROOM, roles=frozenset({Role.ADMIN}))
LEAD = Person(
    staff_id="P-JIA01",
    name="警员甲01",
    team=Team.COMMUNITY_TEAM,
    community_id="仙阁社区",
    roles=frozenset({Role.COMMUNITY_OFFICER, Role.GROUP_LEAD}),
)
AUX = Person(
    staff_id="A-SQ01",
    name="社区辅警01",
    team=Team.COMMUNITY_TEAM,
    community_id="仙阁社区",
    roles=frozenset({Role.COMMUNITY_AUX}),
)
PLACES = (Community(community_id="仙阁社区", name="仙阁社区", group_id="甲组", officer_staff_id="P-JIA01"),)
GROUPS = (PoliceGroup(group_id="甲组", name="甲组", lead_staff_id="P-JIA01"),)
FULL = Roster(people=(ADMIN, LEAD, AUX), communities=PLACES, groups=GROUPS)
WITHOUT_LEAD = Roster(
    people=(ADMIN, AUX),
    communities=(PLACES[0].model_copy(update={"officer_staff_id": None}),),
    groups=(PoliceGroup(group_id="甲组", name="甲组"),),
)


async def applied(database: Database, roster: Roster, *, mark_missing_left: bool = False) -> Changes:
    async with database.transaction(STATION) as tx:
        return await apply_roster(tx, roster, "system", mark_missing_left=mark_missing_left)


async def test_a_first_import_writes_everyone_with_their_posts(database: Database) -> None:
    await applied(database, FULL)
    async with database.transaction(STATION) as tx:
        assert await people.get(tx, "P-JIA01") == LEAD.model_copy(update={"community_id": "C01"})
        assert await stations.all_communities(tx) == [
            Community(community_id="C01", name="仙阁社区", group_id="G01", officer_staff_id="P-JIA01")
        ]
        assert await stations.all_groups(tx) == [
            PoliceGroup(group_id="G01", name="甲组", lead_staff_id="P-JIA01")
        ]


async def test_a_second_import_changes_nothing_and_leaves_no_trace(database: Database) -> None:
    await applied(database, FULL)
    assert not await applied(database, FULL, mark_missing_left=True)
    async with database.transaction(STATION) as tx:
        assert len(await audit.of(tx, "person:P-JIA01")) == 1


async def test_an_import_leaves_the_language_that_somebody_chose(database: Database) -> None:
    await applied(database, FULL)
    async with database.transaction(STATION) as tx:
        await people.speak(tx, "P-JIA01", "en")
    changes = await applied(database, FULL)
    assert changes.people == ()
    await applied(database, WITHOUT_LEAD, mark_missing_left=True)
    await applied(database, FULL)
    async with database.transaction(STATION) as tx:
        lead = await people.get(tx, "P-JIA01")
        assert lead
        assert lead.language == "en"


async def test_every_change_has_its_audit_row(database: Database) -> None:
    await applied(database, FULL)
    renamed = LEAD.model_copy(update={"name": "警员甲09"})
    await applied(database, FULL.model_copy(update={"people": (ADMIN, renamed, AUX)}))
    await applied(database, WITHOUT_LEAD, mark_missing_left=True)
    await applied(database, FULL)
    async with database.transaction(STATION) as tx:
        entries = await audit.of(tx, "person:P-JIA01")
    assert [entry.action for entry in entries] == [
        "roster.join",
        "roster.change",
        "roster.leave",
        "roster.return",
    ]
    assert entries[1].detail == {"fields": {"name": ["警员甲01", "警员甲09"]}}


async def test_a_leaver_is_unbound_and_uninvited_at_once(database: Database, clock: Clock) -> None:
    await applied(database, FULL)
    async with database.transaction(STATION) as tx:
        await addresses.bind(tx, "telegram", "42", "P-JIA01")
        await invitations.add(tx, "hash", "P-JIA01", "system", tx.now + timedelta(hours=24))
        await outbox.append(tx, "telegram", "42", Outgoing(text="待您处理"), lane=Lane.ROUTINE)
    changes = await applied(database, WITHOUT_LEAD, mark_missing_left=True)
    assert [person.staff_id for person in changes.left] == ["P-JIA01"]
    async with database.transaction(STATION) as tx:
        leaver = await people.get(tx, "P-JIA01")
        assert leaver is not None
        assert leaver.left_at == clock.now()
        assert await addresses.of(tx, "P-JIA01") == []
        assert await invitations.find(tx, "hash") is None
        assert await outbox.lease(tx, "telegram", Lane.ROUTINE, ["42"], "test") == []
        [notice] = await outbox.lease(tx, "telegram", Lane.INTERACTIVE, ["42"], "test")
        assert notice.message.menu == (), "the menu is hidden"
        assert not notice.message.text, "what was still to be said is not said any more"
        assert (await stations.all_communities(tx))[0].officer_staff_id is None
        assert (await stations.all_groups(tx))[0].lead_staff_id is None


async def test_somebody_left_out_stays_unless_that_is_asked_for(database: Database) -> None:
    await applied(database, FULL)
    assert not await applied(database, WITHOUT_LEAD)
    async with database.transaction(STATION) as tx:
        assert (await stations.all_communities(tx))[0].officer_staff_id == "P-JIA01"


async def test_a_roster_without_an_administrator_is_refused_whole(database: Database) -> None:
    await applied(database, FULL)
    with pytest.raises(Refused, match="roster-no-admin"):
        await applied(
            database, Roster(people=(LEAD,), communities=PLACES, groups=GROUPS), mark_missing_left=True
        )
    async with database.transaction(STATION) as tx:
        assert [person.left_at for person in await people.everyone(tx)] == [None, None, None]


async def test_a_plan_writes_nothing(database: Database) -> None:
    async with database.transaction(STATION) as tx:
        assert len((await plan_roster(tx, FULL)).people) == 3
    async with database.transaction(STATION) as tx:
        assert await people.everyone(tx) == []


async def test_another_stations_people_are_left_alone(database: Database) -> None:
    async with database.transaction("XX") as tx:
        await people.put(tx, LEAD)
    assert [change.before for change in (await applied(database, FULL, mark_missing_left=True)).people] == [
        None,
        None,
        None,
    ]
    async with database.transaction("XX") as tx:
        assert len(await people.everyone(tx)) == 1
