"""The ladder of slips (S6): which colour is due when, for every element, on every calendar, whatever went before."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.calendar import Calendar
from handlers.enforcement import rules as issue_rules
from handlers.settings import CalendarSettings, IssueSettings, SlipSettings
from handlers.slips.rules import (
    TRANSITIONS,
    answer_by,
    appeal_by,
    may_appeal,
    milder,
    step,
    step_at,
)
from storage.issues import Element, IssueState
from storage.slips import ISSUED, Colour, Slip, SlipState
from tests.handlers.test_issue_rules import issue

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE = time(9)
CALENDAR = Calendar(SHANGHAI, CalendarSettings())
SETTINGS = SlipSettings()
MISSED = datetime(2023, 4, 19, 18, tzinfo=SHANGHAI)
MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2025, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC"]).map(ZoneInfo)


def on(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2023, 4, day, hour, minute, tzinfo=SHANGHAI)


def slip(colour: Colour, state: SlipState, at: datetime = MISSED, **fields: object) -> Slip:
    empty = dict.fromkeys(Slip.model_fields) | {
        "id": 1,
        "about": "issue:31",
        "missed_at": MISSED,
        "matter": "Z031",
        "what": "卷宗:未扫描上传",
        "staff_id": "P-1",
        "colour": colour,
        "state": state,
        "proposed_at": at,
        "decided_at": None if state in (SlipState.PROPOSED, SlipState.LAPSED) else at,
        "answer_by": answer_by(colour, at, CALENDAR) if state in ISSUED else None,
    }
    return Slip.model_validate(empty | fields)


def due(now: datetime, *before: Slip, settings: SlipSettings = SETTINGS) -> Colour | None:
    return step(MISSED, before, now, settings, NINE, CALENDAR).propose


def looks(now: datetime, *before: Slip) -> datetime | None:
    return step(MISSED, before, now, SETTINGS, NINE, CALENDAR).look_at


WHITE_SENT = slip(Colour.WHITE, SlipState.CONFIRMED, on(20))
YELLOW_SENT = slip(Colour.YELLOW, SlipState.CONFIRMED, on(22))


@pytest.mark.parametrize(
    ("now", "before", "colour"),
    [
        (on(19, 18, 1), (), None),
        (on(20, 8, 59), (), None),
        (on(20, 9), (), Colour.WHITE),
        (on(22, 8, 59), (), Colour.WHITE),
        (on(22, 9), (), Colour.YELLOW),
        (on(26, 8, 59), (), Colour.YELLOW),
        (on(26, 9), (), Colour.RED),
        (on(30), (), Colour.RED),
        # what waits is not proposed twice, and makes room for what is worse
        (on(21), (slip(Colour.WHITE, SlipState.PROPOSED, on(20)),), None),
        (on(22), (slip(Colour.WHITE, SlipState.PROPOSED, on(20)),), Colour.YELLOW),
        # what was sent is not proposed again, whatever came of the appeal
        (on(21), (WHITE_SENT,), None),
        (on(22), (WHITE_SENT,), Colour.YELLOW),
        (on(22), (slip(Colour.WHITE, SlipState.CANCELLED, on(20)),), Colour.YELLOW),
        (on(22), (slip(Colour.WHITE, SlipState.UPHELD, on(20)),), Colour.YELLOW),
        (on(26), (WHITE_SENT, YELLOW_SENT), Colour.RED),
        (on(28), (WHITE_SENT, YELLOW_SENT, slip(Colour.RED, SlipState.CONFIRMED, on(26))), None),
        # while an appeal waits the ladder rests
        (on(26), (slip(Colour.WHITE, SlipState.APPEALED, on(20)),), None),
        # the time that a slip gave is over first: sent on the 21st, white asks for the 22nd 18:00
        (on(22), (slip(Colour.WHITE, SlipState.CONFIRMED, on(21, 20)),), None),
        (on(23, 8, 59), (slip(Colour.WHITE, SlipState.CONFIRMED, on(21, 20)),), None),
        (on(23), (slip(Colour.WHITE, SlipState.CONFIRMED, on(21, 20)),), Colour.YELLOW),
        # 暂不发 is asked again after a day, with what is due then; a leader's word on red is the last
        (on(21, 8, 59), (slip(Colour.WHITE, SlipState.DISMISSED, on(20)),), None),
        (on(21), (slip(Colour.WHITE, SlipState.DISMISSED, on(20)),), Colour.WHITE),
        (on(22), (slip(Colour.WHITE, SlipState.DISMISSED, on(21)),), Colour.YELLOW),
        (on(30), (slip(Colour.RED, SlipState.DISMISSED, on(26)),), None),
        (on(21), (slip(Colour.WHITE, SlipState.LAPSED, on(20)),), Colour.WHITE),
    ],
)
def test_one_colour_is_due_by_the_days_and_by_what_was_decided(
    now: datetime, before: Sequence[Slip], colour: Colour | None
) -> None:
    assert due(now, *before) == colour


@pytest.mark.parametrize(
    ("now", "before", "moment"),
    [
        (on(19, 18, 1), (), on(20)),
        (on(20), (), on(22)),
        (on(21), (WHITE_SENT,), on(22)),
        (on(21, 20, 1), (slip(Colour.WHITE, SlipState.CONFIRMED, on(21, 20)),), on(23)),
        (on(20, 10), (slip(Colour.WHITE, SlipState.DISMISSED, on(20, 10)),), on(21, 10)),
        (on(26), (WHITE_SENT, YELLOW_SENT), None),
        (on(27), (slip(Colour.RED, SlipState.DISMISSED, on(26)),), None),
        (on(27), (slip(Colour.WHITE, SlipState.APPEALED, on(20)),), None),
    ],
)
def test_it_is_looked_at_again_when_the_next_step_is_due(
    now: datetime, before: Sequence[Slip], moment: datetime | None
) -> None:
    assert looks(now, *before) == moment


@pytest.mark.parametrize("element", list(Element))
def test_every_element_climbs_the_same_ladder_from_its_own_deadline(element: Element) -> None:
    listed = issue(element=element, state=IssueState.ASSIGNED, due_at=None)
    missed = issue_rules.due_at(listed, on(12, 10), IssueSettings(), SHANGHAI)
    day = missed.astimezone(SHANGHAI).date()
    for colour, days in ((Colour.WHITE, 1), (Colour.YELLOW, 3), (Colour.RED, 7)):
        at = step_at(missed, colour, SETTINGS, NINE, CALENDAR)
        assert at.astimezone(SHANGHAI).date() == day + timedelta(days=days)
        assert step(missed, (), at, SETTINGS, NINE, CALENDAR).propose == colour
        assert step(missed, (), at - timedelta(minutes=1), SETTINGS, NINE, CALENDAR).propose != colour


def test_counted_in_working_days_a_holiday_does_not_count() -> None:
    working = SlipSettings(day_kind="working")
    missed = datetime(2023, 4, 28, 18, tzinfo=SHANGHAI)  # the Friday before Labour Day, 29 April to 3 May
    mornings = [step_at(missed, colour, working, NINE, CALENDAR).date() for colour in Colour]
    assert mornings == [date(2023, 5, 4), date(2023, 5, 6), date(2023, 5, 11)]  # 6 May, a Saturday, is worked


@given(MOMENTS, ZONES, st.timedeltas(timedelta(), timedelta(days=40)))
def test_however_long_nobody_looked_one_step_is_due_at_the_most(
    missed: datetime, zone: ZoneInfo, later: timedelta
) -> None:
    calendar = Calendar(zone, CalendarSettings())
    now, before, proposed = missed + later, list[Slip](), list[Colour]()
    for _ in range(5):
        found = step(missed, before, now, SETTINGS, NINE, calendar)
        if found.propose:
            proposed.append(found.propose)
            before.append(slip(found.propose, SlipState.PROPOSED, now))
        assert found.look_at is None or found.look_at > now
    assert len(proposed) <= 1


@given(MOMENTS, ZONES)
def test_a_ladder_that_is_followed_ends_with_red_and_never_goes_back(
    missed: datetime, zone: ZoneInfo
) -> None:
    calendar = Calendar(zone, CalendarSettings())
    now, sent = missed, list[Slip]()
    for _ in range(10):
        found = step(missed, sent, now, SETTINGS, NINE, calendar)
        if found.propose:
            until = answer_by(found.propose, now, calendar)
            sent.append(slip(found.propose, SlipState.CONFIRMED, now, answer_by=until, missed_at=missed))
        else:
            now = found.look_at or now
    assert [each.colour for each in sent] == [Colour.WHITE, Colour.YELLOW, Colour.RED]
    assert now - missed <= timedelta(days=8)


@pytest.mark.parametrize(
    ("colour", "sent", "until"),
    [
        (Colour.WHITE, on(20, 9, 30), on(21, 18)),
        (Colour.WHITE, on(20, 23), on(21, 18)),
        (Colour.YELLOW, on(22, 9, 30), on(22, 23, 59).replace(second=59)),
        (Colour.YELLOW, on(22, 18, 30), on(23, 18)),
        (Colour.RED, on(26, 18), on(26, 23, 59).replace(second=59)),
    ],
)
def test_each_gives_some_time(colour: Colour, sent: datetime, until: datetime) -> None:
    assert answer_by(colour, sent, CALENDAR) == until


@pytest.mark.parametrize(
    ("now", "state", "may"),
    [
        (on(20, 9, 30), SlipState.CONFIRMED, True),
        (on(22, 23, 59).replace(second=59), SlipState.CONFIRMED, True),
        (on(23, 0), SlipState.CONFIRMED, False),
        (on(21), SlipState.APPEALED, False),
        (on(21), SlipState.UPHELD, False),
        (on(21), SlipState.CANCELLED, False),
    ],
)
def test_one_may_appeal_once_until_the_second_day_is_over(now: datetime, state: SlipState, may: bool) -> None:
    sent = slip(Colour.WHITE, state, on(20, 9, 30), appeal_by=appeal_by(on(20, 9, 30), SETTINGS, CALENDAR))
    assert may_appeal(sent, now) is may


def test_a_milder_one_can_be_sent_for_yellow_where_none_was() -> None:
    yellow = slip(Colour.YELLOW, SlipState.PROPOSED)
    assert milder(yellow, [yellow]) == Colour.WHITE
    assert milder(yellow, [slip(Colour.WHITE, SlipState.DISMISSED), yellow]) == Colour.WHITE
    assert milder(yellow, [WHITE_SENT, yellow]) is None
    assert milder(slip(Colour.WHITE, SlipState.PROPOSED), []) is None
    assert milder(slip(Colour.RED, SlipState.PROPOSED), []) is None


def test_nothing_leads_back_to_what_was_proposed() -> None:
    assert not [act for act, (_, to) in TRANSITIONS.items() if to == SlipState.PROPOSED]
    assert {was for was, _ in TRANSITIONS.values()} == {
        SlipState.PROPOSED,
        SlipState.CONFIRMED,
        SlipState.APPEALED,
    }


@pytest.mark.parametrize(("white", "yellow", "red"), [(3, 3, 7), (1, 7, 7), (4, 3, 7)])
def test_the_colours_grow_worse_with_the_days(white: int, yellow: int, red: int) -> None:
    days = {"white": white, "yellow": yellow, "red": red}
    with pytest.raises(ValueError, match="依次加重"):
        SlipSettings.model_validate({f"{colour}_after_overdue_days": n for colour, n in days.items()})
