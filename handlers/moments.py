"""Moments on the station's clock: when to speak, and when rather not; pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.settings import QuietHours


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
