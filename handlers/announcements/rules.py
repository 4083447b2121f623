"""What may be done to an announcement, when, and how its progress looks: pure."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.announcements import Announcement, AnnouncementState

MOST_TEXT = 500
"""Characters: with its head and its foot it stays under WeCom's 2,048 bytes (protocol: wecom.md)."""
MOST_PHOTOS = 9
MOST_NAME = 7
"""Of a saved audience: it stands on a button (M)."""
NUDGE_AFTER = timedelta(minutes=10)
"""Before that, nobody is asked a second time."""
FURTHEST = timedelta(days=60)
"""So far ahead something can be scheduled."""
BAR = 10
_MOMENT = re.compile(r"(?:(\d{1,2})[月./-](\d{1,2})[日号]?)?\s*(\d{1,2})[::点](\d{2})?分?")


def bar(done: int, of: int) -> str:
    """▓▓▓░░░░░░░: so much is done; full only when all is."""
    filled = BAR * done // of if of else 0
    return "▓" * filled + "░" * (BAR - filled)


def moment_typed(typed: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The next such moment after `now`: 4月21日 08:30, 18:00; None for what is none, or is too far ahead."""
    found = _MOMENT.fullmatch(typed.strip())
    if found is None:
        return None
    local = now.astimezone(zone)
    month, day, hour, minute = (int(part) if part else None for part in found.groups())
    for shift in (0, 1):
        try:
            if month and day:
                on = date(local.year + shift, month, day)
            else:
                on = local.date() + timedelta(days=shift)
            moment = datetime(on.year, on.month, on.day, hour or 0, minute or 0, tzinfo=zone)
        except ValueError:
            continue
        if now < moment <= now + FURTHEST:
            return moment
    return None


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
