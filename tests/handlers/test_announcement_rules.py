"""What may be written and when it may be sent, as people type it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.announcements import rules
from handlers.texts import Texts

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2023, 4, 20, 11, 55, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("typed", "day", "hour", "minute"),
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
    ],
)
def test_a_moment_is_understood_as_people_type_it(typed: str, day: int, hour: int, minute: int) -> None:
    assert rules.moment_typed(typed, NOW, ZONE) == datetime(2023, 4, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    "typed",
    ["昨天", "9", "25:00", "4月31日 8:00", "今天 8:00", "21 Foo 8:30", "晚上12点", "13am", "7月1日 8:00", ""],
)
def test_what_is_no_moment_or_past_or_too_far_is_none(typed: str) -> None:
    assert rules.moment_typed(typed, NOW, ZONE) is None


@given(
    minutes=st.integers(1, rules.FURTHEST.days * 24 * 60),
    language=st.sampled_from(["zh-CN", "en"]),
)
def test_a_moment_can_be_typed_as_it_is_shown(minutes: int, language: str) -> None:
    moment = NOW + timedelta(minutes=minutes)
    assert rules.moment_typed(Texts(ZONE, language).moment(moment), NOW, ZONE) == moment


@given(st.text(min_size=1, max_size=rules.MOST_TEXT * 2))
def test_what_is_not_too_long_fits_a_message_in_bytes(text: str) -> None:
    assert rules.over(text) > 0 or len(text.encode()) <= rules.MOST_TEXT * 3
