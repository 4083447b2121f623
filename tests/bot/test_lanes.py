"""Whose turn it is, against a Telegram stricter than the real one and a clock that costs nothing."""

import heapq
import os
import random
from collections import deque
from dataclasses import dataclass, field
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import lanes
from bot.lanes import Lanes, Turn
from bot.limits import TELEGRAM, Limits, Rate
from bot.sandbox.floods import FloodControl
from storage.messages import Lane

MESSAGES = int(os.environ.get("MESSAGES") or 3_000)
"""`make lanes` sends 100,000."""


class Strict(FloodControl):
    """Telegram as it is announced, with a memory of what it refused."""

    def __init__(self, overall: int = 30) -> None:
        super().__init__(overall)
        self.refusals: list[tuple[float, str]] = []

    def receive(self, chat: str, now: float) -> int | None:
        wait = super().receive(chat, now)
        if wait:
            self.refusals.append((now, chat))
        return wait


@dataclass
class Town:
    """What is to be said, the lanes, and the platform, on a clock of their own."""

    limits: Limits = TELEGRAM
    platform: Strict = field(default_factory=Strict)
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    jitter: float = 0.002
    stalls: float = 0.0
    latency: tuple[float, float] = (0.02, 0.2)
    now: float = 0.0

    def __post_init__(self) -> None:
        self.lanes = Lanes(self.limits)
        self.waiting: dict[tuple[Lane, str], deque[int]] = {}
        self.sent: dict[int, float] = {}
        self.said: dict[tuple[Lane, str], list[int]] = {}
        self._numbers = count()
        self._behind: dict[Lane, deque[str]] = {}
        self._woken_at = 0.0
        self._agenda: list[tuple[float, int, str, tuple[object, ...]]] = []

    def says(self, lane: Lane, chat: str, at: float = 0.0) -> int:
        """A message comes to wait at a time."""
        number = next(self._numbers)
        self._plan(at, "arrives", lane, chat, number)
        return number

    def lives(self, until: float = 1e9) -> None:
        """Let everything happen up to a time."""
        while self._agenda and self._agenda[0][0] <= until:
            at, _, what, details = heapq.heappop(self._agenda)
            self.now = max(self.now, at)
            if self.chance.random() < self.stalls:
                self.now += self.chance.uniform(0.02, 0.4)
            getattr(self, f"_{what}")(*details)
            self._look()

    def _plan(self, at: float, what: str, *details: object) -> None:
        heapq.heappush(self._agenda, (at, next(self._numbers), what, details))

    def _look(self) -> None:
        for lane, behind in self._behind.items():
            while behind and self.lanes.few(lane):
                self.lanes.add(lane, behind.popleft())
        while turn := self.lanes.take(self.now):
            self._plan(turn.at + self.chance.uniform(0, self.jitter), "goes", turn)
        wait = self.lanes.wait(self.now)
        if wait is not None and not self.now < self._woken_at <= self.now + wait + 1e-6:
            self._woken_at = self.now + max(wait, 1e-6)
            self._plan(self._woken_at, "wakes")

    def _wakes(self) -> None:
        """Time to look again."""

    def _arrives(self, lane: Lane, chat: str, number: int) -> None:
        self.waiting.setdefault((lane, chat), deque()).append(number)
        if not self.lanes.add(lane, chat):
            self._behind.setdefault(lane, deque()).append(chat)

    def _goes(self, turn: Turn) -> None:
        if (left := self.lanes.leave(turn, self.now)) > 0:
            self._plan(self.now + left + self.chance.uniform(0, self.jitter), "goes", turn)
            return
        number = self.waiting[turn.lane, turn.chat][0]
        wait = None if turn.lane is Lane.ANSWER else self.platform.receive(turn.chat, self.now)
        self._plan(self.now + self.chance.uniform(*self.latency), "answered", turn, number, self.now, wait)

    def _answered(self, turn: Turn, number: int, at: float, wait: float | None) -> None:
        if wait is None:
            self.waiting[turn.lane, turn.chat].popleft()
            self.sent[number] = at
            self.said.setdefault((turn.lane, turn.chat), []).append(number)
        else:
            self.lanes.pace.refused(turn.chat, wait, self.now)
        self.lanes.done(turn, more=bool(self.waiting[turn.lane, turn.chat]))


def crowd(town: Town, messages: int, chats: int) -> None:
    """Messages of every lane but the urgent one to so many chats, a twentieth of them groups."""
    for n in range(messages):
        chat = f"{'-' if n % chats % 20 == 0 else ''}{n % chats}"
        town.says(
            town.chance.choice([Lane.INTERACTIVE, Lane.ROUTINE, Lane.BULK]), chat, town.chance.uniform(0, 30)
        )


def test_a_crowd_is_told_at_the_full_rate_without_one_refusal() -> None:
    town = Town()
    crowd(town, MESSAGES, MESSAGES)
    town.lives()
    assert town.platform.refusals == []
    assert len(town.sent) == MESSAGES
    assert MESSAGES / max(town.sent.values()) >= 27


def test_a_process_that_is_kept_now_and_then_does_not_make_up_for_it_and_is_never_refused() -> None:
    town = Town(stalls=0.01)
    crowd(town, MESSAGES, MESSAGES // 4)
    town.lives()
    assert town.platform.refusals == []
    assert len(town.sent) == MESSAGES


@pytest.mark.parametrize(("presses", "late"), [(0, 0.3), (25, 1.0)])
def test_an_alert_leaves_within_moments_while_everything_else_waits(presses: int, late: float) -> None:
    town = Town()
    for n in range(10_000):
        town.says(Lane.BULK, str(n))
    for n in range(presses * 10):
        town.says(Lane.INTERACTIVE, str(n), at=n / presses)
    alert = [town.says(Lane.URGENT, str(n), at=3.0) for n in range(100)]
    town.lives(until=20)
    left = sorted(town.sent[number] - 3.0 for number in alert)
    assert left[0] <= 0.1
    assert left[-1] <= 100 / 30 + late
    assert town.platform.refusals == []


def test_an_answer_to_a_press_waits_for_nothing() -> None:
    town = Town()
    for n in range(1_000):
        town.says(Lane.URGENT, str(n))
    toasts = [town.says(Lane.ANSWER, str(n), at=5.0) for n in range(20)]
    town.lives(until=6)
    assert max(town.sent[number] for number in toasts) <= 5.01


def test_an_urgent_message_overtakes_what_waits_in_its_own_chat() -> None:
    town = Town()
    routine = [town.says(Lane.ROUTINE, "a") for _ in range(10)]
    alert = town.says(Lane.URGENT, "a", at=4.0)
    town.lives()
    assert town.sent[alert] <= 5.1
    assert town.sent[alert] < town.sent[routine[-1]]


@pytest.mark.parametrize("busy", [Lane.URGENT, Lane.INTERACTIVE, Lane.ROUTINE])
def test_no_lane_starves_however_much_there_is_before_it(busy: Lane) -> None:
    town = Town()
    for n in range(2_000):
        town.says(busy, str(n))
    lower = [
        lane for lane in Lane if lane is not Lane.ANSWER and list(Lane).index(lane) > list(Lane).index(busy)
    ]
    waiting = {town.says(lane, f"last {lane}", at=1.0): lane for lane in lower}
    town.lives(until=30)
    for number, lane in waiting.items():
        assert town.sent[number] - 1.0 <= (lanes.PATIENCE[lane] + 2) / 29, lane


def test_one_chat_with_much_to_be_told_makes_no_other_wait() -> None:
    town = Town()
    for _ in range(500):
        town.says(Lane.ROUTINE, "busy")
    other = town.says(Lane.ROUTINE, "other", at=0.5)
    town.lives(until=5)
    assert town.sent[other] <= 0.6
    assert town.platform.refusals == []


def test_a_flooded_chat_waits_for_its_time_and_nobody_with_it() -> None:
    town = Town()
    town.platform.flood(60, 0.0, chat="a")
    flooded = town.says(Lane.ROUTINE, "a", at=0.1)
    later = town.says(Lane.URGENT, "a", at=10)
    for n in range(300):
        town.says(Lane.ROUTINE, str(n))
    town.lives()
    assert len(town.platform.refusals) == 1
    assert min(town.sent[flooded], town.sent[later]) >= 60
    assert max(at for number, at in town.sent.items() if number not in (flooded, later)) <= 300 / 27


def test_a_flooded_bot_is_silent_until_its_time_and_asks_only_a_few_times() -> None:
    town = Town()
    for n in range(600):
        town.says(Lane.ROUTINE, str(n))
    town.lives(until=5)
    town.platform.flood(20, town.now)
    town.lives()
    assert len(town.sent) == 600
    assert len(town.platform.refusals) <= 10
    assert not any(5 < at < 25 for at in town.sent.values())


def test_a_platform_stricter_than_announced_is_learned_in_seconds() -> None:
    town = Town(platform=Strict(overall=20))
    for n in range(2_000):
        town.says(Lane.ROUTINE, str(n))
    town.lives()
    late = [at for at, _ in town.platform.refusals if at > 10]
    assert len(town.sent) == 2_000
    assert len(late) / (max(town.sent.values()) - 10) <= 0.2, "a refusal every five seconds at the most"
    assert 2_000 / max(town.sent.values()) >= 14


def test_a_lesson_is_forgotten_when_the_platform_is_kind_again() -> None:
    town = Town(platform=Strict(overall=20))
    for n in range(4_000):
        town.says(Lane.ROUTINE, str(n))
    town.lives(until=20)
    town.platform.overall = 30
    town.lives(until=80)
    assert sum(1 for at in town.sent.values() if 70 <= at < 80) >= 280


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(list(Lane)), st.sampled_from("abcdef-"), st.floats(0, 5)),
        max_size=60,
    ),
    st.dictionaries(st.sampled_from("abcdef"), st.floats(0.1, 10), max_size=3),
)
def test_whatever_comes_is_said_once_in_order_and_never_before_its_time(
    messages: list[tuple[Lane, str, float]], floods: dict[str, float]
) -> None:
    town = Town(jitter=0.0)
    for chat, seconds in floods.items():
        town.platform.flood(seconds, 0.0, chat=chat)
    said: dict[tuple[Lane, str], list[int]] = {}
    for lane, chat, at in sorted(messages, key=lambda each: each[2]):
        said.setdefault((lane, chat), []).append(town.says(lane, chat, at))
    town.lives()
    assert town.said == said
    assert town.lanes.idle
    for (lane, chat), numbers in said.items():
        if lane is not Lane.ANSWER:
            assert min(town.sent[number] for number in numbers) >= floods.get(chat, 0.0)


def test_no_more_are_under_way_than_the_platform_takes() -> None:
    town = Lanes(Limits(overall=Rate(1e9, 1e9), chat=Rate(1e9, 1e9), in_flight=5))
    for n in range(9):
        town.add(Lane.BULK, str(n))
        town.add(Lane.ANSWER, str(n))
    taken = list(iter(lambda: town.take(0.0), None))
    assert len(taken) == 5
    town.done(taken[0], more=False)
    assert town.take(0.0)


def test_a_chat_of_which_is_heard_again_before_its_turn_has_one_and_during_it_another() -> None:
    town = Lanes(TELEGRAM)
    town.add(Lane.BULK, "a")
    town.add(Lane.BULK, "a")
    turn = town.take(0.0)
    assert turn
    town.done(turn, more=False)
    assert town.idle, "a place that nobody needs is not waited for"
    town.add(Lane.BULK, "a")
    turn = town.take(60.0)
    assert turn
    town.add(Lane.BULK, "a")
    town.done(turn, more=False)
    assert not town.idle


def test_only_so_many_chats_are_known_at_a_time() -> None:
    town = Lanes(TELEGRAM)
    assert [town.add(Lane.BULK, str(n)) for n in range(lanes.CHATS_KNOWN + 1)].count(False) == 1
    assert town.add(Lane.URGENT, "a"), "every lane has room of its own"
    assert not town.few(Lane.BULK)
