"""What a reminder says, of the sheets as they stand (M4, M8): asked as it is written, and again as it is sent.

In between a sheet may be signed, handed in, closed, voided, suspended, handed over, or get another due time:
what is said then is what is left, and nothing when nothing is.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from handlers import access, moments
from handlers.access import Action, Relation, Scope
from handlers.menu import Shortcut
from handlers.sheets import rules, telling
from handlers.sheets.presses import ListPress, SnoozeAllPress
from handlers.texts import Markup, Word, clipped
from handlers.voice import Part, Spoken, Voice
from storage import people, sheets, stations
from storage.messages import Button
from storage.people import Person
from storage.sheet_lists import Filter
from storage.sheets import WORKING, Sheet

UNSIGNED = "sheets.unsigned"
UNSIGNED_OF = "sheets.unsigned-of"
LATER = "sheets.later"
ALL = "0"
"""Where a notice to a person is about everything of theirs, not about one sheet by its id."""
IN_A_LIST = 24
"""Characters of a sheet's object: of twelve lines each stays on one or two rows of a phone."""


async def of(voice: Voice, staff_id: str, one: str = "") -> list[Sheet]:
    """The sheets of which a person is to be reminded now, by either clock; the nearest deadline first.

    With the id of `one`, only that one, if it is among them.
    """
    return [sheet for sheet in await _own(voice, staff_id, one) if _is_due(voice, sheet)]


async def _own(voice: Voice, staff_id: str, one: str) -> list[Sheet]:
    """A person's open sheets; or one of them by its id, for which the others are not read."""
    if not one:
        return await sheets.own(voice.tx, staff_id)
    sheet = await sheets.get(voice.tx, int(one))
    return [sheet] if sheet and sheet.owner_id == staff_id else []


def _is_due(voice: Voice, sheet: Sheet) -> bool:
    remind, zone, now = voice.settings.remind, voice.settings.time_zone, voice.tx.now
    if sheet.state not in WORKING or sheet.due_at is None or rules.is_suspended(sheet, now):
        return False
    return rules.is_unsigned(sheet, now) or moments.reminder_is_due(sheet.due_at, now, remind, zone)


async def parts(voice: Voice, staff_id: str) -> list[Part]:
    """A person's parts of their digest: what they have due themselves, then what they watch over (M8)."""
    theirs = await of(voice, staff_id)
    found = []
    if theirs:
        lines = [_line(voice, "digest", sheet) for sheet in theirs]
        alone = await _alone(voice, theirs[0]) if len(theirs) == 1 else None
        found.append(Part(Markup(), lines, _of_several(voice, theirs), alone))
    person = await people.get(voice.tx, staff_id)
    return [*found, *await _watched(voice, person)] if person else found


def can_wait(voice: Voice, theirs: Sequence[Sheet]) -> list[Sheet]:
    """Those of which one may be reminded later: what is late by either clock may not be put off."""
    now = voice.tx.now
    return [s for s in theirs if not rules.is_overdue(s, now) and not rules.is_unsigned(s, now)]


def snoozes(voice: Voice, theirs: Sequence[Sheet]) -> dict[rules.Snooze, datetime]:
    """When one can be reminded of these again, before the first of them is due."""
    due_at = min((sheet.due_at for sheet in theirs if sheet.due_at), default=voice.tx.now)
    return rules.snoozes(voice.tx.now, due_at, voice.settings.remind, voice.settings.time_zone)


async def later(voice: Voice, about: str) -> Spoken | None:
    """What a person put off, as far as it is due still (and not late by now: that is said in the digest)."""
    staff_id, _, one = about.partition("@")
    theirs = can_wait(voice, await of(voice, staff_id, "" if one == ALL else one))
    if len(theirs) == 1:
        return await _alone(voice, theirs[0])
    if not theirs:
        return None
    day = voice.texts.short_day(voice.texts.local(voice.tx.now).date())
    lines = voice.listed([_line(voice, "digest", sheet) for sheet in theirs])
    text = voice.texts.say("digest", title=voice.texts.say("digest-title", day=day), lines=lines)
    return Spoken(text, [_of_several(voice, theirs)])


async def unsigned(voice: Voice, about: str) -> Spoken | None:
    """Signatures are missing: their owner is asked for them (M4); for one, or for all of them."""
    staff_id, _, one = about.partition("@")
    theirs = [s for s in await _own(voice, staff_id, one) if rules.is_unsigned(s, voice.tx.now)]
    if one and theirs:
        text, buttons = await telling.notice(theirs[0], "sheet-nudge", "sign", "open")(voice)
        return Spoken(text, buttons, theirs[0].subject)
    if not theirs:
        return None
    lines = [_line(voice, "digest", sheet) for sheet in theirs]
    text = voice.texts.say("sheets-nudge", count=len(theirs), lines=voice.listed(lines))
    return Spoken(text, [[voice.button("command-mine", Shortcut(command="mine"))]])


async def unsigned_of(voice: Voice, about: str) -> Spoken | None:
    """Signatures are missing still: the lead of their owners' team learns of it (M4)."""
    lead_id, _, one = about.partition("@")
    theirs = [
        sheet
        for sheet in await _told_to_leads(voice, one)
        if lead_id in {lead.staff_id for lead in await telling.leads_of(voice, sheet)}
    ]
    if one and theirs:
        text, buttons = await telling.notice(theirs[0], "sheet-unsigned", "open")(voice)
        return Spoken(text, buttons, theirs[0].subject)
    if not theirs:
        return None
    owners = await _names(voice)
    lines = [_line(voice, "watch", sheet, owners) for sheet in theirs]
    text = voice.texts.say("sheets-unsigned", count=len(theirs), lines=voice.listed(lines))
    return Spoken(text, [[_list_of(voice, Filter.UNSIGNED, len(theirs))]])


async def watchers(voice: Voice) -> list[str]:
    """Everyone who watches over a group, a team or the station (S2, M8)."""
    leads = [await people.get(voice.tx, g.lead_staff_id or "") for g in await stations.all_groups(voice.tx)]
    found = [lead for lead in leads if lead and _leads_a_group(lead)]
    for scope in (Scope.TEAM, Scope.STATION):
        for role in access.roles_with(Action.SHEET_WATCH, scope):
            found += await people.holding(voice.tx, role)
    return list(dict.fromkeys(person.staff_id for person in found))


def _leads_a_group(person: Person) -> bool:
    return access.allows(person, Action.SHEET_WATCH, Relation(group=True))


async def _told_to_leads(voice: Voice, one: str = "") -> list[Sheet]:
    """What has gone unsigned for so long that the owner is not the only one to know; of all, or of one by its id."""
    if one:
        sheet = await sheets.get(voice.tx, int(one))
        waiting = [sheet] if sheet else []
    else:
        waiting = await sheets.not_signed(voice.tx)
    return [
        sheet
        for sheet in waiting
        if sheet.sign_by
        and rules.is_unsigned(sheet, voice.tx.now)
        and voice.tx.now >= rules.lead_told_at(sheet.sign_by, voice.settings)
    ]


async def _alone(voice: Voice, sheet: Sheet) -> Spoken:
    """Of one sheet what to do about it."""
    assert sheet.due_at is not None  # noqa: S101 - what is due has a due time
    days = voice.texts.days_left(sheet.due_at, voice.tx.now)
    does = ["feed-back", "open"]
    if rules.is_overdue(sheet, voice.tx.now):
        key = "remind-overdue"
    elif rules.is_unsigned(sheet, voice.tx.now):
        key, does = "remind-unsigned", ["sign", "open"]
    else:
        key = {0: "remind-today", 1: "remind-tomorrow"}.get(days, "remind-days")
        if days == 1 and voice.settings.sheet.extension_max_times:
            does = [
                "feed-back",
                "extend",
                "open",
            ]  # the last day on which more time can well be asked for (M8)
    if snoozes(voice, can_wait(voice, [sheet])):
        does.append("snooze")
    text, buttons = await telling.notice(sheet, key, *does, days=abs(days))(voice)
    return Spoken(text, buttons, sheet.subject)


def _of_several(voice: Voice, theirs: Sequence[Sheet]) -> list[Button]:
    buttons = [voice.button("command-mine", Shortcut(command="mine"))]
    if snoozes(voice, can_wait(voice, theirs)):
        buttons.append(voice.button("sheet-snooze", SnoozeAllPress(until="ask")))
    return buttons


def _line(voice: Voice, key: str, sheet: Sheet, owners: Mapping[str, str] | None = None) -> Markup:
    assert sheet.due_at is not None  # noqa: S101 - an issued sheet has a due time
    return voice.texts.say(
        f"{key}-line-unsigned" if rules.is_unsigned(sheet, voice.tx.now) else f"{key}-line",
        code=sheet.code,
        object=clipped(sheet.object, IN_A_LIST),
        owner=(owners or {}).get(sheet.owner_id or "", ""),
        until=voice.texts.until(sheet.due_at),
        left=voice.texts.left(sheet.due_at, voice.tx.now),
    )


async def _names(voice: Voice) -> dict[str, str]:
    return {person.staff_id: person.name for person in await people.everyone(voice.tx)}


def _list_of(voice: Voice, chosen: Filter, count: int) -> Button:
    return voice.button(
        f"listing-to-{chosen}", ListPress(scope="all", filter=chosen, at=0, after=0), count=count
    )


async def _watched(voice: Voice, person: Person) -> list[Part]:
    """What is late by either clock in each scope over which a person watches, their own sheets left out."""
    within = await _scopes_watched(voice, person)
    if not within:
        return []
    late, waiting = await sheets.overdue(voice.tx), await _told_to_leads(voice)
    owners = await _names(voice) if late or waiting else {}
    found = []
    for name, holds in within:
        both = [[s for s in part if holds(s) and s.owner_id != person.staff_id] for part in (late, waiting)]
        if any(both):
            own = any(holds(s) and s.owner_id == person.staff_id for s in (*late, *waiting))
            scope = voice.texts.say("watch-others", scope=name) if own else name
            found.append(_scope_watched(voice, scope, both[0], both[1], owners))
    return found


def _scope_watched(
    voice: Voice, name: str | Word, late: Sequence[Sheet], waiting: Sequence[Sheet], owners: Mapping[str, str]
) -> Part:
    key = "watch-both" if late and waiting else "watch" if late else "watch-unsigned"
    title = voice.texts.say(key, scope=name, count=len(late), unsigned=len(waiting))
    listed = {sheet.id: sheet for sheet in (*late, *waiting)}
    lines = [_line(voice, "watch", sheet, owners) for sheet in listed.values()]
    counts = {Filter.OVERDUE: len(late), Filter.UNSIGNED: len(waiting)}
    return Part(title, lines, [_list_of(voice, chosen, count) for chosen, count in counts.items() if count])


Within = Callable[[Sheet], bool]


async def _scopes_watched(voice: Voice, person: Person) -> list[tuple[str | Word, Within]]:
    """The scopes over which a person watches, the narrowest first: each its name, and which sheets are in it."""
    found: list[tuple[str | Word, Within]] = []
    if _leads_a_group(person):
        places = {place.community_id: place.group_id for place in await stations.all_communities(voice.tx)}
        found += [
            (group.name, _in_group(places, group.group_id))
            for group in await stations.all_groups(voice.tx)
            if group.lead_staff_id == person.staff_id
        ]
    scopes = access.scopes(person, Action.SHEET_WATCH)
    if Scope.TEAM in scopes:
        team = {p.staff_id for p in await people.everyone(voice.tx) if p.team == person.team}
        found.append((Word(f"team-{person.team}"), lambda sheet: sheet.owner_id in team))
    if Scope.STATION in scopes:
        found.append((Word("whole-station"), lambda _: True))
    return found


def _in_group(places: Mapping[str, str | None], group_id: str) -> Within:
    return lambda sheet: places.get(sheet.community_id or "") == group_id
