"""The station's calendar, and due times counted in its days (S2): weekends, holidays, days worked instead."""

from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.sandbox.demo_station import demo_now
from handlers.calendar import Calendar
from handlers.settings import CalendarSettings, SheetSettings
from handlers.sheets import rules

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(SHANGHAI, CalendarSettings())
days = st.dates(min_value=date(2015, 1, 1), max_value=date(2026, 12, 31))
moments = st.integers(0, 12 * 365 * 86_400).map(
    lambda seconds: datetime(2015, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2023-04-05", False),  # Qingming, a Wednesday
        ("2023-04-22", False),  # a Saturday
        ("2023-04-23", True),  # a Sunday worked for the May holiday
        ("2023-04-29", False),
        ("2023-05-03", False),
        ("2023-05-04", True),
        ("2023-05-06", True),  # a Saturday worked
        ("2024-02-29", True),  # a leap day, a Thursday
        ("2024-02-17", False),  # the last day of the Spring Festival
        ("2024-02-18", True),  # a Sunday worked
        ("2030-10-01", False),  # not announced yet: the statutory holidays are known all the same
    ],
)
def test_the_calendar_knows_the_state_councils_days(day: str, worked: bool) -> None:
    assert CALENDAR.worked(date.fromisoformat(day)) is worked


def test_a_station_can_correct_any_day() -> None:
    own = Calendar(SHANGHAI, CalendarSettings(holidays=(date(2023, 5, 4),), workdays=(date(2023, 5, 1),)))
    assert not own.worked(date(2023, 5, 4))
    assert own.worked(date(2023, 5, 1))
    with pytest.raises(ValidationError):
        CalendarSettings(holidays=(date(2023, 5, 1),), workdays=(date(2023, 5, 1),))


@pytest.mark.parametrize(
    ("kind", "roll", "count", "due"),
    [
        ("natural", False, 7, "2023-04-27"),
        ("natural", True, 7, "2023-04-27"),
        ("natural", False, 9, "2023-04-29"),
        ("natural", True, 9, "2023-05-04"),  # over the whole May holiday
        ("working", False, 7, "2023-04-28"),  # 21, 23 to 28 April: the Sunday counts
        ("working", False, 8, "2023-05-04"),
    ],
)
def test_a_due_day_is_counted_as_the_station_counts(
    kind: Literal["natural", "working"], roll: bool, count: int, due: str
) -> None:
    settings = SheetSettings(feedback_days=count, day_kind=kind, roll_over_holiday=roll)
    found = rules.due_at(demo_now(), settings, CALENDAR)
    assert CALENDAR.day_of(found) == date.fromisoformat(due)


@given(days, st.integers(1, 30))
def test_so_many_working_days_later_so_many_were_worked(day: date, count: int) -> None:
    later = CALENDAR.days_after(day, count, "working")
    between = [day + timedelta(days=n) for n in range(1, (later - day).days + 1)]
    assert sum(map(CALENDAR.worked, between)) == count
    assert CALENDAR.worked(later)


@given(days)
def test_the_first_working_day_from_a_day_on_skips_none(day: date) -> None:
    found = CALENDAR.workday_from(day)
    assert found >= day
    assert CALENDAR.worked(found)
    assert not any(CALENDAR.worked(day + timedelta(days=n)) for n in range((found - day).days))


@given(moments, st.integers(1, 30), st.sampled_from(["natural", "working"]), st.booleans())
def test_later_starts_are_never_due_earlier(
    start: datetime, count: int, kind: Literal["natural", "working"], roll: bool
) -> None:
    settings = SheetSettings(feedback_days=count, day_kind=kind, roll_over_holiday=roll)
    due, next_due = (
        rules.due_at(moment, settings, CALENDAR) for moment in (start, start + timedelta(days=1))
    )
    assert start < due <= next_due
    if roll or kind == "working":
        assert CALENDAR.worked(CALENDAR.day_of(due))


@given(moments, st.integers(-60, 180))
def test_a_clock_that_stood_still_and_goes_on_is_where_it_was(start: datetime, count: int) -> None:
    due = rules.due_at(start, SheetSettings(), CALENDAR)
    moved = rules.moved_by_days(due, count, CALENDAR)
    assert rules.moved_by_days(moved, -count, CALENDAR) == due
