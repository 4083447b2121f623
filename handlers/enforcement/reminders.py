"""When an issue speaks by itself (S5, S6, M9).

Limits of days: in its owner's digest three days and one day before, on the day, and every morning after it. Limits
of hours: at half-time and two hours before as well, by a timer of the issue's own. Every morning on which
something is late the supervision post hears of it in its digest.
"""

from collections.abc import Sequence
from datetime import datetime

from handlers import access, digests, ladder
from handlers.access import Action
from handlers.enforcement import cards, rules
from handlers.enforcement.presses import IssueListPress
from handlers.enforcement.telling import CALL
from handlers.ladder import Missed
from handlers.moments import next_daily, next_reminder, reminder_is_due
from handlers.texts import Markup
from handlers.voice import Part, Spoken, Voice
from storage import issues, people, timers
from storage.issues import WORKING, Issue


async def plan(voice: Voice, issue: Issue) -> None:
    """See to it that the owner and the supervision post hear in time of an issue whose terms have changed."""
    if issue.state not in WORKING or issue.due_at is None:
        return
    await digests.plan(voice, issue.owner_id or "", _speaks_at(voice, issue.due_at))
    await digests.plan_watch(voice, _late_morning(voice, issue.due_at))
    await ladder.plan(voice, "rectification", issue.subject, issue.due_at)
    await _plan_call(voice, issue)


async def missed(voice: Voice, key: str) -> Missed | None:
    """An issue whose deadline is missed (S6); None for one that is not late."""
    issue = await issues.get(voice.tx, int(key))
    if issue is None or issue.due_at is None or not rules.is_overdue(issue, voice.tx.now):
        return None
    element = voice.texts.plain(f"element-{issue.element}")
    what = voice.texts.plain("issue-missed", element=element, problem=issue.problem)
    mend = cards.press(voice, issue, "rectify")
    return Missed(issue.subject, issue.code, issue.owner_id or "", issue.due_at, what, mend)


async def settled(voice: Voice, issue: Issue) -> None:
    """Nothing is awaited of its owner any more: no slip is proposed (S6)."""
    await ladder.stop(voice, "rectification", issue.subject)


async def call(voice: Voice, subject: str) -> None:
    """Half of an issue's hours are over, or two are left."""
    issue = await issues.get(voice.tx, int(subject.partition(":")[2]))
    if issue and issue.state in WORKING:
        about = f"{issue.owner_id}@{issue.id}"
        await voice.notify(issue.owner_id, CALL, about, pressing=True, valid_until=issue.due_at)
        await _plan_call(voice, issue)


async def next_due(voice: Voice, staff_id: str) -> datetime | None:
    """The next morning on which a person has something to put right."""
    moments = [_speaks_at(voice, issue.due_at) for issue in await _own(voice, staff_id) if issue.due_at]
    return min(moments, default=None)


async def watchers(voice: Voice) -> list[str]:
    """The supervision post hears of what is late."""
    return [person.staff_id for person in await voice.those_who_may(Action.ISSUE_DECIDE)]


async def next_late(voice: Voice) -> datetime | None:
    """The next morning on which an issue is late."""
    due = await issues.first_due(voice.tx)
    return _late_morning(voice, due) if due else None


async def parts(voice: Voice, staff_id: str) -> list[Part]:
    """A person's parts of their digest: what they have to put right, then what is late anywhere, if they watch it."""
    remind, zone, now = voice.settings.remind, voice.settings.time_zone, voice.tx.now
    theirs = [
        issue
        for issue in await _own(voice, staff_id)
        if issue.due_at and reminder_is_due(issue.due_at, now, remind, zone)
    ]
    found = []
    if theirs:
        title = voice.texts.say("issues-due")
        lines = [line(voice, issue) for issue in theirs]
        buttons = [voice.button("command-issues", IssueListPress(element=""))]
        found.append(Part(title, lines, buttons, _alone(voice, theirs)))
    person = await people.get(voice.tx, staff_id)
    if person and access.may(person, Action.ISSUE_DECIDE) and (late := await issues.late(voice.tx)):
        lines = [await line_of(voice, issue) for issue in late]
        buttons = [voice.button("command-issues", IssueListPress(element=""))]
        found.append(Part(voice.texts.say("issues-late", count=len(late)), lines, buttons))
    return found


def line(voice: Voice, issue: Issue) -> Markup:
    """An issue as one line of its owner's."""
    return voice.texts.say(
        "issue-line", code=issue.code, problem=issue.problem, standing=cards.standing_line(voice, issue)
    )


async def line_of(voice: Voice, issue: Issue) -> Markup:
    """An issue as one line of a list that is about several owners."""
    return voice.texts.say(
        "issue-line-owner",
        code=issue.code,
        problem=issue.problem,
        owner=await voice.name_of(issue.owner_id),
        standing=cards.standing_line(voice, issue),
    )


def _alone(voice: Voice, theirs: Sequence[Issue]) -> Spoken | None:
    """Of one issue what to do about it (M9)."""
    issue, now = theirs[0], voice.tx.now
    if len(theirs) > 1 or issue.due_at is None:
        return None
    days = voice.texts.days_left(issue.due_at, now)
    key = {0: "issue-remind-today", 1: "issue-remind-tomorrow"}.get(days, "issue-remind-days")
    if rules.is_overdue(issue, now):
        key = "issue-remind-late"
    text = voice.texts.say(key, code=issue.code, until=cards.until(voice, issue), days=abs(days))
    return Spoken(text, [cards.press(voice, issue, "rectify", "open")], issue.subject)


def _speaks_at(voice: Voice, due: datetime) -> datetime:
    return next_reminder(due, voice.tx.now, voice.settings.remind, voice.settings.time_zone)


def _late_morning(voice: Voice, due: datetime) -> datetime:
    return next_daily(max(due, voice.tx.now), voice.settings.remind.at, voice.settings.time_zone)


async def _own(voice: Voice, staff_id: str) -> list[Issue]:
    return [issue for issue in await issues.own(voice.tx, staff_id) if issue.state in WORKING]


async def _plan_call(voice: Voice, issue: Issue) -> None:
    moment = _next_call(voice, issue)
    if moment:
        await timers.set_timer(voice.tx, CALL, issue.subject, moment)
    else:
        await timers.clear(voice.tx, CALL, issue.subject)


def _next_call(voice: Voice, issue: Issue) -> datetime | None:
    if issue.assigned_at is None or issue.due_at is None:
        return None
    settings = voice.settings
    return rules.next_call(
        issue.assigned_at, issue.due_at, voice.tx.now, settings.remind.quiet_hours, settings.time_zone
    )
