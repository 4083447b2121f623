"""When to speak, and when rather not."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handlers.moments import digest_at, next_daily, outside_quiet
from handlers.settings import QuietHours

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = QuietHours(start=time(22), end=time(8))
moments = st.integers(0, 8 * 366 * 86_400).map(
    lambda s: datetime(2023, 1, 1, tzinfo=UTC) + timedelta(seconds=s)
)
clocks = st.times().map(lambda t: t.replace(microsecond=0))


@pytest.mark.parametrize(
    ("moment", "heard"),
    [
        ("2023-04-20T11:55", "2023-04-20T11:55"),
        ("2023-04-20T21:59:59", "2023-04-20T21:59:59"),
        ("2023-04-20T22:00", "2023-04-21T08:00"),
        ("2023-04-30T23:30", "2023-05-01T08:00"),
        ("2023-12-31T23:59:59", "2024-01-01T08:00"),
        ("2024-02-29T03:00", "2024-02-29T08:00"),
        ("2023-04-20T07:59:59", "2023-04-20T08:00"),
        ("2023-04-20T08:00", "2023-04-20T08:00"),
    ],
)
def test_the_night_waits_for_the_morning(moment: str, heard: str) -> None:
    said, expected = (datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) for text in (moment, heard))
    assert outside_quiet(said, NIGHT, SHANGHAI) == expected


@given(moments, clocks, clocks)
def test_it_is_never_quiet_when_we_speak_and_never_a_day_later(
    moment: datetime, start: time, end: time
) -> None:
    quiet = QuietHours(start=start, end=end)
    heard = outside_quiet(moment, quiet, SHANGHAI)
    assert heard.astimezone(SHANGHAI).time() not in quiet
    assert timedelta(0) <= heard - moment < timedelta(days=1)
    assert heard == moment or moment.astimezone(SHANGHAI).time() in quiet


@given(moments, clocks)
def test_the_next_time_of_day_is_after_now_and_within_a_day(now: datetime, clock: time) -> None:
    moment = next_daily(now, clock, SHANGHAI)
    assert timedelta(0) < moment - now <= timedelta(days=1)
    assert moment.astimezone(SHANGHAI).time() == clock


def test_at_the_time_itself_the_next_one_is_tomorrows() -> None:
    nine = datetime(2023, 12, 31, 9, tzinfo=SHANGHAI)
    assert next_daily(nine, time(9), SHANGHAI) == datetime(2024, 1, 1, 9, tzinfo=SHANGHAI)


@given(moments, clocks, clocks, clocks)
def test_a_digest_is_said_at_its_hour_or_later_on_that_day_and_never_in_the_quiet_hours(
    now: datetime, clock: time, start: time, end: time
) -> None:
    quiet = QuietHours(start=start, end=end)
    assume(clock not in quiet)  # the settings see to it
    said = digest_at(now, clock, quiet, SHANGHAI)
    local = said.astimezone(SHANGHAI).time()
    assert local not in quiet
    assert local >= clock
    assert timedelta(0) <= said - now <= timedelta(days=1)
    assert digest_at(said, clock, quiet, SHANGHAI) == said


@given(moments, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_however_long_we_were_away_there_is_one_digest_a_day(since: datetime, away: timedelta) -> None:
    """What fell due while nobody was there is said once: on the day of coming back, or on the next."""
    back = since + away
    said = digest_at(back, time(9), NIGHT, SHANGHAI)
    following = next_daily(said, time(9), SHANGHAI)
    assert said.astimezone(SHANGHAI).date() < following.astimezone(SHANGHAI).date()
