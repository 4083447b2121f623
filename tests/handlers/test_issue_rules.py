"""The rules of enforcement issues: deadlines of every element, transitions, and when an issue of hours speaks."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.enforcement.rules import (
    DAY_SCALE,
    TRANSITIONS,
    Act,
    due_at,
    extension_limit,
    is_overdue,
    next_call,
)
from handlers.moments import outside_quiet
from handlers.settings import IssueSettings, QuietHours
from storage.issues import WORKING, Element, Issue, IssueState

SHANGHAI = ZoneInfo("Asia/Shanghai")
QUIET = QuietHours(start=time(22), end=time(8))
MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC"]).map(ZoneInfo)


def issue(**fields: object) -> Issue:
    empty = dict.fromkeys(Issue.model_fields) | {
        "id": 1,
        "state": IssueState.RECTIFYING,
        "element": Element.DOSSIER,
        "problem": "未扫描上传",
        "author_id": "P-1",
        "extended": False,
    }
    return Issue.model_validate(empty | fields)


@pytest.mark.parametrize(
    ("element", "due"),
    [
        (Element.INCIDENT, datetime(2023, 4, 13, 10, tzinfo=SHANGHAI)),
        (Element.CASE, datetime(2023, 4, 15, 18, tzinfo=SHANGHAI)),
        (Element.PERSON, datetime(2023, 4, 13, 10, tzinfo=SHANGHAI)),
        (Element.PROPERTY, datetime(2023, 4, 13, 10, tzinfo=SHANGHAI)),
        (Element.DOSSIER, datetime(2023, 4, 19, 18, tzinfo=SHANGHAI)),
        (Element.VENUE, datetime(2023, 4, 14, 10, tzinfo=SHANGHAI)),
    ],
)
def test_each_element_has_its_limit_and_one_of_days_ends_at_six_in_the_evening(
    element: Element, due: datetime
) -> None:
    now = datetime(2023, 4, 12, 10, tzinfo=SHANGHAI)
    assert due_at(issue(element=element), now, IssueSettings(), SHANGHAI) == due


@given(MOMENTS, ZONES, st.sampled_from(Element))
def test_the_proposed_deadline_is_after_now_in_any_time_zone(
    now: datetime, zone: ZoneInfo, element: Element
) -> None:
    assert due_at(issue(element=element), now, IssueSettings(), zone) > now + timedelta(hours=22)


def test_a_deadline_that_was_chosen_stands() -> None:
    chosen = datetime(2023, 4, 13, 12, tzinfo=SHANGHAI)
    assert due_at(issue(due_at=chosen), chosen - timedelta(days=1), IssueSettings(), SHANGHAI) == chosen


@given(MOMENTS, st.integers(1, 71), ZONES)
def test_an_issue_of_hours_speaks_twice_at_the_most_in_time_and_never_at_night(
    start: datetime, hours: int, zone: ZoneInfo
) -> None:
    due, now, said = start + timedelta(hours=hours), start, []
    while moment := next_call(start, due, now, QUIET, zone):
        assert now < moment < due
        assert outside_quiet(moment, QUIET, zone) == moment
        said.append(moment)
        now = moment
    assert len(said) <= 2


def test_half_time_and_two_hours_before_as_the_clock_shows_them() -> None:
    start = datetime(2023, 4, 12, 9, tzinfo=SHANGHAI)
    day = start + timedelta(hours=24)
    first = next_call(start, day, start, QUIET, SHANGHAI)
    assert first == start.replace(hour=21)
    assert next_call(start, day, first, QUIET, SHANGHAI) == start.replace(day=13, hour=8)  # 7:00 is at night
    early = start.replace(day=13, hour=7)
    assert next_call(start, early, start.replace(hour=21), QUIET, SHANGHAI) == start.replace(
        hour=21, minute=59
    )
    assert next_call(start, start + DAY_SCALE, start, QUIET, SHANGHAI) is None


def test_more_time_is_to_be_had_once_and_three_days_at_the_most() -> None:
    due = datetime(2023, 4, 19, 18, tzinfo=SHANGHAI)
    assert extension_limit(issue(due_at=due), IssueSettings()) == due + timedelta(days=3)
    assert extension_limit(issue(due_at=due, extended=True), IssueSettings()) is None
    assert extension_limit(issue(), IssueSettings()) is None


@pytest.mark.parametrize("state", list(IssueState))
def test_only_what_waits_for_its_owner_can_be_overdue(state: IssueState) -> None:
    due = datetime(2023, 4, 19, 18, tzinfo=SHANGHAI)
    late = issue(state=state, due_at=due)
    assert is_overdue(late, due + timedelta(seconds=1)) == (state in WORKING)
    assert not is_overdue(late, due)


def test_from_a_draft_every_state_is_reached_and_what_is_over_stays_over() -> None:
    reached = {IssueState.DRAFT}
    for _ in Act:
        reached |= {to for states, to in TRANSITIONS.values() if to and states & reached}
    assert reached == set(IssueState)
    over = {IssueState.CLOSED, IssueState.WITHDRAWN}
    assert not any(states & over for states, _ in TRANSITIONS.values())
