"""Until when a legal clock runs, when it speaks, what can be done to it (S5): pure, from a snapshot and a moment.

Hours run from the moment at which it began. Of days the first does not count, and the last counts to its midnight; a
day off is not rolled over: a warning that comes early does no harm.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers import moments
from handlers.settings import ClockSettings, LegalLimit, RemindSettings, Span
from storage.legal_clocks import ClockState, LegalClock

MOST_CASE, MOST_MOMENT, MOST_REASON = 40, 30, 100
BY_DAYS = timedelta(hours=48)
"""From so long a time on its starter is warned by days, and told by days what is left."""
END_OF_DAY = time(23, 59, 59)


class Act(StrEnum):
    """What can be done to a clock; also how the audit names it."""

    START = "clock.start"
    EXTEND = "clock.extend"
    STOP = "clock.stop"


TRANSITIONS: Mapping[Act, ClockState] = {Act.EXTEND: ClockState.RUNNING, Act.STOP: ClockState.STOPPED}
"""Where an act leads from a clock that runs; what is stopped stays stopped."""


def limit_of(settings: ClockSettings, key: str) -> LegalLimit | None:
    """The limit of a key, if there is (still) one."""
    return next((limit for limit in settings.limits if limit.key == key), None)


def after(began_at: datetime, span: Span, zone: ZoneInfo) -> datetime:
    """The end (aware) of a limit that began at a moment: so many hours later, or the end of the n-th day after it."""
    if span.hours:
        return began_at + timedelta(hours=span.hours)
    day = began_at.astimezone(zone).date() + timedelta(days=span.days)
    return moments.at(day, END_OF_DAY, zone)


def extended(clock: LegalClock, settings: ClockSettings, zone: ZoneInfo) -> datetime | None:
    """The end once it is extended; None where it cannot be: it was already, or the law gives no more time."""
    limit = limit_of(settings, clock.kind)
    if clock.extended or limit is None or limit.extension is None:
        return None
    return after(clock.due_at, limit.extension, zone)


def latest(began_at: datetime, limit: LegalLimit, zone: ZoneInfo) -> datetime:
    """When a limit that began at a moment is over for good, extended as far as it can be."""
    due = after(began_at, limit.limit, zone)
    return after(due, limit.extension, zone) if limit.extension else due


def is_over(clock: LegalClock, now: datetime) -> bool:
    """Whether it runs, and its time is over: derived, never stored."""
    return clock.state == ClockState.RUNNING and clock.due_at <= now


def by_days(clock: LegalClock) -> bool:
    """Whether it is a matter of days."""
    return clock.due_at - clock.began_at >= BY_DAYS


def next_call(clock: LegalClock, now: datetime, remind: RemindSettings, zone: ZoneInfo) -> datetime | None:
    """The next moment after `now` at which a clock speaks; None for one that is stopped, or whose end is past.

    By hours: at half-time and two hours before the end; at night only what would be too late in the morning. By
    days: some days before and on the day, in the morning. Then at its end.
    """
    due = clock.due_at
    if clock.state != ClockState.RUNNING or due <= now:
        return None
    if by_days(clock):
        call = moments.next_reminder(due, now, remind, zone)
        return min(call, due)
    return moments.next_call(clock.began_at, due, now, remind.quiet_hours, zone, at_night=True) or due


def disturbs(clock: LegalClock, now: datetime, remind: RemindSettings, zone: ZoneInfo) -> bool:
    """Whether what its starter is told now cannot wait for the morning (S18)."""
    return not by_days(clock) and now.astimezone(zone).time() in remind.quiet_hours


def left(due: datetime, now: datetime) -> tuple[int, int]:
    """Hours and minutes from now to the end, to the nearest minute; 0, 0 once it is past."""
    return divmod(max(0, round((due - now).total_seconds() / 60)), 60)
