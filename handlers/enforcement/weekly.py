"""Once a week each owner gets the list of theirs, and the supervision post the whole of it, by element and owner (S5).

owner:        🛠 本周问题 2件 / Z031 … / Z034 …                           [Z031] [Z034]
supervision:  🛠 本周问题 12件,逾期3件 / 卷宗 5件,逾期2件 … / 办案员03 2件,逾期1件 …   [问题清单] [导出]
anybody:      本周问题                                                  (the same, on demand)

One timer for the station, set when an issue is given out; after an outage one list is said, with what is open then.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers import access, digests
from handlers.access import Action, Scope
from handlers.enforcement import reminders, rules
from handlers.enforcement.presses import IssueExport, IssueListPress, IssuePress
from handlers.moments import at
from handlers.settings import WEEKDAYS
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import MOST_BUTTONS, Rows, Spoken, Voice, pairs
from storage import issues, people, timers
from storage.issues import Element, Tally
from storage.people import Person

WEEK = "enforcement.week"


async def plan(voice: Voice) -> None:
    """Something is on the list: the next weekly list will tell of it."""
    await timers.set_by(voice.tx, WEEK, voice.tx.station, _next(voice))


async def week(voice: Voice, station: str) -> None:
    """The hour of the week: everybody concerned gets their list, if anything is open."""
    if await digests.postponed(voice, WEEK, station):
        return
    tally = await issues.tally(voice.tx)
    if not tally:
        return
    told = {each.owner_id for each in tally if each.owner_id}
    told |= {person.staff_id for person in await voice.those_who_may(Action.ISSUE_DECIDE)}
    for staff_id in sorted(told):
        await voice.notify(staff_id, WEEK, staff_id, pressing=True, valid_until=_next(voice))
    await plan(voice)


async def said(voice: Voice, staff_id: str) -> Spoken | None:
    """Somebody's list of the week as it stands; None when there is nothing on it."""
    person = await people.get(voice.tx, staff_id)
    found = await _list(voice, person) if person else None
    return Spoken(*found) if found else None


async def asked(turn: Turn) -> None:
    """本周问题."""
    found = await _list(turn, turn.person)
    text, buttons = found or (turn.texts.say("issues-none"), ())
    await turn.say(text, buttons=buttons)


async def _list(voice: Voice, person: Person) -> tuple[Markup, Rows] | None:
    if Scope.STATION in access.scopes(person, Action.ISSUE_READ):
        return await _of_station(voice)
    own = await issues.own(voice.tx, person.staff_id)
    if not own:
        return None
    lines = voice.listed([reminders.line(voice, issue) for issue in own])
    buttons = [voice.choice(issue.code, IssuePress(do="open", issue=issue.id)) for issue in own]
    text = voice.texts.say("issues-of-week", count=len(own), late=_late_among(voice, own), lines=lines)
    return text, pairs(buttons[:MOST_BUTTONS])


def _late_among(voice: Voice, own: Iterable[issues.Issue]) -> int:
    return sum(rules.is_overdue(issue, voice.tx.now) for issue in own)


async def _of_station(voice: Voice) -> tuple[Markup, Rows] | None:
    tally = await issues.tally(voice.tx)
    if not tally:
        return None
    by_element = [
        _line(voice, voice.texts.plain(f"element-{element}"), (t for t in tally if t.element == element))
        for element in Element
        if any(t.element == element for t in tally)
    ]
    owners = sorted({t.owner_id for t in tally if t.owner_id}, key=lambda owner: -_late(tally, owner))
    by_owner = [
        _line(voice, await voice.name_of(owner), (t for t in tally if t.owner_id == owner))
        for owner in owners
    ]
    text = voice.texts.say(
        "issues-of-week",
        count=sum(t.open for t in tally),
        late=sum(t.late for t in tally),
        lines=voice.listed([*by_element, *by_owner]),
    )
    buttons = [
        voice.button("command-issues", IssueListPress(element="")),
        voice.button("export", IssueExport(element="")),
    ]
    return text, [buttons]


def _late(tally: Iterable[Tally], owner: str | None) -> int:
    return sum(t.late for t in tally if t.owner_id == owner)


def _line(voice: Voice, name: str, tally: Iterable[Tally]) -> Markup:
    found = list(tally)
    return voice.texts.say(
        "issues-tally", name=name, count=sum(t.open for t in found), late=sum(t.late for t in found)
    )


def _next(voice: Voice) -> datetime:
    """The next weekly hour after now, on the station's clock."""
    zone, clock = voice.settings.time_zone, voice.settings.remind.at
    today = voice.calendar.day_of(voice.tx.now)
    ahead = (WEEKDAYS.index(voice.settings.issue.weekly_on) - today.weekday()) % len(WEEKDAYS)
    moment = at(today + timedelta(days=ahead), clock, zone)
    return moment if moment > voice.tx.now else at(today + timedelta(days=ahead + 7), clock, zone)
