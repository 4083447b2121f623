"""What may be done to an announcement, when, and how its progress looks: pure."""

from datetime import datetime, timedelta

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


def over(text: str) -> int:
    """How many characters a text is too long; emoji and rare characters, which take more bytes, count as two."""
    return sum(1 + (character > "\uffff") for character in text) - MOST_TEXT


def bar(done: int, of: int) -> str:
    """▓▓▓░░░░░░░: so much is done; full only when all is."""
    filled = BAR * done // of if of else 0
    return "▓" * filled + "░" * (BAR - filled)


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
