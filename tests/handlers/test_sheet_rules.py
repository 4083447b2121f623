"""Deadlines, reminders, signatures and what must not be typed: each against its definition."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.calendar import Calendar
from handlers.moments import at, next_reminder, reminder_is_due
from handlers.personal_numbers import holds_personal_number
from handlers.settings import CalendarSettings, QuietHours, RemindSettings, Settings, SheetSettings
from handlers.sheets import rules
from storage.people import Person, Role, Team
from storage.sheets import HandlingClass, Risk, Sheet, SheetState
from tests.personal import CARD, FIXED, MOBILE

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(SHANGHAI, CalendarSettings())
ORDINARY = SheetSettings()
REMIND = RemindSettings()
moments = st.integers(0, 8 * 366 * 86_400).map(
    lambda s: datetime(2023, 1, 1, tzinfo=UTC) + timedelta(seconds=s)
)
"""Any second of some years, two leap days among them."""


@st.composite
def quiet_hours(draw: st.DrawFn) -> QuietHours:
    hours = st.times().map(lambda t: t.replace(microsecond=0))
    return QuietHours(start=draw(hours), end=draw(hours))


@st.composite
def reminds(draw: st.DrawFn) -> RemindSettings:
    days = draw(st.lists(st.integers(0, 30), unique=True, max_size=5))
    hour = draw(st.integers(8, 21))
    return RemindSettings(offsets_days=tuple(days), at=time(hour))


def a_sheet(issued_at: datetime, risk: Risk = Risk.YELLOW) -> Sheet:
    empty = dict.fromkeys(
        ("acknowledged_at", "submitted_at", "closed_at", "outcome", "community_id", "owner_id", "due_at")
    )
    return Sheet(
        id=1,
        year=2023,
        serial=1,
        number="督〔2023〕001号",
        state=SheetState.ISSUED,
        object="仙岳示例里3栋",
        content="请查明起因",
        supporting="",
        requirements="见到双方",
        handling_class=HandlingClass.ORDINARY,
        risk=risk,
        issuer_id="P-ZX01",
        issued_at=issued_at,
        handed_at=issued_at,
        sign_by=rules.sign_by(issued_at, risk, Settings()),
        suspended_until=None,
        batch=None,
        returns=0,
        **empty,
    )


@pytest.mark.parametrize(
    ("issued", "due"),
    [
        ("2023-04-19T09:12+08:00", "2023-04-26T23:59:59+08:00"),  # M4
        ("2023-04-19T00:00+08:00", "2023-04-26T23:59:59+08:00"),
        ("2023-04-19T23:59+08:00", "2023-04-26T23:59:59+08:00"),
        ("2023-04-18T16:30+00:00", "2023-04-26T23:59:59+08:00"),  # the next day already, in the station
        ("2023-04-27T10:00+08:00", "2023-05-04T23:59:59+08:00"),  # a holiday moves nothing
        ("2023-12-29T10:00+08:00", "2024-01-05T23:59:59+08:00"),
        ("2024-02-23T10:00+08:00", "2024-03-01T23:59:59+08:00"),  # over a leap day
        ("2024-02-22T10:00+08:00", "2024-02-29T23:59:59+08:00"),  # on it
        ("2023-02-22T10:00+08:00", "2023-03-01T23:59:59+08:00"),
    ],
)
def test_seven_natural_days_are_counted_from_the_day_after_issue(issued: str, due: str) -> None:
    found = rules.due_at(datetime.fromisoformat(issued), ORDINARY, CALENDAR)
    assert found == datetime.fromisoformat(due)


@given(moments, st.integers(1, 90), st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/Lima"]))
def test_the_due_day_is_always_so_many_days_after_the_day_of_issue(
    issued: datetime, days: int, zone_name: str
) -> None:
    zone = ZoneInfo(zone_name)
    due = rules.due_at(
        issued, SheetSettings(feedback_days=days), Calendar(zone, CalendarSettings())
    ).astimezone(zone)
    assert (due.date() - issued.astimezone(zone).date()).days == days
    assert due.time() == time(23, 59, 59)


@given(moments, moments)
def test_rework_has_the_remaining_time_or_two_days_whichever_is_longer(
    due: datetime, returned: datetime
) -> None:
    new = rules.rework_due_at(due, returned, ORDINARY, CALENDAR)
    two_days = at(returned.astimezone(SHANGHAI).date() + timedelta(days=2), time(23, 59, 59), SHANGHAI)
    assert new == max(due, two_days)


def every_step(due: datetime, remind: RemindSettings, after: datetime, until: datetime) -> list[datetime]:
    """The ladder, written out: the days ahead that were chosen, then every day from the first late one."""
    due_day = due.astimezone(SHANGHAI).date()
    days = {due_day - timedelta(days=n) for n in remind.offsets_days}
    days |= {due_day + timedelta(days=n) for n in range(1, 60)}
    return [m for day in sorted(days) if after < (m := at(day, remind.at, SHANGHAI)) <= until]


@given(moments, reminds(), st.timedeltas(timedelta(days=-40), timedelta(days=20)))
def test_of_the_ladder_no_step_is_skipped_and_none_is_spoken_twice(
    due: datetime, remind: RemindSettings, since: timedelta
) -> None:
    now = due + since
    steps, last, end = [], now, now + timedelta(days=30)
    while (moment := next_reminder(due, last, remind, SHANGHAI)) <= end:
        assert moment > last
        steps.append(moment)
        last = moment
    assert steps == every_step(due, remind, now, end)
    mornings = [step.astimezone(SHANGHAI).date() for step in steps]
    assert all(one < other for one, other in pairwise(mornings))


@given(moments, reminds(), st.timedeltas(timedelta(days=-60), timedelta(days=20)))
def test_a_reminder_is_due_from_its_first_step_on(
    due: datetime, remind: RemindSettings, since: timedelta
) -> None:
    now = due + since
    long_ago = due - timedelta(days=100)
    first = next_reminder(due, long_ago, remind, SHANGHAI)
    assert reminder_is_due(due, now, remind, SHANGHAI) == (now >= first)


@given(
    moments, quiet_hours(), st.integers(1, 24), st.integers(1, 24), st.sampled_from([Risk.RED, Risk.YELLOW])
)
def test_signatures_are_asked_for_outside_quiet_hours_and_of_the_owner_first(
    issued: datetime, quiet: QuietHours, ack: int, more: int, risk: Risk
) -> None:
    settings = Settings(
        sheet=SheetSettings(ack_hours=ack, lead_hours=ack + more),
        remind=RemindSettings.model_construct(quiet_hours=quiet),
    )
    owner = rules.sign_by(issued, risk, settings)
    lead = rules.lead_told_at(owner, settings)
    assert owner >= issued + timedelta(hours=ack)
    assert lead >= owner + timedelta(hours=more)
    for moment in (owner, lead):
        assert moment.astimezone(SHANGHAI).time() not in quiet


@pytest.mark.parametrize("state", list(SheetState))
@pytest.mark.parametrize(("hours", "past"), [(-1, False), (0, True), (1, True)])
def test_only_what_is_not_signed_can_be_late_with_signing(state: SheetState, hours: int, past: bool) -> None:
    now = datetime(2023, 4, 20, 8, tzinfo=UTC)
    sheet = a_sheet(now).model_copy(update={"state": state, "sign_by": now - timedelta(hours=hours)})
    assert rules.is_unsigned(sheet, now) == (past and state == "issued")
    assert not rules.is_unsigned(sheet.model_copy(update={"sign_by": None}), now)


@given(moments, st.sampled_from(list(SheetState)), *[st.timedeltas(timedelta(-9), timedelta(9))] * 2)
def test_the_two_clocks_know_nothing_of_each_other(
    now: datetime, state: SheetState, sign: timedelta, due: timedelta
) -> None:
    sheet = a_sheet(now).model_copy(update={"state": state, "sign_by": now + sign, "due_at": now + due})
    for other in (timedelta(-1), timedelta(1)):
        signs_otherwise = sheet.model_copy(update={"sign_by": now + other})
        due_otherwise = sheet.model_copy(update={"due_at": now + other})
        assert rules.is_overdue(signs_otherwise, now) == rules.is_overdue(sheet, now)
        assert rules.is_unsigned(due_otherwise, now) == rules.is_unsigned(sheet, now)


@pytest.mark.parametrize("state", list(SheetState))
@pytest.mark.parametrize(("hours", "past"), [(-1, False), (0, False), (1, True)])
def test_only_what_the_owner_is_to_act_on_can_be_overdue(state: SheetState, hours: int, past: bool) -> None:
    due = datetime(2023, 4, 27, 15, 59, 59, tzinfo=UTC)
    sheet = a_sheet(due - timedelta(days=7)).model_copy(update={"state": state, "due_at": due})
    waits = state in {"issued", "acknowledged", "in_progress", "returned"}
    assert rules.is_overdue(sheet, due + timedelta(hours=hours)) == (past and waits)


@given(moments, st.timedeltas(timedelta(days=-3), timedelta(days=10)), quiet_hours(), reminds())
def test_one_is_reminded_later_but_before_the_due_time_and_never_at_night(
    now: datetime, left: timedelta, quiet: QuietHours, remind: RemindSettings
) -> None:
    chosen = remind.model_copy(update={"quiet_hours": quiet})
    found = rules.snoozes(now, now + left, chosen, SHANGHAI)
    for moment in found.values():
        assert now < moment < now + left
        assert moment.astimezone(SHANGHAI).time() not in quiet
        assert moment - now <= timedelta(hours=48)
    if left > timedelta(hours=1) and (now + timedelta(hours=1)).astimezone(SHANGHAI).time() not in quiet:
        assert found[rules.Snooze.HOUR] == now + timedelta(hours=1)
    assert rules.snoozes(now, now + left, chosen.model_copy(update={"snooze_times": 0}), SHANGHAI) == {}


@pytest.mark.parametrize(("most", "offered"), [(7, [3, 5, 7]), (10, [3, 5, 7]), (4, [3, 4]), (2, [2])])
def test_no_more_days_are_offered_than_may_be_granted(most: int, offered: list[int]) -> None:
    assert rules.extensions_offered(SheetSettings(extension_max_days=most)) == offered


@pytest.mark.parametrize(
    ("handed", "risk", "owner", "lead"),
    [
        ("2023-04-19T09:12+08:00", Risk.YELLOW, "2023-04-19T13:12+08:00", "2023-04-19T17:12+08:00"),  # M4
        ("2023-04-19T19:00+08:00", Risk.YELLOW, "2023-04-20T08:00+08:00", "2023-04-20T12:00+08:00"),
        ("2023-04-19T23:00+08:00", Risk.YELLOW, "2023-04-20T12:00+08:00", "2023-04-20T16:00+08:00"),
        ("2023-04-19T23:00+08:00", Risk.RED, "2023-04-20T08:00+08:00", "2023-04-20T12:00+08:00"),
    ],
)
def test_a_signature_is_asked_for_after_four_hours_and_the_lead_told_after_eight(
    handed: str, risk: Risk, owner: str, lead: str
) -> None:
    asked = rules.sign_by(datetime.fromisoformat(handed), risk, Settings())
    assert asked == datetime.fromisoformat(owner)
    assert rules.lead_told_at(asked, Settings()) == datetime.fromisoformat(lead)


def test_the_clock_of_a_suspended_sheet_goes_on_at_the_very_moment() -> None:
    resumes = datetime(2023, 4, 24, 0, 0, tzinfo=SHANGHAI)
    sheet = a_sheet(resumes - timedelta(days=9)).model_copy(update={"suspended_until": resumes})
    assert rules.is_suspended(sheet, resumes - timedelta(seconds=1))
    assert not rules.is_suspended(sheet, resumes)


@pytest.mark.parametrize(("days", "due"), [(3, "2023-04-29"), (-2, "2023-04-24"), (0, "2023-04-26")])
def test_the_due_time_moves_with_the_days_for_which_the_clock_stands(days: int, due: str) -> None:
    before = datetime.fromisoformat("2023-04-26T23:59:59+08:00")
    assert rules.moved_by_days(before, days, CALENDAR) == datetime.fromisoformat(f"{due}T23:59:59+08:00")


@pytest.mark.parametrize("kind", list(HandlingClass))
@pytest.mark.parametrize("role", list(Role))
def test_a_sheet_of_a_class_is_its_own_officers_to_answer_as_long_as_they_are_here(
    kind: HandlingClass, role: Role
) -> None:
    person = Person(staff_id="P-JIA01", name="警员甲01", team=Team.COMMUNITY_TEAM, roles=frozenset({role}))
    officers = {HandlingClass.ORDINARY: "community_officer", HandlingClass.CASE: "case_officer"}
    assert rules.may_own(person, kind) == (role == officers[kind])
    gone = person.model_copy(update={"left_at": datetime(2023, 4, 1, tzinfo=UTC)})
    assert not rules.may_own(gone, kind)


def test_one_can_be_reminded_in_an_hour_this_evening_or_tomorrow_morning() -> None:
    now = datetime.fromisoformat("2023-04-20T09:30+08:00")
    offered = {
        rules.Snooze.HOUR: datetime.fromisoformat("2023-04-20T10:30+08:00"),
        rules.Snooze.EVENING: at(date(2023, 4, 20), REMIND.evening, SHANGHAI),
        rules.Snooze.MORNING: at(date(2023, 4, 21), REMIND.at, SHANGHAI),
    }
    assert rules.snoozes(now, now + timedelta(days=5), REMIND, SHANGHAI) == offered
    for until, moment in offered.items():  # at the due time itself it would be too late
        assert until not in rules.snoozes(now, moment, REMIND, SHANGHAI)


def test_every_act_leads_from_where_it_may_be_done_to_one_state() -> None:
    ways = {(before, act, to) for act, (froms, to) in rules.TRANSITIONS.items() for before in froms}
    working = ("issued", "acknowledged", "in_progress", "returned")
    terms = ("sheet.extend", "sheet.suspend", "sheet.resume")
    assert ways == {
        *((before, act, None) for before in working for act in terms),
        *((before, act, "issued") for before in working for act in ("sheet.reassign", "sheet.transfer")),
        *((before, "sheet.void", "voided") for before in (*working, "submitted")),
        ("closed", "sheet.reopen", "in_progress"),
        ("draft", "sheet.issue", "issued"),
        ("issued", "sheet.acknowledge", "acknowledged"),
        ("acknowledged", "sheet.begin", "in_progress"),
        ("issued", "sheet.submit", "submitted"),
        ("acknowledged", "sheet.submit", "submitted"),
        ("in_progress", "sheet.submit", "submitted"),
        ("returned", "sheet.submit", "submitted"),
        ("submitted", "sheet.withdraw", "in_progress"),
        ("submitted", "sheet.return", "returned"),
        ("submitted", "sheet.close", "closed"),
    }


def grouped(number: str, mark: str, *sizes: int) -> str:
    """A number with a mark between its groups."""
    ends = [sum(sizes[:n]) for n in range(len(sizes) + 1)]
    return mark.join(number[start:end] for start, end in pairwise(ends))


def wide(number: str) -> str:
    """The same in full-width characters."""
    return "".join(chr(ord(character) + 0xFEE0) for character in number)


PERSONAL = [
    MOBILE,
    f"+86{MOBILE}",
    f"86 {MOBILE}",
    f"0086{MOBILE}",
    f"+86-{grouped(MOBILE, '-', 3, 4, 4)}",
    *(grouped(MOBILE, mark, 3, 4, 4) for mark in (" ", "-", ".", "·", "  ", " - ", "\u3000", "－", "\n")),
    grouped(MOBILE, " ", *[1] * 11),
    grouped(MOBILE, "-", 7, 4),
    wide(MOBILE),
    f"电话{MOBILE}联系",
    f"3栋501 {MOBILE}",
    f"{MOBILE}(住户A)",
    f"微信同号{MOBILE}x",
    f"{CARD}4",
    f"{CARD}X",
    f"{CARD}x",
    wide(f"{CARD}X"),
    grouped(f"{CARD}4", " ", 6, 8, 4),
    grouped(f"{CARD}X", "-", 6, 4, 4, 4),
    grouped(f"{CARD}4", " ", *[1] * 18),
    f"身份证{CARD}4。",
    f"住户A{CARD}X住户B",
    FIXED,
    f"({FIXED[:4]}){FIXED[4:]}",
    grouped(FIXED, "-", 4, 7),
    grouped(FIXED, " ", 4, 3, 4),
    "010" + "-" + "6234" + "5678",
]
HARMLESS = [
    "",
    "督〔2023〕017号(D017)",
    "D017 D018 D019",
    "2023-04-20 11:55:30",
    "20230420 20230427",
    "2023-04-20—2023-04-27 09:00",
    "4月20日13时至15时,16:30又来",
    "赔偿13900元,分3期,每期4633.33元",
    "拖欠1390013.90元",
    "仙岳示例里3栋1单元501、502、601、602两户",
    "1301 1302 501三户",
    "1501、1502、1503、1504",
    "1501-1502-1503室",
    "打96110,报警110,火警119",
    "案号后四位0021,演案2023-0021",
    "快递单" + "139001390001234",
    "订单" + "4" + MOBILE,
    "工单" + MOBILE + "55",
    "流水" + "202304" + "9999" + "99" + "99" + "9999",
    "统一社会信用代码91350200MA31XXXX0X",
    "第13、14、15、16、17、18号楼",
    "30天6次报警,末次4-18 22:30",
    "车库B2-0592",
]


@pytest.mark.parametrize("text", PERSONAL)
def test_what_may_be_somebodys_number_is_seen(text: str) -> None:
    assert holds_personal_number(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_nobodys_number_passes(text: str) -> None:
    assert not holds_personal_number(text)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text("见双方约定,。、 ", max_size=20))
def test_a_mobile_number_is_seen_wherever_it_stands(number: str, around: str) -> None:
    assert holds_personal_number(f"{around}{number}{around}")


@given(st.dates(date(1900, 1, 1), date(2030, 12, 31)), st.from_regex(r"[0-9]{6}", fullmatch=True))
def test_an_identity_card_is_seen_whoever_it_belongs_to(born: date, place: str) -> None:
    assert holds_personal_number(f"证号{place}{born:%Y%m%d}" + "123" + "X")


@given(st.text(max_size=200))
def test_any_text_is_looked_through(text: str) -> None:
    assert holds_personal_number(text) in (True, False)
