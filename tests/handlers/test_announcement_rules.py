"""What may be written in an announcement."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.announcements import rules


@given(st.text(min_size=1, max_size=rules.MOST_TEXT * 2))
def test_what_is_not_too_long_fits_a_message_in_bytes(text: str) -> None:
    assert rules.over(text) > 0 or len(text.encode()) <= rules.MOST_TEXT * 3
