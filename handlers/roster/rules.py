"""What a new roster changes: pure, from the roster as it is and as it is wanted."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

from storage.people import Person, Role
from storage.records import Record
from storage.stations import Community, PoliceGroup

AUXILIARY = frozenset(
    {Role.CASE_AUX, Role.COMMUNITY_AUX, Role.PATROL_AUX, Role.VOLUNTEER, Role.SAFETY_OFFICER}
)
"""Roles without enforcement power (S1): never held together with an officer's."""


class Roster(Record):
    """Everyone, every community and every group.

    One that comes from a file knows communities and groups by their names only: there the id is the name.
    """

    people: tuple[Person, ...] = ()
    communities: tuple[Community, ...] = ()
    groups: tuple[PoliceGroup, ...] = ()


P = TypeVar("P", Community, PoliceGroup)
T = TypeVar("T", Person, Community, PoliceGroup)


class Change(Record, Generic[T]):
    """One record as it was (None: it is new) and as it will be."""

    before: T | None
    after: T

    def fields(self) -> dict[str, tuple[Any, Any]]:
        """Every field that differs: before and after, as plain values."""
        before, after = (_plain(record) for record in (self.before, self.after))
        return {name: (before.get(name), value) for name, value in after.items() if before.get(name) != value}


class Changes(Record):
    """All that differs. `left` are those who will have left."""

    people: tuple[Change[Person], ...] = ()
    communities: tuple[Change[Community], ...] = ()
    groups: tuple[Change[PoliceGroup], ...] = ()
    left: tuple[Person, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.people or self.communities or self.groups or self.left)


def _plain(record: Record | None) -> dict[str, Any]:
    plain = record.model_dump(mode="json") if record else {}
    return {name: sorted(value) if isinstance(value, list) else value for name, value in plain.items()}


def mixes_auxiliary_and_officer(roles: Iterable[Role]) -> bool:
    """Whether roles with and without enforcement power meet in one person (S1)."""
    held = set(roles) - {Role.ADMIN}
    return bool(held & AUXILIARY) and not held <= AUXILIARY


def with_ids(wanted: Roster, current: Roster) -> Roster:
    """Give what is known by its name the id it has, or the next free one (C01, G01 …)."""
    groups = _ids("G", wanted.groups, current.groups)
    places = _ids("C", wanted.communities, current.communities)
    return Roster(
        people=tuple(
            person.model_copy(update={"community_id": places.get(person.community_id, person.community_id)})
            for person in wanted.people
        ),
        communities=tuple(
            place.model_copy(
                update={
                    "community_id": places[place.community_id],
                    "group_id": groups.get(place.group_id, place.group_id),
                }
            )
            for place in wanted.communities
        ),
        groups=tuple(
            group.model_copy(update={"group_id": groups[group.group_id]}) for group in wanted.groups
        ),
    )


def _ids(
    letter: str, wanted: Iterable[Community | PoliceGroup], current: Iterable[Community | PoliceGroup]
) -> Mapping[str | None, str]:
    """From the id in the wanted roster to the id that it gets."""
    known = {each.name: _id(each) for each in current}
    used = [int(number[1]) for each in known.values() if (number := re.fullmatch(rf"{letter}(\d+)", each))]
    free = max(used, default=0)
    ids: dict[str | None, str] = {}
    for each in wanted:
        if _id(each) != each.name:
            ids[_id(each)] = _id(each)
        elif each.name in known:
            ids[each.name] = known[each.name]
        else:
            free += 1
            ids[each.name] = f"{letter}{free:02}"
    return ids


def _id(each: Community | PoliceGroup) -> str:
    return each.community_id if isinstance(each, Community) else each.group_id


def difference(current: Roster, wanted: Roster, *, mark_missing_left: bool) -> Changes:
    """What has to change for the wanted roster to hold; nothing, once it does.

    The wanted roster decides about everyone it names: their roles, and the posts (officer of a
    community, lead of a group) that it gives them or takes from them. About others it says nothing,
    unless those whom it leaves out are to be marked as left. Which language people read is theirs to say.
    """
    named = {person.staff_id for person in wanted.people}
    left = tuple(
        person
        for person in current.people
        if mark_missing_left and person.staff_id not in named and person.left_at is None
    )
    decided = named | {person.staff_id for person in left}
    known = {person.staff_id: person for person in current.people}
    spoken = {person.staff_id: person.language for person in current.people}
    people = [p.model_copy(update={"language": spoken.get(p.staff_id)}) for p in wanted.people]
    return Changes(
        people=tuple(
            Change(before=known.get(person.staff_id), after=person)
            for person in people
            if known.get(person.staff_id) != person
        ),
        communities=_places(current.communities, wanted.communities, "officer_staff_id", decided),
        groups=_places(current.groups, wanted.groups, "lead_staff_id", decided),
        left=left,
    )


def _places(current: Iterable[P], wanted: Iterable[P], post: str, decided: set[str]) -> tuple[Change[P], ...]:
    """Changes of communities or groups.

    What the roster does not say of them stays as it was, except that whoever held the `post` loses it
    when the roster decides about them.
    """
    before = {_id(place): place for place in current}
    said = {_id(place): place for place in wanted}
    changes: list[Change[P]] = []
    for key in {**before, **said}:
        old, new = before.get(key), said.get(key)
        known = old.model_dump() if old else {}
        if known.get(post) in decided:
            known[post] = None
        after = type(new or before[key])(**known | (new.model_dump(exclude_none=True) if new else {}))
        if after != old:
            changes.append(Change(before=old, after=after))
    return tuple(changes)


def leaves_no_admin(current: Roster, changes: Changes) -> bool:
    """Whether nobody could invite anyone any more: there was an administrator, and none would remain."""
    before = {person.staff_id for person in current.people if _is_admin(person)}
    touched = {change.after.staff_id: change.after for change in changes.people}
    after = before - touched.keys() - {person.staff_id for person in changes.left}
    return bool(before) and not after and not any(_is_admin(person) for person in touched.values())


def _is_admin(person: Person) -> bool:
    return person.left_at is None and Role.ADMIN in person.roles
