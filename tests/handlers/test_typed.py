"""Days and moments as people type them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import typed
from handlers.texts import Texts

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2023, 4, 20, 11, 55, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("said", "today", "meant"),
    [
        ("4月24日", "2023-04-20", "2023-04-24"),
        ("4-24", "2023-04-20", "2023-04-24"),
        ("24日", "2023-04-20", "2023-04-24"),
        ("24", "2023-04-20", "2023-04-24"),
        ("3日", "2023-04-20", "2023-05-03"),
        ("31日", "2023-04-20", "2023-05-31"),
        ("24 Apr", "2023-04-20", "2023-04-24"),
        ("april 24", "2023-04-20", "2023-04-24"),
        ("4月20日", "2023-04-20", "2024-04-20"),  # today is no day to wait for
        ("1月3日", "2023-12-28", "2024-01-03"),
        ("2月29日", "2023-12-28", "2024-02-29"),
        ("2月29日", "2024-03-01", None),
        ("4月31日", "2023-04-20", None),
        ("13-1", "2023-04-20", None),
        ("24 Foo", "2023-04-20", None),
        ("0日", "2023-04-20", None),
        ("下周", "2023-04-20", None),
    ],
)
def test_a_day_is_the_next_of_that_name(said: str, today: str, meant: str | None) -> None:
    assert typed.day(said, date.fromisoformat(today)) == (date.fromisoformat(meant) if meant else None)


@given(st.dates(date(2023, 1, 1), date(2030, 12, 31)), st.integers(1, 300), st.sampled_from(["zh-CN", "en"]))
def test_a_day_can_be_typed_as_it_is_shown(today: date, ahead: int, language: str) -> None:
    day = today + timedelta(days=ahead)
    assert typed.day(Texts(ZONE, language).short_day(day), today) == day


@given(st.text(max_size=20))
def test_anything_may_be_typed(said: str) -> None:
    day, moment = typed.day(said, NOW.date()), typed.moment(said, NOW, ZONE)
    assert day is None or day > NOW.date()
    assert moment is None or moment > NOW


@pytest.mark.parametrize(
    ("said", "day", "hour", "minute"),
    [
        ("18:00", 20, 18, 0),
        ("8:30", 21, 8, 30),
        ("4月21日 08:30", 21, 8, 30),
        ("4-21 8:30", 21, 8, 30),
        ("明天18:00", 21, 18, 0),
        ("明早9点", 21, 9, 0),
        ("下午3点半", 20, 15, 30),
        ("后天晚上8点20分", 22, 20, 20),
        ("中午12点", 20, 12, 0),
        ("21 Apr 08:30", 21, 8, 30),
        ("April 21, 8:30", 21, 8, 30),
        ("tomorrow 3 pm", 21, 15, 0),
        ("Today 3:15PM", 20, 15, 15),
        ("12am", 21, 0, 0),
        ("24日14:30", 24, 14, 30),
        ("24 14:30", 24, 14, 30),
        ("今晚8点", 20, 20, 0),
    ],
)
def test_a_moment_is_understood_as_people_type_it(said: str, day: int, hour: int, minute: int) -> None:
    assert typed.moment(said, NOW, ZONE) == datetime(2023, 4, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    "said",
    [
        "昨天",
        "9",
        "25:00",
        "4月31日 8:00",
        "今天 8:00",
        "21 Foo 8:30",
        "晚上12点",
        "13am",
        "明天8",
        "4 21",
        "",
    ],
)
def test_what_is_no_moment_or_past_is_none(said: str) -> None:
    assert typed.moment(said, NOW, ZONE) is None


@given(
    minutes=st.integers(1, 300 * 24 * 60),
    language=st.sampled_from(["zh-CN", "en"]),
)
def test_a_moment_can_be_typed_as_it_is_shown(minutes: int, language: str) -> None:
    moment = NOW + timedelta(minutes=minutes)
    assert typed.moment(Texts(ZONE, language).moment(moment), NOW, ZONE) == moment


@pytest.mark.parametrize(
    ("said", "day", "hour", "minute"),
    [
        ("11:55", 20, 11, 55),
        ("今天9点", 20, 9, 0),
        ("18:00", 19, 18, 0),
        ("昨晚8点", 19, 20, 0),
        ("昨天 20:10", 19, 20, 10),
        ("前天9点半", 18, 9, 30),
        ("yesterday 3 pm", 19, 15, 0),
        ("4月18日 10:30", 18, 10, 30),
        ("18日10点", 18, 10, 0),
        ("18 Apr 10:30", 18, 10, 30),
    ],
)
def test_a_moment_of_the_past_is_the_last_of_that_name(said: str, day: int, hour: int, minute: int) -> None:
    assert typed.past_moment(said, NOW, ZONE) == datetime(2023, 4, day, hour, minute, tzinfo=ZONE)


def test_last_month_and_last_year_are_meant_where_this_one_is_still_to_come() -> None:
    assert typed.past_moment("28日9点", NOW, ZONE) == datetime(2023, 3, 28, 9, tzinfo=ZONE)
    assert typed.past_moment("12月28日9点", NOW, ZONE) == datetime(2022, 12, 28, 9, tzinfo=ZONE)


@pytest.mark.parametrize("said", ["明天9点", "昨天", "昨天25:00", "刚才", "9"])
def test_what_is_no_moment_of_the_past_is_none(said: str) -> None:
    assert typed.past_moment(said, NOW, ZONE) is None


@given(st.text(max_size=20))
def test_whatever_is_typed_the_past_is_not_ahead(said: str) -> None:
    moment = typed.past_moment(said, NOW, ZONE)
    assert moment is None or moment <= NOW
