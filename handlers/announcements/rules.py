"""What may be done to an announcement, when, and how its progress looks: pure."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.announcements import Announcement, AnnouncementState

MOST_TEXT = 500
"""Characters, as `over` counts them: with its head and its foot it stays under WeCom's 2,048 bytes (protocol:
wecom.md)."""
MOST_PHOTOS = 9
MOST_NAME = 7
"""Of a saved audience: it stands on a button (M)."""
NUDGE_AFTER = timedelta(minutes=10)
"""Before that, nobody is asked a second time."""
FURTHEST = timedelta(days=60)
"""So far ahead something can be scheduled."""
BAR = 10
NOON = 12
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SHIFTS = {"今": 0, "today": 0, "明": 1, "tomorrow": 1, "后": 2}
_MOMENT = re.compile(
    r"""(?: (?P<month>\d{1,2}) [月./-] (?P<day>\d{1,2}) [日号]?        # 4月21日, 4-21
          | (?P<day_first>\d{1,2}) \s* (?P<name_last>[a-z]{3}) [a-z]*  # 21 Apr
          | (?P<name_first>[a-z]{3}) [a-z]* \s* (?P<day_last>\d{1,2})  # April 21
          | (?P<shift>今|明|后|today|tomorrow) [天日]? )?
        [\s,]* (?P<half>上午|早上?|中午|下午|晚上?)? \s*
        (?P<hour>\d{1,2}) (?: [::] (?P<minute>\d{2}) | [点时] (?: (?P<minute_said>\d{1,2}) 分? | (?P<half_past>半) )? )?
        \s* (?P<noon>am|pm)?""",
    re.VERBOSE,
)


def over(text: str) -> int:
    """How many characters a text is too long; emoji and rare characters, which take more bytes, count as two."""
    return sum(1 + (character > "\uffff") for character in text) - MOST_TEXT


def bar(done: int, of: int) -> str:
    """▓▓▓░░░░░░░: so much is done; full only when all is."""
    filled = BAR * done // of if of else 0
    return "▓" * filled + "░" * (BAR - filled)


def moment_typed(typed: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The next such moment after `now`: 4月21日 08:30, 明早9点, 18:00, 21 Apr 8:30, tomorrow 3 pm.

    None for what is none (a bare number is), or is too far ahead.
    """
    found = _MOMENT.fullmatch(typed.strip().casefold())
    if found is None or typed.strip().isdecimal():
        return None
    part = found.groupdict()
    today = now.astimezone(zone).date()
    name = part["name_first"] or part["name_last"]
    day = part["day"] or part["day_first"] or part["day_last"]
    hour = _hour(int(part["hour"]), part["noon"] or part["half"] or "")
    minute = 30 if part["half_past"] else int(part["minute"] or part["minute_said"] or 0)
    if (name and name not in _MONTHS) or hour is None:
        return None
    for later in (0, 1):
        try:
            if day:
                month = _MONTHS.index(name) + 1 if name else int(part["month"])
                on = date(today.year + later, month, int(day))
            else:
                on = today + timedelta(days=_SHIFTS[part["shift"]] if part["shift"] else later)
            moment = datetime(on.year, on.month, on.day, hour, minute, tzinfo=zone)
        except ValueError:
            continue
        if now < moment <= now + FURTHEST:
            return moment
    return None


def _hour(hour: int, half: str) -> int | None:
    """The hour of the day, of one that is said of a half of it: 下午3点, 3 pm; None for 晚上12点, which is tomorrow."""
    if half == "am":
        return hour % NOON if 0 < hour <= NOON else None
    if hour == NOON and half.startswith("晚"):
        return None
    return hour + NOON if hour < NOON and half in ("pm", "下午", "晚", "晚上") else hour


def may_nudge(announcement: Announcement, now: datetime) -> bool:
    """Whether those who are silent may be asked (again)."""
    last = announcement.nudged_at or announcement.sent_at
    return announcement.state == AnnouncementState.SENT and last is not None and now - last >= NUDGE_AFTER


def actions(announcement: Announcement, *, waiting: bool, silent: bool) -> list[str]:
    """What its sender is offered: while copies are `waiting` to be sent, while people are `silent`."""
    match announcement.state:
        case AnnouncementState.SENT if waiting:
            return ["pause", "stop", "revise", "recall"]
        case AnnouncementState.SENT | AnnouncementState.STOPPED:
            nudge = ["nudge"] if silent and announcement.state == AnnouncementState.SENT else []
            return [*nudge, "names", "revise", "recall"]
        case AnnouncementState.PAUSED:
            return ["resume", "stop", "revise", "recall"]
        case _:
            return []
