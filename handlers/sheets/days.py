"""Days as people type them: 4月24日, 4-24, 24日."""

import re
from datetime import date

from handlers.refusal import Refused
from handlers.sheets import rules
from handlers.turn import Turn

_DAY = re.compile(r"(?:(\d{1,2})[月./-])?(\d{1,2})[日号]?")


def day_typed(turn: Turn, after: date) -> date:
    """The next such day after `after`; refuses what is no day."""
    typed = _DAY.fullmatch(turn.need_text(20))
    day = rules.day_meant(int(typed[1] or after.month), int(typed[2]), after) if typed else None
    if day is None:
        raise Refused("no-such-day")
    return day
