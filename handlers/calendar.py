"""The station's calendar: its time zone, and which days are worked in China (weekends, holidays, 调休).

Days off follow the `holidays` package, which carries the State Council's yearly notice; for years not
announced yet it knows the statutory holidays only. A station can correct any day in its configuration
(docs/decisions/0020-calendar.md).
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

from handlers.moments import at
from handlers.settings import CalendarSettings, DayKind

_DAY = timedelta(days=1)


class Calendar:
    """Counts days; the same answer for the same settings."""

    def __init__(self, zone: ZoneInfo, settings: CalendarSettings) -> None:
        self.zone = zone
        self._off = frozenset(settings.holidays)
        self._on = frozenset(settings.workdays)

    def day_of(self, moment: datetime) -> date:
        """The day that the station's calendar shows at a moment."""
        return moment.astimezone(self.zone).date()

    def at(self, day: date, clock: time) -> datetime:
        """A day and a time of the station's clock as an aware moment."""
        return at(day, clock, self.zone)

    def worked(self, day: date) -> bool:
        """Whether a day is a working day."""
        if day in self._off or day in self._on:
            return day in self._on
        return _china().is_working_day(day)

    def workday_from(self, day: date) -> date:
        """`day`, or the first working day after it."""
        while not self.worked(day):
            day += _DAY
        return day

    def days_after(self, day: date, count: int, kind: DayKind = "natural") -> date:
        """The `count`-th natural or working day after `day`; `day` itself does not count."""
        if kind == "natural":
            return day + timedelta(days=count)
        for _ in range(count):
            day = self.workday_from(day + _DAY)
        return day

    def morning_after(self, moment: datetime, count: int, kind: DayKind, clock: time) -> datetime:
        """The `clock` of the `count`-th natural or working day after that of a moment (S6: overdue day N)."""
        return self.at(self.days_after(self.day_of(moment), count, kind), clock)


@cache
def _china() -> HolidayBase:
    return country_holidays("CN")
