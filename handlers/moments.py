"""Moments on the station's clock: when to speak, and when rather not; pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.settings import QuietHours, RemindSettings


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
