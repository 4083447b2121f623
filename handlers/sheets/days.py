"""Days as people type them: 4月24日, 4-24, 24日, 24 Apr, April 24."""

import re
from datetime import date

from handlers.desk import Desk
from handlers.refusal import Refused
from handlers.sheets import rules
from handlers.turn import Turn

_DAY = re.compile(r"(?:(\d{1,2})[月./-])?(\d{1,2})[日号]?")
_DAY_FIRST, _MONTH_FIRST = (
    re.compile(r"(\d{1,2})\s*([a-z]{3})[a-z]*"),
    re.compile(r"([a-z]{3})[a-z]*\s*(\d{1,2})"),
)


def day_typed(turn: Turn, after: date) -> date:
    """The next such day after `after`; refuses what is no day."""
    month, number = numbers(turn.desk, turn.need_text(20).casefold())
    day = rules.day_meant(after.month if month is None else month, number, after)
    if day is None:
        raise Refused("no-such-day")
    return day


def numbers(desk: Desk, typed: str) -> tuple[int | None, int]:
    """Month and day of a casefolded text; no month where none was typed, no day where it is no date."""
    if found := _DAY.fullmatch(typed):
        return int(found[1]) if found[1] else None, int(found[2])
    if found := _DAY_FIRST.fullmatch(typed):
        day, name = found[1], found[2]
    elif found := _MONTH_FIRST.fullmatch(typed):
        name, day = found[1], found[2]
    else:
        return 0, 0
    months = {label: month for month in range(1, 13) for label in desk.labels(f"month-{month}")}
    return months.get(name, 0), int(day) if name in months else 0
