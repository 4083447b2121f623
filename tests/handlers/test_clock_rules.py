"""The rules of legal clocks: until when each limit runs, when it speaks, what may be done to it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.clocks import rules
from handlers.moments import IN_TIME, outside_quiet
from handlers.settings import ClockSettings, LegalLimit, RemindSettings, Span
from storage.legal_clocks import ClockState, LegalClock

SHANGHAI = ZoneInfo("Asia/Shanghai")
SETTINGS, REMIND = ClockSettings(), RemindSettings()
KEYS = [limit.key for limit in SETTINGS.limits]
MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC"]).map(ZoneInfo)


def limit(key: str) -> LegalLimit:
    found = rules.limit_of(SETTINGS, key)
    assert found
    return found


def clock(key: str, began_at: datetime, zone: ZoneInfo = SHANGHAI, **fields: object) -> LegalClock:
    given = {
        "id": 4,
        "year": 2023,
        "serial": 4,
        "kind": key,
        "name": limit(key).name,
        "case_code": "演案2023-0021",
        "staff_id": "P-1",
        "state": ClockState.RUNNING,
        "began_at": began_at,
        "due_at": rules.after(began_at, limit(key).limit, zone),
        "extended": False,
        "started_at": began_at,
        "stopped_at": None,
        "stopped_by": None,
    }
    return LegalClock.model_validate(given | fields)


def calls(of: LegalClock, zone: ZoneInfo = SHANGHAI) -> list[datetime]:
    """Every moment at which it speaks, its end included."""
    found, now = [], of.began_at
    while moment := rules.next_call(of, now, REMIND, zone):
        found.append(moment)
        now = moment
    return found


@pytest.mark.parametrize(
    ("key", "due", "extended"),
    [
        ("acceptance", "2023-04-21T10:30", None),
        ("public_order", "2023-05-20T23:59:59", "2023-06-19T23:59:59"),
        ("questioning", "2023-04-20T18:30", "2023-04-21T10:30"),
        ("custody", "2023-04-21T10:30", None),
        ("unrelated", "2023-04-23T23:59:59", None),
    ],
)
def test_hours_run_from_the_moment_and_days_to_the_end_of_the_last(
    key: str, due: str, extended: str | None
) -> None:
    began_at = datetime(2023, 4, 20, 10, 30, tzinfo=SHANGHAI)
    started = clock(key, began_at)
    assert started.due_at == datetime.fromisoformat(due).replace(tzinfo=SHANGHAI)
    longer = rules.extended(started, SETTINGS, SHANGHAI)
    assert longer == (datetime.fromisoformat(extended).replace(tzinfo=SHANGHAI) if extended else None)
    assert rules.latest(began_at, limit(key), SHANGHAI) == (longer or started.due_at)


def test_the_night_in_which_the_clocks_change_has_its_hours_like_any_other() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    began_at = datetime(2023, 3, 25, 21, tzinfo=UTC)  # 22:00, and at 2:00 it is 3:00
    assert rules.after(began_at, Span(hours=8), berlin) - began_at == timedelta(hours=8)
    assert rules.after(began_at, Span(days=1), berlin) == datetime(2023, 3, 26, 21, 59, 59, tzinfo=UTC)


@given(MOMENTS, ZONES, st.sampled_from(KEYS))
def test_every_limit_is_at_least_as_long_as_the_law_gives_and_less_than_a_day_longer(
    began_at: datetime, zone: ZoneInfo, key: str
) -> None:
    span = limit(key).limit
    runs = rules.after(began_at, span, zone) - began_at
    if span.hours:
        assert runs == timedelta(hours=span.hours)
    else:
        changes = timedelta(hours=1)  # of the clocks, in spring and in autumn
        assert (
            timedelta(days=span.days, seconds=-1) - changes <= runs <= timedelta(days=span.days + 1) + changes
        )


@pytest.mark.parametrize(
    ("key", "began", "said"),
    [
        (
            "acceptance",
            "20 09:00",
            ["20 21:00", "21 08:00", "21 09:00"],
        ),  # 7:00 is night, at 8:00 it is in time
        (
            "acceptance",
            "20 08:30",
            ["20 20:30", "21 06:30", "21 08:30"],
        ),  # at 8:00 half an hour would be left
        ("questioning", "20 10:00", ["20 14:00", "20 16:00", "20 18:00"]),
        ("questioning", "20 20:00", ["21 00:00", "21 02:00", "21 04:00"]),  # the morning would be too late
        ("questioning", "21 01:00", ["21 08:00", "21 09:00"]),
        ("custody", "20 15:00", ["21 08:00", "21 13:00", "21 15:00"]),
        ("unrelated", "20 10:00", ["22 09:00", "23 09:00", "23 23:59"]),
        ("unrelated", "20 08:00", ["20 09:00", "22 09:00", "23 09:00", "23 23:59"]),
    ],
)
def test_it_speaks_ahead_and_at_its_end(key: str, began: str, said: list[str]) -> None:
    day, _, hour = began.partition(" ")
    began_at = datetime.combine(datetime(2023, 4, int(day)), time.fromisoformat(hour), tzinfo=SHANGHAI)  # noqa: DTZ001
    assert [f"{moment.astimezone(SHANGHAI):%d %H:%M}" for moment in calls(clock(key, began_at))] == said


def test_thirty_days_speak_three_days_and_a_day_before_and_on_the_day() -> None:
    began_at = datetime(2023, 4, 18, 10, 30, tzinfo=SHANGHAI)
    said = [f"{moment.astimezone(SHANGHAI):%m-%d %H}" for moment in calls(clock("public_order", began_at))]
    assert said == ["05-15 09", "05-17 09", "05-18 09", "05-18 23"]


@given(MOMENTS, ZONES, st.sampled_from(KEYS), st.booleans())
def test_whatever_the_limit_it_speaks_in_time_seldom_at_night_and_last_at_its_end(
    began_at: datetime, zone: ZoneInfo, key: str, longer: bool
) -> None:
    started = clock(key, began_at, zone)
    end = rules.extended(started, SETTINGS, zone)
    if longer and end:
        started = started.model_copy(update={"due_at": end, "extended": True})
    *ahead, last = calls(started, zone)
    assert last == started.due_at
    assert ahead, "nobody would be warned"
    assert ahead == sorted(set(ahead))
    assert len(ahead) <= 3
    for moment in ahead:
        assert began_at < moment < started.due_at
        morning = outside_quiet(moment, REMIND.quiet_hours, zone)
        assert morning == moment or morning > started.due_at - IN_TIME
        assert morning == moment or rules.disturbs(started, moment, REMIND, zone)


@given(MOMENTS, st.sampled_from(KEYS))
def test_one_that_is_stopped_says_nothing(began_at: datetime, key: str) -> None:
    stopped = clock(key, began_at, state=ClockState.STOPPED)
    assert rules.next_call(stopped, began_at, REMIND, SHANGHAI) is None
    assert not rules.is_over(stopped, stopped.due_at + timedelta(days=9))


def test_it_is_over_from_its_end_on_until_somebody_stops_it() -> None:
    began_at = datetime(2023, 4, 20, 10, 30, tzinfo=SHANGHAI)
    started = clock("acceptance", began_at)
    assert not rules.is_over(started, started.due_at - timedelta(seconds=1))
    assert rules.is_over(started, started.due_at)
    assert rules.next_call(started, started.due_at, REMIND, SHANGHAI) is None


def test_more_time_is_to_be_had_once_and_not_for_a_limit_that_is_no_more() -> None:
    began_at = datetime(2023, 4, 20, 10, 30, tzinfo=SHANGHAI)
    started = clock("questioning", began_at)
    assert rules.extended(started, SETTINGS, SHANGHAI)
    assert rules.extended(started.model_copy(update={"extended": True}), SETTINGS, SHANGHAI) is None
    changed = ClockSettings(limits=(limit("acceptance"),))
    assert rules.extended(started, changed, SHANGHAI) is None


def test_night_does_not_disturb_for_a_matter_of_days() -> None:
    midnight = datetime(2023, 4, 23, 23, 59, 59, tzinfo=SHANGHAI)
    began_at = midnight - timedelta(days=3)
    assert not rules.disturbs(clock("unrelated", began_at), midnight, REMIND, SHANGHAI)
    assert rules.disturbs(clock("acceptance", began_at), midnight, REMIND, SHANGHAI)
    assert not rules.disturbs(clock("acceptance", began_at), began_at.replace(hour=10), REMIND, SHANGHAI)


@pytest.mark.parametrize(
    ("seconds", "shown"), [(3600, (1, 0)), (3599, (1, 0)), (90, (0, 2)), (29, (0, 0)), (-5, (0, 0))]
)
def test_what_is_left_is_told_to_the_minute(seconds: int, shown: tuple[int, int]) -> None:
    due = datetime(2023, 4, 20, 18, tzinfo=SHANGHAI)
    assert rules.left(due, due - timedelta(seconds=seconds)) == shown
