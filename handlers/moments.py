"""Moments on the station's clock: when to speak, and when rather not; pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.settings import QuietHours, RemindSettings

LAST_CALL = timedelta(hours=2)
"""So long before the end of some hours they are called for the last time."""
IN_TIME = timedelta(hours=1)
"""What cannot wait for the morning is in time if so much is left then."""
BEFORE_QUIET = timedelta(minutes=1)


def at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A day and a time of the station's clock as an aware moment."""
    return datetime.combine(day, clock, tzinfo=zone)


def outside_quiet(moment: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime:
    """`moment`, or the end of the quiet hours in which it falls (S18: 22:00-08:00)."""
    local = moment.astimezone(zone)
    if local.time() not in quiet:
        return moment
    end = at(local.date(), quiet.end, zone)
    return end if end > local else at(local.date() + timedelta(days=1), quiet.end, zone)


def digest_at(now: datetime, clock: time, quiet: QuietHours, zone: ZoneInfo) -> datetime:
    """When a digest that is due may be said: now, or at the next `clock`.

    Not before the day's `clock` (it would be said twice on that day) and not in the quiet hours.
    """
    heard = outside_quiet(now, quiet, zone) == now
    return now if heard and now.astimezone(zone).time() >= clock else next_daily(now, clock, zone)


def next_daily(now: datetime, clock: time, zone: ZoneInfo) -> datetime:
    """The next time, after `now`, at which the station's clock shows `clock`."""
    today = now.astimezone(zone).date()
    moment = at(today, clock, zone)
    return moment if moment > now else at(today + timedelta(days=1), clock, zone)


def _reminder_days(due_day: date, remind: RemindSettings) -> list[date]:
    return [due_day - timedelta(days=days) for days in remind.offsets_days]


def next_reminder(due: datetime, now: datetime, remind: RemindSettings, zone: ZoneInfo) -> datetime:
    """The first moment after `now` at which the owner is reminded: T-3, T-1, the day, then daily (M8)."""
    due_day = due.astimezone(zone).date()
    for day in _reminder_days(due_day, remind):
        if (moment := at(day, remind.at, zone)) > now:
            return moment
    today = now.astimezone(zone).date()
    day = max(today, due_day + timedelta(days=1))
    moment = at(day, remind.at, zone)
    return moment if moment > now else at(day + timedelta(days=1), remind.at, zone)


def reminder_is_due(due: datetime, now: datetime, remind: RemindSettings, zone: ZoneInfo) -> bool:
    """Whether a first reminder's moment has come: before it, the digest leaves the sheet out."""
    due_day = due.astimezone(zone).date()
    first = min(_reminder_days(due_day, remind), default=due_day + timedelta(days=1))
    return now >= at(first, remind.at, zone)


def next_call(
    start: datetime,
    due: datetime,
    now: datetime,
    quiet: QuietHours,
    zone: ZoneInfo,
    *,
    at_night: bool = False,
) -> datetime | None:
    """The next moment after `now` at which something of hours speaks: at half-time, and two hours before `due`.

    One that falls in the quiet hours comes at their end, if that is before `due`. Else it comes just before they
    begin, if it had begun by then; where neither can be, it does not come. But `at_night`: what would be too late
    in the morning comes at its moment, and disturbs.
    """
    calls = [start + (due - start) / 2, due - LAST_CALL]
    heard = [_heard(call, start, due, quiet, zone, at_night=at_night) for call in calls]
    return min((call for call in heard if call and start < call and now < call < due), default=None)


def _heard(
    call: datetime, start: datetime, due: datetime, quiet: QuietHours, zone: ZoneInfo, *, at_night: bool
) -> datetime | None:
    morning = outside_quiet(call, quiet, zone)
    if at_night:
        return call if morning > due - IN_TIME else morning
    if morning < due:
        return morning
    local = call.astimezone(zone)
    evening = at(local.date(), quiet.start, zone)
    if evening > local:
        evening = at(local.date() - timedelta(days=1), quiet.start, zone)
    evening -= BEFORE_QUIET
    return evening if start < evening else None
