"""The rules of double review: stages in order, transitions, and when a reviewer is nudged."""

from datetime import UTC, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.moments import outside_quiet
from handlers.reviews.rules import DECIDES, TRANSITIONS, all_ticked, is_overdue, next_nudge, next_stage
from handlers.settings import QuietHours
from storage.case_reviews import WAITING, CaseReview, ReviewState, Stage

QUIET = QuietHours(start=time(22), end=time(8))
SHANGHAI = ZoneInfo("Asia/Shanghai")
MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
STATES = sorted(ReviewState)
START = datetime(2023, 4, 20, 4, tzinfo=UTC)


def review(**fields: object) -> CaseReview:
    empty = dict.fromkeys(CaseReview.model_fields) | {
        "id": 1,
        "year": 2023,
        "serial": 5,
        "state": ReviewState.OPEN,
        "case_code": "演案2023-0021",
        "stage": Stage.PRE,
        "checklist": ("权利告知", "期限"),
        "officers": ("P-1",),
        "returns": 0,
        "since": START,
        "due_at": START + timedelta(hours=24),
        "raised": False,
    }
    return CaseReview.model_validate(empty | fields)


def of_case(*states: ReviewState) -> list[CaseReview]:
    return [review(stage=stage, state=state) for stage, state in zip(Stage, states, strict=False)]


@pytest.mark.parametrize(
    ("done", "following"), [(0, Stage.PRE), (1, Stage.DURING), (2, Stage.POST), (3, None)]
)
def test_a_stage_follows_the_one_that_is_done(done: int, following: Stage | None) -> None:
    assert next_stage(of_case(*[ReviewState.DONE] * done)) == following


@pytest.mark.parametrize(
    "states",
    [
        states
        for length in (1, 2, 3)
        for states in product(STATES, repeat=length)
        if set(states) != {ReviewState.DONE}
    ],
)
def test_none_follows_while_one_is_under_way(states: tuple[ReviewState, ...]) -> None:
    assert next_stage(of_case(*states)) is None


def test_done_is_reached_by_two_decisions_and_nothing_leads_out_of_it() -> None:
    ways = {(state, to) for states, to in TRANSITIONS.values() for state in states if to}
    assert {state for state, to in ways if to == ReviewState.DONE} == {ReviewState.LEGAL_OK}
    assert {state for state, to in ways if to == ReviewState.LEGAL_OK} == {ReviewState.LEADER_OK}
    assert {state for state, to in ways if to == ReviewState.LEADER_OK} == {ReviewState.OPEN}
    assert not [to for state, to in ways if state == ReviewState.DONE]


def test_the_two_decisions_are_of_different_posts() -> None:
    assert set(DECIDES) == WAITING
    assert len(set(DECIDES.values())) == len(DECIDES)


@given(MOMENTS, st.integers(4, 71), st.floats(0, 1))
def test_a_nudge_comes_before_the_end_outside_the_quiet_hours_or_at_the_end(
    since: datetime, hours: int, share: float
) -> None:
    found = review(since=since, due_at=since + timedelta(hours=hours))
    assert found.due_at
    now = since + (found.due_at - since) * share
    moment = next_nudge(found, now, QUIET, SHANGHAI)
    if now >= found.due_at:
        assert moment is None
        assert is_overdue(found, now)
    else:
        assert moment is not None
        assert now < moment <= found.due_at
        assert moment == found.due_at or outside_quiet(moment, QUIET, SHANGHAI) == moment


@pytest.mark.parametrize("state", sorted(set(ReviewState) - WAITING))
def test_what_waits_for_no_reviewer_nudges_none_and_is_never_late(state: ReviewState) -> None:
    found = review(state=state)
    assert next_nudge(found, START, QUIET, SHANGHAI) is None
    assert not is_overdue(found, START + timedelta(days=30))


@pytest.mark.parametrize(("ticked", "all_of_them"), [(0, False), (1, False), (2, False), (3, True)])
def test_all_is_ticked_only_when_every_item_is(ticked: int, all_of_them: bool) -> None:
    assert all_ticked(ticked, review()) == all_of_them
