"""The pace: no stretch of time holds more than the platform allows, and a refusal is a lesson."""

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import limits
from bot.limits import TELEGRAM, Pace


def most_within(seconds: float, times: list[float]) -> int:
    return max((bisect_left(times, at + seconds - 1e-6) - n for n, at in enumerate(times)), default=0)


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", "c", "-group"]), st.floats(0, 20)), max_size=80),
    st.lists(st.tuples(st.floats(0, 20), st.floats(0, 3)), max_size=2),
)
def test_no_second_holds_more_than_the_platform_allows(
    wishes: list[tuple[str, float]], silences: list[tuple[float, float]]
) -> None:
    pace = Pace(TELEGRAM)
    said: dict[str, list[float]] = {}
    for seconds, at in silences:
        pace.pause(seconds, at)
    now = 0.0
    for chat, wish in wishes:
        now = max(now, wish, pace.chat_free(chat))
        said.setdefault(chat, []).append(pace.take(chat, now))
    for chat, times in said.items():
        rate = TELEGRAM.of(chat)
        for seconds in (1, 2, 5, 60):
            assert most_within(seconds, times) <= rate.burst + seconds * rate.per_second
        assert most_within(60, times) <= 20 or not chat.startswith("-")
    assert most_within(1, sorted(at for times in said.values() for at in times)) <= 30
    assert all(at >= sum(silence) for times in said.values() for at in times for silence in silences)


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", "c", "d"]), st.floats(0, 0.5)), min_size=1, max_size=120)
)
def test_what_leaves_late_puts_off_what_comes_after_it(late: list[tuple[str, float]]) -> None:
    pace = Pace(TELEGRAM)
    left: dict[str, list[float]] = {}
    now = 0.0
    for chat, seconds in late:
        now = max(now, pace.chat_free(chat))
        place = pace.take(chat, now)
        now = max(now, place) + seconds
        while (wait := pace.leave(chat, place, now)) > 0:
            now += wait
        left.setdefault(chat, []).append(now)
    assert most_within(1, sorted(at for times in left.values() for at in times)) <= 30
    for times in left.values():
        for seconds in (1, 2, 5, 60):
            assert most_within(seconds, times) <= TELEGRAM.chat.burst + seconds * TELEGRAM.chat.per_second


def test_a_place_that_is_given_back_is_waited_for_by_nobody() -> None:
    pace = Pace(TELEGRAM)
    for chat in "abc":
        pace.take(chat, 0)
        pace.give_back(chat)
    assert pace.next_place(1) == 1


def test_a_refusal_silences_its_chat_alone_a_second_one_everybody() -> None:
    pace = Pace(TELEGRAM)
    pace.refused("a", 30, now=0)
    assert (pace.silence(1), pace.held("a")) == (0, 30)
    pace.refused("a", 30, now=1)
    assert pace.silence(1) == 0, "it was the same chat again"
    pace.refused("b", 10, now=2)
    assert pace.silence(2) == 10
    pace.refused("c", 5, now=60)
    assert pace.silence(60) == 0, "the others' time is over"


def spacing(pace: Pace, now: float) -> float:
    first, second = pace.take("x", now), pace.take("y", now)
    return second - first


def test_who_was_refused_as_a_whole_goes_slower_and_then_faster_again() -> None:
    pace = Pace(TELEGRAM)
    usual = spacing(pace, 0)
    for chat in "abcd":
        pace.refused(chat, 1, now=10)
    slowed = spacing(pace, 11)
    assert usual / slowed == pytest.approx(limits.SLOWED_TO), (
        "four answers to what was under way are one refusal"
    )
    assert slowed > spacing(pace, 20) > spacing(pace, 60) == pytest.approx(usual)


def test_idle_chats_are_forgotten() -> None:
    pace = Pace(TELEGRAM)
    for n in range(limits.CHATS_REMEMBERED + 1):
        pace.take(str(n), now=n)
    pace.take("a", now=20_000)
    assert len(pace._chats) == 1
