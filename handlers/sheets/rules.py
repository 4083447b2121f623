"""Deadlines, reminders and transitions of a sheet (S2, M8): pure, from a snapshot and a moment."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers.calendar import Calendar
from handlers.moments import at, outside_quiet
from handlers.settings import RemindSettings, Settings, SheetSettings
from storage.people import Person, Role
from storage.sheets import WORKING, HandlingClass, Risk, Sheet, SheetState

ANSWERED = WORKING | {SheetState.CLOSED}
"""What is written is taken in; after closing, for the reviewer to look at."""
MOST = {"object": 60, "content": 200, "supporting": 100, "requirements": 120}
"""Characters of each text, so that the whole card stays under WeCom's 2,048 bytes (protocol: wecom.md)."""
RETURNS_TOLD = 3
"""From the third return on the team lead is told (M6)."""


class Act(StrEnum):
    """What can be done to a sheet; also how the audit names it."""

    ISSUE = "sheet.issue"
    ACKNOWLEDGE = "sheet.acknowledge"
    BEGIN = "sheet.begin"
    SUBMIT = "sheet.submit"
    WITHDRAW = "sheet.withdraw"
    RETURN = "sheet.return"
    CLOSE = "sheet.close"
    EXTEND = "sheet.extend"
    SUSPEND = "sheet.suspend"
    RESUME = "sheet.resume"
    REASSIGN = "sheet.reassign"
    TRANSFER = "sheet.transfer"
    VOID = "sheet.void"
    REOPEN = "sheet.reopen"
    CONTRIBUTE = "sheet.contribute"
    INTERIM = "sheet.interim"
    ASK = "sheet.ask"
    BOOK = "sheet.book"
    MEDIATE = "sheet.mediate"
    REVISIT = "sheet.revisit"
    SNOOZE = "sheet.snooze"
    PRINT = "sheet.print"


TRANSITIONS: Mapping[Act, tuple[frozenset[SheetState], SheetState | None]] = {
    Act.ISSUE: (frozenset({SheetState.DRAFT}), SheetState.ISSUED),
    Act.ACKNOWLEDGE: (frozenset({SheetState.ISSUED}), SheetState.ACKNOWLEDGED),
    Act.BEGIN: (frozenset({SheetState.ACKNOWLEDGED}), SheetState.IN_PROGRESS),
    Act.SUBMIT: (WORKING, SheetState.SUBMITTED),
    Act.WITHDRAW: (frozenset({SheetState.SUBMITTED}), SheetState.IN_PROGRESS),
    Act.RETURN: (frozenset({SheetState.SUBMITTED}), SheetState.RETURNED),
    Act.CLOSE: (frozenset({SheetState.SUBMITTED}), SheetState.CLOSED),
    Act.EXTEND: (WORKING, None),
    Act.SUSPEND: (WORKING, None),
    Act.RESUME: (WORKING, None),
    Act.REASSIGN: (WORKING, SheetState.ISSUED),
    Act.TRANSFER: (WORKING, SheetState.ISSUED),
    Act.REOPEN: (frozenset({SheetState.CLOSED}), SheetState.IN_PROGRESS),
    Act.VOID: (WORKING | {SheetState.SUBMITTED}, SheetState.VOIDED),
}
"""From which states each act leads to which; None: the state stays, other terms change."""


OWNERS: Mapping[HandlingClass, Role] = {
    HandlingClass.ORDINARY: Role.COMMUNITY_OFFICER,
    HandlingClass.CASE: Role.CASE_OFFICER,
}
"""Whose officers answer a sheet of a class: the community team's or the case team's (S2, S3)."""


def may_own(person: Person, kind: HandlingClass) -> bool:
    """Whether a sheet of a class can be given to a person."""
    return person.left_at is None and OWNERS[kind] in person.roles


def permits(state: SheetState, act: Act) -> bool:
    """Whether `act` may be done to a sheet in `state`."""
    return state in TRANSITIONS[act][0]


def due_at(start: datetime, settings: SheetSettings, calendar: Calendar) -> datetime:
    """Days counted from the day after `start`, to the due time of the last (S2: 7 natural days, 23:59:59)."""
    return _days_after(start, settings.feedback_days, settings, calendar)


def rework_due_at(
    due: datetime, returned_at: datetime, settings: SheetSettings, calendar: Calendar
) -> datetime:
    """The remaining time or two days, whichever is longer (S2)."""
    return max(due, _days_after(returned_at, settings.rework_min_days, settings, calendar))


def extended_due_at(due: datetime, days: int, settings: SheetSettings, calendar: Calendar) -> datetime:
    """The due time `days` later (S2, M7)."""
    return _days_after(due, days, settings, calendar)


def _days_after(start: datetime, days: int, settings: SheetSettings, calendar: Calendar) -> datetime:
    day = calendar.days_after(calendar.day_of(start), days, settings.day_kind)
    if settings.roll_over_holiday:
        day = calendar.workday_from(day)
    return calendar.at(day, settings.due_time)


def extensions_offered(settings: SheetSettings) -> list[int]:
    """The numbers of days that are offered on buttons, up to the most that is allowed (S2: 7)."""
    return sorted({min(days, settings.extension_max_days) for days in (3, 5, 7)})


def is_urgent(sheet: Sheet, settings: SheetSettings) -> bool:
    """Whether news of a sheet may break the quiet hours (S18: urgent sheets)."""
    return sheet.risk in settings.urgent_risks


def sign_by(handed_at: datetime, risk: Risk, settings: Settings) -> datetime:
    """By when a sheet is to be signed for: 4 h after it could be heard (S2, M4); then its owner is asked.

    Never in the quiet hours: a sheet that waited for the morning starts its hours then.
    """
    quiet, zone = settings.remind.quiet_hours, settings.time_zone
    heard = handed_at if risk in settings.sheet.urgent_risks else outside_quiet(handed_at, quiet, zone)
    return outside_quiet(heard + timedelta(hours=settings.sheet.ack_hours), quiet, zone)


def lead_told_at(due: datetime, settings: Settings) -> datetime:
    """When the lead hears of a signature that was due at `due` (S2, M4: 8 h after the sheet).

    Never before the owner has had the hours in between, nor in the quiet ones.
    """
    patience = timedelta(hours=settings.sheet.lead_hours - settings.sheet.ack_hours)
    return outside_quiet(due + patience, settings.remind.quiet_hours, settings.time_zone)


def is_unsigned(sheet: Sheet, now: datetime) -> bool:
    """Not signed for in time, and not suspended (签收超时): derived, never stored, and nothing to do with `due_at`."""
    waits = sheet.state == SheetState.ISSUED and sheet.sign_by is not None and now >= sheet.sign_by
    return waits and not is_suspended(sheet, now)


def is_overdue(sheet: Sheet, now: datetime) -> bool:
    """Past its due time, not submitted and not suspended: derived, never stored (S2)."""
    late = sheet.state in WORKING and sheet.due_at is not None and now > sheet.due_at
    return late and not is_suspended(sheet, now)


def is_suspended(sheet: Sheet, now: datetime) -> bool:
    """Whether the clock stands still (挂账)."""
    return sheet.suspended_until is not None and now < sheet.suspended_until


def moved_by_days(due: datetime, days: int, calendar: Calendar) -> datetime:
    """The due time after the clock has stood still for so many natural days, or goes on earlier."""
    local = due.astimezone(calendar.zone)
    return calendar.at(local.date() + timedelta(days=days), local.time())


class Snooze(StrEnum):
    """When to be reminded again."""

    HOUR = "hour"
    EVENING = "evening"
    MORNING = "morning"


def snoozes(now: datetime, due: datetime, remind: RemindSettings, zone: ZoneInfo) -> dict[Snooze, datetime]:
    """When one can be reminded again: in an hour, this evening, tomorrow morning.

    After now, before the due time and outside the quiet hours; none of what is past its due time, or where
    nothing may be put off.
    """
    if not remind.snooze_times:
        return {}
    today = now.astimezone(zone).date()
    moments = {
        Snooze.HOUR: now + timedelta(hours=1),
        Snooze.EVENING: at(today, remind.evening, zone),
        Snooze.MORNING: at(today + timedelta(days=1), remind.at, zone),
    }
    return {
        until: moment
        for until, moment in moments.items()
        if now < moment < due and outside_quiet(moment, remind.quiet_hours, zone) == moment
    }
