"""A day, asked for in a dialogue."""

from datetime import date

from handlers import typed
from handlers.refusal import Refused
from handlers.turn import Turn


def day_typed(turn: Turn, after: date) -> date:
    """The next such day after `after`; refuses what is no day."""
    day = typed.day(turn.need_text(20), after)
    if day is None:
        raise Refused("no-such-day")
    return day
