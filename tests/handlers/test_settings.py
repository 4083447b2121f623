"""What a station may choose."""

from datetime import time

import pytest

from handlers.settings import QuietHours, RemindSettings


@pytest.mark.parametrize(
    ("hours", "moment", "quiet"),
    [
        ("22:00-08:00", time(22), True),
        ("22:00-08:00", time(3), True),
        ("22:00-08:00", time(7, 59, 59), True),
        ("22:00-08:00", time(8), False),
        ("22:00-08:00", time(12), False),
        ("12:00-14:00", time(13), True),
        ("12:00-14:00", time(14), False),
        ("00:00-00:00", time(0), False),
    ],
)
def test_quiet_hours_may_pass_midnight_and_end_when_they_say(hours: str, moment: time, quiet: bool) -> None:
    assert (moment in QuietHours.model_validate(hours)) is quiet


def test_quiet_hours_are_told_as_they_are_written() -> None:
    assert str(QuietHours.model_validate("22:00 - 08:00")) == "22:00-08:00"


def test_days_ahead_are_kept_the_earliest_first() -> None:
    assert RemindSettings(offsets_days=(0, 7, 2)).offsets_days == (7, 2, 0)
