"""Days and moments as people type them: 4月24日, 24日, 4-24, 24 Apr, April 24; 明早9点, 18:00, 昨晚8点, tomorrow 3 pm. Pure."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NOON = 12
MONTHS = 12
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SHIFTS = {"前": -2, "昨": -1, "yesterday": -1, "今": 0, "today": 0, "明": 1, "tomorrow": 1, "后": 2}
_DATE = r"""(?: (?P<month>\d{1,2}) [月./-] (?P<day>\d{1,2}) [日号]?          # 4月21日, 4-21
              | (?P<only>\d{1,2}) (?: [日号] | (?=\s) | $ )                  # 21日
              | (?P<day_first>\d{1,2}) \s* (?P<name_last>[a-z]{3}) [a-z]*    # 21 Apr
              | (?P<name_first>[a-z]{3}) [a-z]* \s* (?P<day_last>\d{1,2})    # April 21
            )"""
_SHIFT = r"(?P<shift>前|昨|今|明|后|yesterday|today|tomorrow) [天日]?"
_TIME = r"""(?P<half>上午|早上?|中午|下午|晚上?)? \s* (?P<hour>\d{1,2})
            (?: [::] (?P<minute>\d{2}) | (?P<clock>[点时]) (?: (?P<minute_said>\d{1,2}) 分? | (?P<half_past>半) )? )?
            \s* (?P<noon>am|pm)?"""
_DAY = re.compile(_DATE, re.VERBOSE)
_MOMENT = re.compile(rf"(?: {_DATE} | {_SHIFT} )? [\s,]* {_TIME}", re.VERBOSE)
_MARKS = ("half", "minute", "clock", "noon")
"""A number alone is no time of day."""


def day(typed: str, after: date) -> date | None:
    """The next such day after `after`; None for what is none."""
    found = _DAY.fullmatch(typed.strip().casefold())
    return next((on for on in _dates(found.groupdict(), after) if on > after), None) if found else None


def moment(typed: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The next such moment after `now`, on the clock of `zone`; None for what is none."""
    return next((each for each in _moments(typed, now, zone, 1) if each > now), None)


def past_moment(typed: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The last such moment until `now`, on the clock of `zone`; None for what is none."""
    return next((each for each in _moments(typed, now, zone, -1) if each <= now), None)


def deadline(typed: str, now: datetime, after: date, clock: time, zone: ZoneInfo) -> datetime | None:
    """A moment after `now`; or of a day alone, the next after `after`, the time `clock`; None for what is neither."""
    if said := moment(typed, now, zone):
        return said
    on = day(typed, after)
    return datetime.combine(on, clock, tzinfo=zone) if on else None


def _moments(typed: str, now: datetime, zone: ZoneInfo, way: int) -> Iterator[datetime]:
    """What may be meant, from today on (`way` 1) or back (-1)."""
    found = _MOMENT.fullmatch(typed.strip().casefold())
    part = found.groupdict() if found else {}
    if not any(part.get(mark) for mark in _MARKS):
        return
    hour = _hour(int(part["hour"]), part["noon"] or part["half"] or "")
    minute = 30 if part["half_past"] else int(part["minute"] or part["minute_said"] or 0)
    if hour is None or not (hour < 24 and minute < 60):  # noqa: PLR2004 - of a day
        return
    for on in _dates(part, now.astimezone(zone).date(), way):
        yield datetime(on.year, on.month, on.day, hour, minute, tzinfo=zone)


def _dates(part: dict[str, str | None], today: date, way: int = 1) -> Iterator[date]:
    """The days that are meant, from this month or year on or back; where no day is named, today and the day beside it."""
    if shift := part.get("shift"):
        yield today + timedelta(days=_SHIFTS[shift])
        return
    name = part["name_first"] or part["name_last"]
    number = part["day"] or part["day_first"] or part["day_last"]
    if only := part["only"]:
        months = [divmod(today.month - 1 + way * more, MONTHS) for more in range(3)]
        named = [(today.year + years, month + 1, int(only)) for years, month in months]
    elif number and (name is None or name in _MONTHS):
        month = _MONTHS.index(name) + 1 if name else int(part["month"] or 0)
        named = [(today.year + years, month, int(number)) for years in (0, way)]
    elif number:
        named = []
    else:
        named = [(on.year, on.month, on.day) for on in (today, today + timedelta(days=way))]
    for year, month, number_ in named:
        try:
            yield date(year, month, number_)
        except ValueError:  # there is none such
            continue


def _hour(hour: int, half: str) -> int | None:
    """The hour of the day, of one that is said of a half of it: 下午3点, 3 pm; None for 晚上12点, which is tomorrow."""
    if half == "am":
        return hour % NOON if 0 < hour <= NOON else None
    if hour == NOON and half.startswith("晚"):
        return None
    return hour + NOON if hour < NOON and half in ("pm", "下午", "晚", "晚上") else hour
