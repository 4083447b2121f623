"""The ladder of slips (S6): pure, from what was decided before and a moment.

Overdue day 1 white, day 3 yellow, day 7 red, each in the morning; which of them is due follows the days alone, so
after an outage one is proposed, the one that is due, and whoever decides may send a milder one instead. Nothing is
proposed twice, nor before the time is over that the last slip gave, nor while an appeal waits.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from handlers.calendar import Calendar
from handlers.moments import next_daily
from handlers.settings import SlipSettings
from storage.slips import ISSUED, Colour, Slip, SlipState

MOST_REASON, MOST_WORDS = 100, 200
ASKED_AGAIN = timedelta(days=1)
"""So long after 暂不发 (M9)."""
AFTER_CALLING = timedelta(hours=2)
"""So long after 先打电话."""
END_OF_WORK, END_OF_DAY = time(18), time(23, 59, 59)


class Act(StrEnum):
    """What can be done to a slip; also how the audit names it."""

    CONFIRM = "slip.confirm"
    DISMISS = "slip.dismiss"
    APPEAL = "slip.appeal"
    UPHOLD = "slip.uphold"
    CANCEL = "slip.cancel"


TRANSITIONS: Mapping[Act, tuple[SlipState, SlipState]] = {
    Act.CONFIRM: (SlipState.PROPOSED, SlipState.CONFIRMED),
    Act.DISMISS: (SlipState.PROPOSED, SlipState.DISMISSED),
    Act.APPEAL: (SlipState.CONFIRMED, SlipState.APPEALED),
    Act.UPHOLD: (SlipState.APPEALED, SlipState.UPHELD),
    Act.CANCEL: (SlipState.APPEALED, SlipState.CANCELLED),
}
"""From which state an act leads to which."""


class Step(NamedTuple):
    """Where the ladder stands: what is to be proposed now, if anything, and when to look again (UTC), if ever."""

    propose: Colour | None
    look_at: datetime | None


def step_at(
    missed_at: datetime, colour: Colour, settings: SlipSettings, clock: time, calendar: Calendar
) -> datetime:
    """The morning (`clock`) on which a colour is due for a deadline that was missed at `missed_at` (UTC)."""
    days: int = getattr(settings, f"{colour}_after_overdue_days")
    return calendar.morning_after(missed_at, days, settings.day_kind, clock)


def step(
    missed_at: datetime,
    before: Sequence[Slip],
    now: datetime,
    settings: SlipSettings,
    clock: time,
    calendar: Calendar,
) -> Step:
    """What is due for a missed deadline; `before` are the slips about this very miss, oldest first."""
    if any(slip.state == SlipState.APPEALED for slip in before):
        return Step(None, None)  # judging it goes on from here
    open_ = next((slip.colour for slip in before if slip.state == SlipState.PROPOSED), None)
    done = max((slip.colour.step for slip in before if _is_settled(slip)), default=-1)
    reached = done if open_ is None else max(done, open_.step)
    rungs = [
        (colour, step_at(missed_at, colour, settings, clock, calendar))
        for colour in Colour
        if colour.step > reached
    ]
    rests_until = _rests_until(before, clock, calendar)
    due = [colour for colour, at in rungs if at <= now]
    if due and rests_until <= now:
        later = [at for colour, at in rungs if at > now]
        return Step(due[-1], min(later, default=None))
    return Step(None, max(rungs[0][1], rests_until) if rungs else None)


def _is_settled(slip: Slip) -> bool:
    """Whether this colour is not to be proposed again: it was sent, or a leader has decided against a red one."""
    return slip.state in ISSUED or (slip.state == SlipState.DISMISSED and slip.colour == Colour.RED)


def _rests_until(before: Sequence[Slip], clock: time, calendar: Calendar) -> datetime:
    """Until when nothing is proposed: the morning after the time that a slip gave, or a day after 暂不发."""
    rests = [datetime.min.replace(tzinfo=calendar.zone)]
    for slip in before:
        if slip.state in ISSUED and slip.answer_by:
            rests.append(next_daily(slip.answer_by, clock, calendar.zone))
        elif slip.state == SlipState.DISMISSED and slip.decided_at:
            rests.append(slip.decided_at + ASKED_AGAIN)
    return max(rests)


def milder(slip: Slip, before: Sequence[Slip]) -> Colour | None:
    """The colour that can be sent instead: white for yellow, where none was sent for this miss."""
    white = any(each.colour == Colour.WHITE and each.state in ISSUED for each in before)
    return Colour.WHITE if slip.colour == Colour.YELLOW and not white else None


def answer_by(colour: Colour, now: datetime, calendar: Calendar) -> datetime:
    """Until when a slip that is sent now wants it done (M9).

    White the next day at 18:00; the others on the day itself, and from its evening on the next day at 18:00.
    """
    today = calendar.day_of(now)
    if colour == Colour.WHITE or now > calendar.at(today, END_OF_WORK):
        return calendar.at(today + timedelta(days=1), END_OF_WORK)
    return calendar.at(today, END_OF_DAY)


def appeal_by(now: datetime, settings: SlipSettings, calendar: Calendar) -> datetime:
    """Until when one may appeal against a slip that is sent now: the day itself does not count (S2's counting)."""
    return calendar.at(calendar.day_of(now) + timedelta(days=settings.appeal_days), END_OF_DAY)


def may_appeal(slip: Slip, now: datetime) -> bool:
    """Whether there is still time to appeal, for the first time."""
    return slip.state == SlipState.CONFIRMED and slip.appeal_by is not None and now <= slip.appeal_by
