"""From rows of text to a roster: every bad cell is found before anything is written."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple, TypeVar

from bot.roster.columns import (
    COMMUNITY,
    EXAMPLE,
    GROUP,
    LEADS,
    NAME,
    ROLES,
    STAFF,
    TEAM,
    YES,
    roles,
    teams,
)
from bot.roster.problems import Problem, RosterFileError
from bot.roster.reading import Row
from handlers.personal_numbers import holds_personal_number
from handlers.roster.rules import Roster, mixes_auxiliary_and_officer
from handlers.tables.reading import plain
from storage.people import Person, Role, Team
from storage.stations import Community, PoliceGroup

LONGEST_NAME = 20

_STAFF_ID = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")
_SEPARATORS = re.compile(r"[\s、,;/\uff0c\uff1b]+")  # the last two: full-width comma and semicolon
_NO = {"", "否", "不是", "no", "n", "0"}
_ALSO_YES = {YES, "√", "yes", "y", "1"}

Word = TypeVar("Word", Team, Role)


class Line(NamedTuple):
    """One row that was understood. Without `staff_id` it names a community that has no officer."""

    row: int
    staff_id: str
    name: str
    team: Team | None
    roles: frozenset[Role]
    community: str
    group: str
    leads: bool


class _Cells:
    """The cells of one row, and what is wrong with them: of each cell, the first thing found."""

    def __init__(self, row: Row) -> None:
        self.row = row.number
        self.problems: dict[str, Problem] = {}
        self._texts = row.cells
        for column, text in row.cells.items():
            if holds_personal_number(text):
                self.wrong(column, "似有证件号或手机号,名册里不收,请改掉")

    def __getitem__(self, column: str) -> str:
        """A cell's text; empty when something is wrong with it."""
        return "" if column in self.problems else self._texts.get(column, "")

    def wrong(self, column: str, text: str) -> None:
        """Note what is wrong with a cell, unless something is already."""
        self.problems.setdefault(column, Problem(self.row, column, text))


def checked(rows: Iterable[Row]) -> Roster:
    """The roster of a file, communities and groups known by their names (S1, S4).

    Raises RosterFileError with every problem of every row.
    """
    every = [_Cells(row) for row in rows if not plain(row.cells.get(STAFF, "")).startswith(EXAMPLE)]
    lines = [_line(cells) for cells in every]
    problems = [problem for cells in every for problem in cells.problems.values()]
    problems += [*_doubles(lines), *_rivals(lines), *_places(lines)]
    if not problems and not any(line.staff_id for line in lines):
        problems.append(Problem(0, "", "一个人也没有"))
    if problems:
        raise RosterFileError(problems)
    return _roster(lines)


def _line(cells: _Cells) -> Line:
    group = _name(cells, GROUP)
    community = _name(cells, COMMUNITY)
    if community and not any(cells[column] for column in (STAFF, NAME, TEAM, ROLES, LEADS)):
        return Line(cells.row, "", "", None, frozenset(), community, group, leads=False)
    staff_id = plain(cells[STAFF]).upper()
    if not _STAFF_ID.fullmatch(staff_id):
        cells.wrong(STAFF, "只用字母、数字和 -,最多 20 个,如 P-JIA01" if staff_id else "必填")
    name = _name(cells, NAME)
    if not name:
        cells.wrong(NAME, "必填")
    held = _roles(cells)
    leads = _leads(cells, group) or Role.GROUP_LEAD in held
    if leads and not group:
        cells.wrong(GROUP, "组长要写明是哪个警组")
    if mixes_auxiliary_and_officer(held | ({Role.GROUP_LEAD} if leads else set())):
        cells.wrong(ROLES, "辅警、志愿者不能兼任民警的岗位,也不能任组长")
    team = _word(cells, TEAM, cells[TEAM], teams())
    if leads:
        held |= {Role.GROUP_LEAD}
    return Line(cells.row, cells[STAFF] and staff_id, name, team, held, community, group, leads)


def _name(cells: _Cells, column: str) -> str:
    name = " ".join(cells[column].split())
    if len(name) > LONGEST_NAME:
        cells.wrong(column, f"最多 {LONGEST_NAME} 个字")
    return cells[column] and name


def _roles(cells: _Cells) -> frozenset[Role]:
    words = [word for word in _SEPARATORS.split(cells[ROLES]) if word]
    found = [_word(cells, ROLES, word, roles()) for word in words or [""]]
    return frozenset(role for role in found if role)


def _leads(cells: _Cells, group: str) -> bool:
    word = plain(cells[LEADS]).lower()
    if word not in _ALSO_YES | _NO:
        cells.wrong(LEADS, f"只写 {YES},或者不填" + ("" if group else ",警组写在“警组”一列"))
    return word in _ALSO_YES


def _word(cells: _Cells, column: str, text: str, known: Mapping[str, Word]) -> Word | None:
    """The team or role that a text names; the nearest one is offered for a slip of the pen."""
    word = plain(text)
    if word in known:
        return known[word]
    labels = [each for each in known if not each.isascii()]
    near = get_close_matches(word, labels, n=1)
    right = f"是否应为 {near[0]}?" if near else f"可写:{'、'.join(labels)}"
    cells.wrong(column, f"没有“{text[:LONGEST_NAME]}”,{right}" if word else "必填")
    return None


def _doubles(lines: Iterable[Line]) -> Iterator[Problem]:
    """Nobody stands in the roster twice, and no two people go by one name."""
    for column, key in ((STAFF, lambda line: line.staff_id), (NAME, lambda line: line.name)):
        for first, again in _again(lines, key):
            yield Problem(again.row, column, f"与第 {first.row} 行重复")


def _rivals(lines: Iterable[Line]) -> Iterator[Problem]:
    """One community has one officer, one group one lead (S4)."""
    officers = (line for line in lines if Role.COMMUNITY_OFFICER in line.roles)
    for first, again in _again(officers, lambda line: line.community):
        yield Problem(again.row, COMMUNITY, f"与第 {first.row} 行的社区民警重复:一个社区只有一名")
    for first, again in _again((line for line in lines if line.leads), lambda line: line.group):
        yield Problem(again.row, LEADS, f"与第 {first.row} 行重复:一个警组只有一名组长")


def _places(lines: Sequence[Line]) -> Iterator[Problem]:
    """Every community stands in one group, and some row says in which (S4)."""
    for first, again in _again((line for line in lines if line.group), lambda line: line.community):
        if again.group != first.group:
            yield Problem(again.row, GROUP, f"与第 {first.row} 行不一致:同一社区只属于一个警组")
    grouped = {line.community for line in lines if line.group}
    missing = {line.community: line for line in reversed(lines) if line.community not in grouped}
    for community, line in missing.items():
        if community:
            yield Problem(line.row, GROUP, "没有一行写明这个社区属于哪个警组")


def _again(lines: Iterable[Line], key: Callable[[Line], str]) -> Iterator[tuple[Line, Line]]:
    """Each line whose key another had before it, with that other."""
    seen: dict[str, Line] = {}
    for line in lines:
        first = seen.setdefault(key(line), line)
        if first is not line and key(line):
            yield first, line


def _roster(lines: Sequence[Line]) -> Roster:
    groups = {line.group: None for line in lines if line.group}
    leads = {line.group: line.staff_id for line in lines if line.leads}
    places = {line.community: None for line in lines if line.community}
    group_of = {line.community: line.group for line in lines if line.group}
    officers = {line.community: line.staff_id for line in lines if Role.COMMUNITY_OFFICER in line.roles}
    return Roster(
        people=tuple(
            Person(
                staff_id=line.staff_id,
                name=line.name,
                team=line.team,
                community_id=line.community or None,
                roles=line.roles,
            )
            for line in lines
            if line.staff_id and line.team
        ),
        communities=tuple(
            Community(
                community_id=name, name=name, group_id=group_of[name], officer_staff_id=officers.get(name)
            )
            for name in places
        ),
        groups=tuple(PoliceGroup(group_id=name, name=name, lead_staff_id=leads.get(name)) for name in groups),
    )
