"""The table of access itself: what it says is what was written down by hand."""

from datetime import UTC, datetime

import pytest

from handlers.access import TABLE, Action, Relation, Scope, allows, may
from storage.people import Person, Role, Team
from tests.access import oracle

RIGHTS = {
    Action.SHEET_READ: "read",
    Action.SHEET_PRINT: "print",
    Action.SHEET_DRAFT: "draft",
    Action.SHEET_ISSUE: "issue",
    Action.SHEET_HANDLE: "handle",
    Action.SHEET_REVIEW: "review",
    Action.SHEET_REASSIGN: "room",
    Action.SHEET_VOID: "room",
    Action.SHEET_TRANSFER: "direct",
    Action.SHEET_SUSPEND: "direct",
    Action.EXTENSION_DECIDE: "direct",
    Action.EXTENSION_REQUEST: "handle",
    Action.ISSUE_READ: "i-read",
    Action.ISSUE_DRAFT: "i-draft",
    Action.ISSUE_LIST: "i-list",
    Action.ISSUE_HANDLE: "i-handle",
    Action.ISSUE_VERIFY: "i-verify",
    Action.ISSUE_DECIDE: "i-decide",
    Action.SLIP_READ: "s-read",
    Action.SLIP_DECIDE: "s-decide",
    Action.SLIP_RED: "s-red",
    Action.SLIP_JUDGE: "s-judge",
    Action.SLIP_ANSWER: "s-answer",
    Action.TEAM_READ: "t-read",
    Action.REVIEW_QUEUE: "q-read",
    Action.REVIEW_READ: "v-read",
    Action.REVIEW_SUBMIT: "v-submit",
    Action.REVIEW_FIRST: "v-first",
    Action.REVIEW_SECOND: "v-second",
    Action.REVIEW_RAISE: "v-raise",
    Action.REVIEW_WATCH: "v-watch",
    Action.CLOCK_START: "c-start",
    Action.CLOCK_READ: "c-read",
    Action.ANNOUNCE: "announce",
    Action.ENROL_INVITE: "enrol",
    Action.ENROL_UNBIND: "enrol",
}
EVERYWHERE = Relation(own=True, group=True, team=True)


def holding(role: Role, **fields: object) -> Person:
    return Person.model_validate(
        {"staff_id": "P-1", "name": "警员", "team": Team.PATROL, "roles": {role}} | fields
    )


@pytest.mark.parametrize("action", list(RIGHTS))
@pytest.mark.parametrize("role", list(Role))
def test_the_table_grants_what_was_written_down_and_nothing_else(role: Role, action: Action) -> None:
    scope = TABLE[action].get(role)
    assert (scope.name.lower() if scope else "-") == oracle.TABLE[role][RIGHTS[action]]


def test_every_action_is_written_down() -> None:
    assert set(RIGHTS) | {Action.SHEET_WATCH} == set(Action) == set(TABLE)


def test_whoever_is_told_what_is_overdue_may_read_as_far() -> None:
    for role, scope in TABLE[Action.SHEET_WATCH].items():
        assert TABLE[Action.SHEET_READ][role] == scope


@pytest.mark.parametrize(
    ("scope", "reached"),
    [
        (Scope.OWN, {"own"}),
        (Scope.GROUP, {"own", "group"}),
        (Scope.TEAM, {"own", "team"}),
        (Scope.STATION, {"own", "group", "team", "nothing"}),
    ],
)
def test_a_permission_reaches_as_far_as_its_scope(scope: Scope, reached: set[str]) -> None:
    for stands in ("own", "group", "team", "nothing"):
        relation = Relation(**({stands: True} if stands != "nothing" else {}))
        assert relation.within(scope) == (stands in reached)


@pytest.mark.parametrize("role", list(Role))
def test_whoever_has_left_may_nothing(role: Role) -> None:
    left = holding(role, left_at=datetime(2023, 4, 20, tzinfo=UTC))
    assert not any(may(left, action) or allows(left, action, EVERYWHERE) for action in Action)


@pytest.mark.parametrize("role", list(Role))
def test_what_is_allowed_somewhere_can_be_asked_for(role: Role) -> None:
    for action in Action:
        assert may(holding(role), action) == allows(holding(role), action, EVERYWHERE)
