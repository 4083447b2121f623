"""Deadlines, countdown and transitions of an enforcement issue (S5): pure, from a snapshot and a moment."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers import moments
from handlers.moments import at
from handlers.settings import IssueSettings, QuietHours
from storage.issues import WORKING, Issue, IssueState

MOST_PROBLEM, MOST_REQUIREMENTS, MOST_REASON = 60, 200, 100
DAY_SCALE = timedelta(hours=72)
"""From so long a limit on it ends at 18:00, and its owner is reminded by days (config_defaults)."""
END_OF_DAY = time(18)


class Act(StrEnum):
    """What can be done to an issue; also how the audit names it."""

    LIST = "issue.list"
    ASSIGN = "issue.assign"
    ACKNOWLEDGE = "issue.acknowledge"
    SUBMIT = "issue.submit"
    TAKE_BACK = "issue.take-back"
    RETURN = "issue.return"
    VERIFY = "issue.verify"
    CLOSE = "issue.close"
    EXTEND = "issue.extend"
    REASSIGN = "issue.reassign"
    WITHDRAW = "issue.withdraw"


TRANSITIONS: Mapping[Act, tuple[frozenset[IssueState], IssueState | None]] = {
    Act.LIST: (frozenset({IssueState.DRAFT}), IssueState.LISTED),
    Act.ASSIGN: (frozenset({IssueState.LISTED}), IssueState.ASSIGNED),
    Act.ACKNOWLEDGE: (frozenset({IssueState.ASSIGNED}), IssueState.RECTIFYING),
    Act.SUBMIT: (WORKING, IssueState.SUBMITTED),
    Act.TAKE_BACK: (frozenset({IssueState.SUBMITTED}), IssueState.RECTIFYING),
    Act.RETURN: (frozenset({IssueState.SUBMITTED}), IssueState.RETURNED),
    Act.VERIFY: (frozenset({IssueState.SUBMITTED}), IssueState.VERIFIED),
    Act.CLOSE: (frozenset({IssueState.VERIFIED}), IssueState.CLOSED),
    Act.EXTEND: (WORKING, None),
    Act.REASSIGN: (WORKING, IssueState.ASSIGNED),
    Act.WITHDRAW: (WORKING, IssueState.WITHDRAWN),
}
"""From which states an act leads to which; None: the state stays."""


def due_at(issue: Issue, now: datetime, settings: IssueSettings, zone: ZoneInfo) -> datetime:
    """The deadline (UTC or `zone`, aware) of an issue that is given out now: chosen, or the element's hours from now.

    From 72 hours on it is 18:00 of its day (config_defaults).
    """
    if issue.due_at:
        return issue.due_at
    limit = timedelta(hours=getattr(settings.due_hours, issue.element))
    due = now + limit
    return at(due.astimezone(zone).date(), END_OF_DAY, zone) if limit >= DAY_SCALE else due


def reassigned_due_at(issue: Issue, now: datetime, settings: IssueSettings, zone: ZoneInfo) -> datetime:
    """The deadline (aware) for another owner: it stands, unless the element's hours from now end later."""
    anew = due_at(issue.model_copy(update={"due_at": None}), now, settings, zone)
    return max(anew, issue.due_at) if issue.due_at else anew


def is_overdue(issue: Issue, now: datetime) -> bool:
    """Whether its owner is to act and the deadline is past: derived, never stored (S2, S5)."""
    return issue.state in WORKING and issue.due_at is not None and issue.due_at < now


def next_call(
    start: datetime, due: datetime, now: datetime, quiet: QuietHours, zone: ZoneInfo
) -> datetime | None:
    """The next moment after `now` at which an hour-scale issue speaks; None for a limit of days (M9)."""
    return moments.next_call(start, due, now, quiet, zone) if due - start < DAY_SCALE else None


def extension_limit(issue: Issue, settings: IssueSettings) -> datetime | None:
    """The latest deadline for which may be asked: once, three days at the most (S5); None when none may be."""
    if issue.extended or issue.due_at is None:
        return None
    return issue.due_at + timedelta(days=settings.extension_max_days)
