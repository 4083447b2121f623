"""What a new roster changes, decided without a database."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.roster.rules import (
    Change,
    Changes,
    Roster,
    difference,
    leaves_no_admin,
    mixes_auxiliary_and_officer,
    with_ids,
)
from storage.people import Person, Role, Team
from storage.stations import Community, PoliceGroup

A_DAY = datetime(2023, 4, 20, tzinfo=UTC)


def officer(staff_id: str, community: str | None = None, **fields: object) -> Person:
    return Person.model_validate(
        {
            "staff_id": staff_id,
            "name": f"警员{staff_id}",
            "team": Team.COMMUNITY_TEAM,
            "community_id": community,
            "roles": {Role.COMMUNITY_OFFICER},
            **fields,
        }
    )


def place(name: str, officer_id: str | None = None, group: str | None = "甲组", key: str = "") -> Community:
    return Community(community_id=key or name, name=name, group_id=group, officer_staff_id=officer_id)


def after(current: Roster, changes: Changes, now: datetime = A_DAY) -> Roster:
    """The roster once the changes are made."""
    people = {person.staff_id: person for person in current.people}
    people |= {change.after.staff_id: change.after for change in changes.people}
    people |= {person.staff_id: person.model_copy(update={"left_at": now}) for person in changes.left}
    places = {each.community_id: each for each in current.communities}
    places |= {change.after.community_id: change.after for change in changes.communities}
    groups = {each.group_id: each for each in current.groups}
    groups |= {change.after.group_id: change.after for change in changes.groups}
    return Roster(
        people=tuple(people.values()), communities=tuple(places.values()), groups=tuple(groups.values())
    )


STATION = Roster(
    people=(officer("P1", "C01"), officer("P2", "C02"), officer("P3", left_at=A_DAY)),
    communities=(place("仙阁", "P1", "G01", "C01"), place("仙岳", "P2", "G01", "C02")),
    groups=(PoliceGroup(group_id="G01", name="甲组", lead_staff_id="P1"),),
)


def test_what_is_known_by_name_keeps_its_id_and_what_is_new_gets_the_next() -> None:
    wanted = Roster(
        people=(officer("P9", "西郭"), officer("P1", "仙阁")),
        communities=(place("西郭", "P9", "乙组"), place("仙阁", "P1")),
        groups=(PoliceGroup(group_id="甲组", name="甲组"), PoliceGroup(group_id="乙组", name="乙组")),
    )
    named = with_ids(wanted, STATION)
    assert [person.community_id for person in named.people] == ["C03", "C01"]
    assert [(each.community_id, each.group_id) for each in named.communities] == [
        ("C03", "G02"),
        ("C01", "G01"),
    ]
    assert [each.group_id for each in named.groups] == ["G01", "G02"]


def test_a_roster_with_ids_of_its_own_keeps_them() -> None:
    assert with_ids(STATION, Roster()) == STATION


def test_the_same_roster_changes_nothing() -> None:
    assert not difference(STATION, STATION, mark_missing_left=True)


def test_only_what_differs_is_changed() -> None:
    wanted = Roster(people=(officer("P1", "C01", name="警员甲01"), officer("P2", "C02")))
    changes = difference(STATION, wanted, mark_missing_left=False)
    (change,) = changes.people
    assert change.fields() == {"name": ("警员P1", "警员甲01")}
    assert not changes.left


@pytest.mark.parametrize(("mark", "left"), [(False, []), (True, ["P2"])])
def test_whoever_is_left_out_has_left_only_when_that_is_asked_for(mark: bool, left: list[str]) -> None:
    wanted = Roster(people=(officer("P1", "C01"),), groups=STATION.groups)
    changes = difference(STATION, wanted, mark_missing_left=mark)
    assert [person.staff_id for person in changes.left] == left


def test_a_leavers_posts_are_empty() -> None:
    wanted = Roster(people=(officer("P2", "C02"),), communities=STATION.communities[1:])
    changes = difference(STATION, wanted, mark_missing_left=True)
    assert [change.after.officer_staff_id for change in changes.communities] == [None]
    assert [change.after.lead_staff_id for change in changes.groups] == [None]


def test_an_officer_who_moves_leaves_the_old_community_without_one() -> None:
    wanted = Roster(
        people=(officer("P1", "C02"), officer("P2")), communities=(place("仙岳", "P1", None, "C02"),)
    )
    changes = difference(STATION, wanted, mark_missing_left=False)
    assert {change.after.community_id: change.after.officer_staff_id for change in changes.communities} == {
        "C01": None,
        "C02": "P1",
    }


def test_a_file_of_newcomers_alone_takes_nobodys_post() -> None:
    aux = officer("A1", "C01", roles={Role.COMMUNITY_AUX})
    wanted = Roster(people=(aux,), communities=(place("仙阁", None, None, "C01"),), groups=())
    changes = difference(STATION, wanted, mark_missing_left=False)
    assert changes == Changes(people=(Change(before=None, after=aux),))


def test_whoever_had_left_is_back_when_named_again() -> None:
    changes = difference(STATION, Roster(people=(officer("P3"),)), mark_missing_left=False)
    assert changes.people[0].fields() == {"left_at": ("2023-04-20T00:00:00Z", None)}


@pytest.mark.parametrize(
    ("roles", "mixed"),
    [
        ({Role.COMMUNITY_AUX}, False),
        ({Role.COMMUNITY_AUX, Role.PATROL_AUX, Role.ADMIN}, False),
        ({Role.COMMUNITY_OFFICER, Role.GROUP_LEAD}, False),
        ({Role.COMMUNITY_AUX, Role.COMMUNITY_OFFICER}, True),
        ({Role.CASE_AUX, Role.GROUP_LEAD}, True),
    ],
)
def test_an_auxiliary_holds_no_officers_role(roles: set[Role], mixed: bool) -> None:
    assert mixes_auxiliary_and_officer(roles) is mixed


ADMIN = officer("P-AD", roles={Role.ADMIN})


@pytest.mark.parametrize(
    ("current", "wanted", "none"),
    [
        ((ADMIN,), (officer("P1"),), True),
        ((ADMIN,), (officer("P-AD"),), True),
        ((ADMIN,), (officer("P1", roles={Role.ADMIN}),), False),
        ((ADMIN,), (ADMIN, officer("P1")), False),
        ((), (officer("P1"),), False),
    ],
)
def test_the_last_administrator_stays(
    current: tuple[Person, ...], wanted: tuple[Person, ...], none: bool
) -> None:
    now = Roster(people=current)
    changes = difference(now, Roster(people=wanted), mark_missing_left=True)
    assert leaves_no_admin(now, changes) is none


IDS = st.sampled_from(["P1", "P2", "P3", "P4"])
PLACES = st.sampled_from(["C01", "C02", "C03"])


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Rosters such as a file gives: officers have their community, posts go to people of the roster."""
    ids = draw(st.lists(IDS, unique=True))
    homes = {key: draw(st.one_of(st.none(), PLACES)) for key in ids}
    people = tuple(officer(key, home, name=draw(st.sampled_from("甲乙"))) for key, home in homes.items())
    officers = {home: key for key, home in homes.items() if home}
    communities = tuple(place(f"社区{home}", key, "G01", home) for home, key in officers.items())
    leads = draw(st.sampled_from([None, *ids]))
    groups = (PoliceGroup(group_id="G01", name="甲组", lead_staff_id=leads),)
    return Roster(people=people, communities=communities, groups=groups)


@given(rosters(), rosters(), st.booleans())
def test_once_applied_a_roster_changes_nothing_and_no_leaver_holds_a_post(
    current: Roster, wanted: Roster, mark: bool
) -> None:
    then = after(current, difference(current, wanted, mark_missing_left=mark))
    assert not difference(then, wanted, mark_missing_left=mark)
    present = {person.staff_id for person in then.people if person.left_at is None}
    held = {each.officer_staff_id for each in then.communities} | {each.lead_staff_id for each in then.groups}
    if mark:
        assert held - {None} <= present
