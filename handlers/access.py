"""Who may do what, and how far it reaches: the only place where that is decided (S1: deny by default)."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from storage.people import Person, Role
from storage.records import Record


class Scope(IntEnum):
    """How far a permission reaches; a wider one includes the narrower."""

    OWN = 1
    GROUP = 2
    TEAM = 3
    STATION = 4


class Action(StrEnum):
    """What can be permitted."""

    SHEET_DRAFT = "sheet.draft"
    SHEET_ISSUE = "sheet.issue"
    SHEET_REVIEW = "sheet.review"
    SHEET_REASSIGN = "sheet.reassign"
    SHEET_TRANSFER = "sheet.transfer"
    SHEET_SUSPEND = "sheet.suspend"
    SHEET_VOID = "sheet.void"
    SHEET_HANDLE = "sheet.handle"
    SHEET_READ = "sheet.read"
    SHEET_PRINT = "sheet.print"
    SHEET_WATCH = "sheet.watch"
    EXTENSION_REQUEST = "extension.request"
    EXTENSION_DECIDE = "extension.decide"
    ISSUE_DRAFT = "issue.draft"
    ISSUE_LIST = "issue.list"
    ISSUE_HANDLE = "issue.handle"
    ISSUE_VERIFY = "issue.verify"
    ISSUE_DECIDE = "issue.decide"
    ISSUE_READ = "issue.read"
    SLIP_DECIDE = "slip.decide"
    SLIP_RED = "slip.decide-red"
    SLIP_JUDGE = "slip.judge"
    SLIP_READ = "slip.read"
    SLIP_ANSWER = "slip.answer"
    REVIEW_QUEUE = "review.queue"
    TEAM_READ = "team.read"
    REVIEW_SUBMIT = "review.submit"
    REVIEW_FIRST = "review.first"
    REVIEW_SECOND = "review.second"
    REVIEW_RAISE = "review.raise"
    REVIEW_WATCH = "review.watch"
    REVIEW_READ = "review.read"
    CLOCK_START = "clock.start"
    CLOCK_READ = "clock.read"
    ANNOUNCE = "announcement.send"
    ENROL_INVITE = "enrol.invite"
    ENROL_UNBIND = "enrol.unbind"


TABLE: Mapping[Action, Mapping[Role, Scope]] = {
    # a draft is its author's alone, however far they may read
    Action.SHEET_DRAFT: {
        Role.QUALITY_POST: Scope.OWN,
        Role.COMMAND_DIRECTOR: Scope.OWN,
        Role.COMMAND_DUTY: Scope.OWN,
    },
    Action.SHEET_ISSUE: {
        Role.QUALITY_POST: Scope.OWN,
        Role.COMMAND_DIRECTOR: Scope.OWN,
    },
    Action.SHEET_REVIEW: {
        Role.QUALITY_POST: Scope.STATION,
        Role.COMMAND_DIRECTOR: Scope.STATION,
    },
    Action.SHEET_REASSIGN: {
        Role.QUALITY_POST: Scope.STATION,
        Role.COMMAND_DIRECTOR: Scope.STATION,
    },
    Action.SHEET_VOID: {
        Role.QUALITY_POST: Scope.STATION,
        Role.COMMAND_DIRECTOR: Scope.STATION,
    },
    Action.SHEET_TRANSFER: {Role.COMMAND_DIRECTOR: Scope.STATION},
    Action.SHEET_SUSPEND: {Role.COMMAND_DIRECTOR: Scope.STATION},
    Action.SHEET_HANDLE: {
        Role.COMMUNITY_OFFICER: Scope.OWN,
        Role.CASE_OFFICER: Scope.OWN,
    },
    Action.SHEET_READ: {
        Role.LEADER: Scope.STATION,
        Role.COMMAND_DIRECTOR: Scope.STATION,
        Role.COMMAND_DUTY: Scope.STATION,
        Role.QUALITY_POST: Scope.STATION,
        Role.COMMUNITY_TEAM_LEAD: Scope.TEAM,
        Role.CASE_TEAM_LEAD: Scope.TEAM,
        Role.GROUP_LEAD: Scope.GROUP,
        Role.COMMUNITY_OFFICER: Scope.OWN,
        Role.CASE_OFFICER: Scope.OWN,
    },
    # paper leaves the bot: whoever answers for the sheet, or for the work of those who do
    Action.SHEET_PRINT: {
        Role.LEADER: Scope.STATION,
        Role.COMMAND_DIRECTOR: Scope.STATION,
        Role.COMMAND_DUTY: Scope.STATION,
        Role.QUALITY_POST: Scope.STATION,
        Role.COMMUNITY_TEAM_LEAD: Scope.TEAM,
        Role.CASE_TEAM_LEAD: Scope.TEAM,
        Role.GROUP_LEAD: Scope.GROUP,
        Role.COMMUNITY_OFFICER: Scope.OWN,
        Role.CASE_OFFICER: Scope.OWN,
    },
    # who is told of what is overdue, and how far
    Action.SHEET_WATCH: {
        Role.QUALITY_POST: Scope.STATION,
        Role.COMMUNITY_TEAM_LEAD: Scope.TEAM,
        Role.CASE_TEAM_LEAD: Scope.TEAM,
        Role.GROUP_LEAD: Scope.GROUP,
    },
    Action.EXTENSION_REQUEST: {
        Role.COMMUNITY_OFFICER: Scope.OWN,
        Role.CASE_OFFICER: Scope.OWN,
    },
    Action.EXTENSION_DECIDE: {Role.COMMAND_DIRECTOR: Scope.STATION},
    Action.ISSUE_DRAFT: {
        Role.CASE_AUX: Scope.OWN,
        Role.LEGAL_OFFICER: Scope.OWN,
        Role.SUPERVISION_POST: Scope.OWN,
    },
    Action.ISSUE_LIST: {Role.LEGAL_OFFICER: Scope.STATION, Role.SUPERVISION_POST: Scope.STATION},
    Action.ISSUE_HANDLE: {Role.CASE_OFFICER: Scope.OWN},
    Action.ISSUE_VERIFY: {Role.LEGAL_OFFICER: Scope.STATION, Role.SUPERVISION_POST: Scope.STATION},
    # more time, and whether an objection is right
    Action.ISSUE_DECIDE: {Role.SUPERVISION_POST: Scope.STATION},
    Action.ISSUE_READ: {
        Role.SUPERVISION_POST: Scope.STATION,
        Role.LEGAL_OFFICER: Scope.STATION,
        Role.CASE_TEAM_LEAD: Scope.TEAM,
        Role.CASE_OFFICER: Scope.OWN,
        Role.CASE_AUX: Scope.OWN,
    },
    # white and yellow; red is a leader's alone (S6)
    Action.SLIP_DECIDE: {Role.SUPERVISION_POST: Scope.STATION},
    Action.SLIP_RED: {Role.LEADER: Scope.STATION},
    # an appeal is judged by somebody other than whoever sent the slip, of a red one by another leader
    Action.SLIP_JUDGE: {Role.SUPERVISION_POST: Scope.STATION, Role.LEADER: Scope.STATION},
    Action.SLIP_READ: {
        Role.SUPERVISION_POST: Scope.STATION,
        Role.LEADER: Scope.STATION,
        Role.CASE_TEAM_LEAD: Scope.TEAM,
        Role.COMMUNITY_TEAM_LEAD: Scope.TEAM,
        Role.CASE_OFFICER: Scope.OWN,
        Role.COMMUNITY_OFFICER: Scope.OWN,
    },
    Action.SLIP_ANSWER: {Role.CASE_OFFICER: Scope.OWN, Role.COMMUNITY_OFFICER: Scope.OWN},
    # whoever gives verdicts on what others hand in: sheets, or issues
    Action.REVIEW_QUEUE: {
        Role.QUALITY_POST: Scope.STATION,
        Role.COMMAND_DIRECTOR: Scope.STATION,
        Role.LEGAL_OFFICER: Scope.STATION,
        Role.SUPERVISION_POST: Scope.STATION,
    },
    # whoever answers for a team's people sees what each of them has, as far as they may read each thing
    Action.TEAM_READ: {Role.COMMUNITY_TEAM_LEAD: Scope.TEAM, Role.CASE_TEAM_LEAD: Scope.TEAM},
    # whoever starts a legal clock stops it; the supervision post stops anybody's
    Action.CLOCK_START: {
        Role.CASE_OFFICER: Scope.OWN,
        Role.LEGAL_OFFICER: Scope.OWN,
        Role.SUPERVISION_POST: Scope.STATION,
    },
    Action.CLOCK_READ: {
        Role.SUPERVISION_POST: Scope.STATION,
        Role.LEGAL_OFFICER: Scope.STATION,
        Role.CASE_TEAM_LEAD: Scope.TEAM,
        Role.CASE_OFFICER: Scope.OWN,
    },
    Action.REVIEW_SUBMIT: {Role.CASE_OFFICER: Scope.OWN},
    # two reviewers, one after the other: a team's or the station's leader, then a legal officer (S7)
    Action.REVIEW_FIRST: {Role.LEADER: Scope.STATION, Role.CASE_TEAM_LEAD: Scope.TEAM},
    Action.REVIEW_SECOND: {Role.LEGAL_OFFICER: Scope.STATION},
    # what was missing becomes an enforcement issue
    Action.REVIEW_RAISE: {
        Role.LEADER: Scope.STATION,
        Role.CASE_TEAM_LEAD: Scope.TEAM,
        Role.LEGAL_OFFICER: Scope.STATION,
        Role.SUPERVISION_POST: Scope.STATION,
    },
    # who hears when nobody decides in time
    Action.REVIEW_WATCH: {Role.SUPERVISION_POST: Scope.STATION},
    Action.REVIEW_READ: {
        Role.LEADER: Scope.STATION,
        Role.SUPERVISION_POST: Scope.STATION,
        Role.LEGAL_OFFICER: Scope.STATION,
        Role.CASE_TEAM_LEAD: Scope.TEAM,
        Role.CASE_OFFICER: Scope.OWN,
    },
    # the command room is one room: whoever is on duty there sees to what another has begun
    Action.ANNOUNCE: {
        Role.COMMAND_DIRECTOR: Scope.STATION,
        Role.COMMAND_DUTY: Scope.STATION,
        Role.QUALITY_POST: Scope.STATION,
        Role.SUPERVISION_POST: Scope.STATION,
    },
    Action.ENROL_INVITE: {Role.ADMIN: Scope.STATION},
    Action.ENROL_UNBIND: {Role.ADMIN: Scope.STATION},
}
"""The station's `permissions` (S1: deny by default; auxiliaries see no sheets), completed where they are silent:
whoever reviews or answers a sheet reads it, the duty post reads what it hands over (M20), a group's lead
reads what the group is late with (M8)."""


class Relation(Record):
    """How a person stands to a thing: is it theirs, their group's, their team's?"""

    own: bool = False
    group: bool = False
    team: bool = False

    def within(self, scope: Scope) -> bool:
        """Whether a permission that reaches as far as `scope` covers it."""
        return (
            scope == Scope.STATION
            or (scope == Scope.TEAM and (self.team or self.own))
            or (scope == Scope.GROUP and (self.group or self.own))
            or (scope == Scope.OWN and self.own)
        )


def may(person: Person, action: Action) -> bool:
    """Whether a person may do something at all, to whatever it be."""
    return person.left_at is None and any(role in person.roles for role in TABLE[action])


def allows(person: Person, action: Action, relation: Relation) -> bool:
    """Whether a person may do something to a thing to which they stand so."""
    return person.left_at is None and any(
        role in person.roles and relation.within(scope) for role, scope in TABLE[action].items()
    )


def scopes(person: Person, action: Action) -> frozenset[Scope]:
    """How far a person may do something: one scope for each of their roles that lets them, none for none."""
    held = TABLE[action].items() if person.left_at is None else ()
    return frozenset(scope for role, scope in held if role in person.roles)


def roles_with(action: Action, scope: Scope) -> list[Role]:
    """The roles that may do something exactly as far as `scope`."""
    return [role for role, reach in TABLE[action].items() if reach == scope]
