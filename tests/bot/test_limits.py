"""The pace: no stretch of time holds more messages than the platform allows, whoever writes to whom."""

import heapq
from bisect import bisect_left

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.limits import TELEGRAM, Pace

CHATS = "abcdefgh"
Sent = list[tuple[float, str]]


def run(backlog: list[tuple[float, str]], refusals: list[tuple[float, float]]) -> Sent:
    """What would be sent when: messages (arrival, chat) in order, one speaker to a chat, as delivery does."""
    pace = Pace(TELEGRAM)
    waiting: dict[str, list[float]] = {}
    for at, chat in sorted(backlog):
        waiting.setdefault(chat, []).append(at)
    agenda = [(times[0], "wait", chat) for chat, times in waiting.items()]
    agenda += [(at, "silence", str(seconds)) for at, seconds in refusals]
    heapq.heapify(agenda)
    sent: Sent = []
    while agenda:
        now, step, chat = heapq.heappop(agenda)
        if step == "silence":
            pace.pause(float(chat), now)
        elif step == "wait":
            heapq.heappush(agenda, (now + pace.wait_in_chat(chat, now), "take", chat))
        elif step == "take":
            heapq.heappush(agenda, (now + pace.take(chat, now), "send", chat))
        elif pace.silence(now) > 0:
            heapq.heappush(agenda, (now, "take", chat))
        else:
            sent.append((now, chat))
            waiting[chat].pop(0)
            if waiting[chat]:
                heapq.heappush(agenda, (max(now, waiting[chat][0]), "wait", chat))
    return sent


def most_within(seconds: float, times: list[float]) -> int:
    return max((bisect_left(times, at + seconds - 1e-6) - n for n, at in enumerate(times)), default=0)


moments = st.floats(0, 5)
backlogs = st.lists(st.tuples(moments, st.sampled_from(CHATS)), max_size=60)
crowds = st.builds(
    lambda crowd, own: [(0.0, str(n)) for n in range(crowd)] + [(at, "a") for at in own],
    st.integers(0, 150),
    st.lists(moments, max_size=20),
)


@settings(max_examples=150, deadline=None)
@given(backlogs | crowds, st.lists(st.tuples(moments, st.floats(0, 3)), max_size=2))
def test_no_second_holds_more_than_the_platform_allows(
    backlog: list[tuple[float, str]], refusals: list[tuple[float, float]]
) -> None:
    sent = run(backlog, refusals)
    assert len(sent) == len(backlog)
    for chat in {chat for _, chat in sent}:
        times = [at for at, name in sent if name == chat]
        for seconds in (1, 2, 5):
            assert most_within(seconds, times) <= TELEGRAM.chat.burst - 1 + seconds
    assert most_within(1, [at for at, _ in sent]) <= TELEGRAM.overall.per_second
    for began, silence in refusals:
        assert not any(began < at < began + silence for at, _ in sent)


@given(st.integers(1, 200))
def test_many_chats_are_served_at_the_full_rate(count: int) -> None:
    sent = run([(0.0, str(n)) for n in range(count)], [])
    assert max(at for at, _ in sent) <= count / 30 + 1e-6


def test_a_busy_chat_makes_no_other_wait() -> None:
    sent = run([(0.0, "busy")] * 50 + [(0.5, "other")], [])
    assert next(at for at, chat in sent if chat == "other") < 0.6


def test_a_refusal_silences_its_chat_alone_a_second_one_everybody() -> None:
    pace = Pace(TELEGRAM)
    pace.refused("a", 30, now=0)
    assert pace.silence(1) == 0
    pace.refused("a", 30, now=1)
    assert pace.silence(1) == 0, "it was the same chat again"
    pace.refused("b", 10, now=2)
    assert pace.silence(2) == 10
    pace.refused("c", 5, now=60)
    assert pace.silence(60) == 0, "the others' time is over"


def test_idle_chats_are_forgotten() -> None:
    pace = Pace(TELEGRAM)
    for n in range(10_001):
        pace.take(str(n), now=n)
    pace.wait_in_chat("a", now=20_000)
    assert len(pace._chats) == 0
