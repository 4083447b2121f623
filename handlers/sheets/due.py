"""What a reminder says, of the sheets as they stand (M4, M8): asked as it is written, and again as it is sent.

In between a sheet may be signed, handed in, closed, voided, suspended, handed over, or get another due time:
what is said then is what is left, and nothing when nothing is.
"""

from collections.abc import Sequence
from datetime import datetime

from handlers import access
from handlers.access import Action, Relation, Scope
from handlers.menu import Shortcut
from handlers.sheets import cards, rules, telling
from handlers.texts import Word
from handlers.voice import Said, Voice
from storage import people, sheets, stations
from storage.people import Person
from storage.sheets import WORKING, Sheet, SheetState

UNSIGNED = "sheets.unsigned"
UNSIGNED_OF = "sheets.unsigned-of"
DIGEST = "sheets.due"
WATCH = "sheets.late"
IN_A_LIST = 24
"""Characters of a sheet's object: of twelve lines each stays on one or two rows of a phone."""


def one_of(staff_id: str | None, sheet: Sheet) -> str:
    """What a notice to a person is about that speaks of one sheet."""
    return f"{staff_id}@{sheet.id}"


def waits_for_signature(sheet: Sheet, now: datetime) -> bool:
    """Whether its owner has yet to sign for it, while its clock goes on."""
    return sheet.state == SheetState.ISSUED and not rules.is_suspended(sheet, now)


async def of(voice: Voice, staff_id: str) -> list[Sheet]:
    """The sheets of which a person is to be reminded now, the nearest deadline first."""
    remind, zone, now = voice.settings.remind, voice.settings.time_zone, voice.tx.now
    return [
        sheet
        for sheet in await sheets.own(voice.tx, staff_id)
        if sheet.state in WORKING
        and sheet.due_at
        and not rules.is_suspended(sheet, now)
        and rules.reminder_is_due(sheet.due_at, now, remind, zone)
    ]


async def digest(voice: Voice, about: str) -> Said | None:
    """What a person has due (M8): of one sheet what to do, of several a list."""
    staff_id, _, one = about.partition("@")
    theirs = await of(voice, staff_id)
    if one:
        theirs = [sheet for sheet in theirs if str(sheet.id) == one]
        return await _of_one(voice, theirs[0]) if theirs else None
    if not theirs:
        return None
    day = voice.texts.short_day(voice.texts.local(voice.tx.now).date())
    lines = [voice.texts.say("digest-line", **_line(voice, sheet)) for sheet in theirs]
    text = voice.texts.say("digest", day=day, lines=voice.listed(lines))
    return text, [[voice.button("command-mine", Shortcut(command="mine"))]]


async def unsigned(voice: Voice, about: str) -> Said | None:
    """A signature is missing: its owner is asked for it (M4)."""
    staff_id, _, one = about.partition("@")
    sheet = await sheets.get(voice.tx, int(one))
    if sheet is None or sheet.owner_id != staff_id or not waits_for_signature(sheet, voice.tx.now):
        return None
    return await telling.notice(sheet, "sheet-nudge", "sign", "open")(voice)


async def unsigned_of(voice: Voice, about: str) -> Said | None:
    """A signature is missing still: the lead of the owner's team learns of it (M4)."""
    lead_id, _, one = about.partition("@")
    sheet = await sheets.get(voice.tx, int(one))
    if sheet is None or not waits_for_signature(sheet, voice.tx.now):
        return None
    if lead_id not in {lead.staff_id for lead in await telling.leads_of(voice, sheet)}:
        return None
    return await telling.notice(sheet, "sheet-unsigned", "open")(voice)


async def _of_one(voice: Voice, sheet: Sheet) -> Said:
    assert sheet.due_at is not None  # noqa: S101 - the digest looks at sheets with a due time only
    days = voice.texts.days_left(sheet.due_at, voice.tx.now)
    if rules.is_overdue(sheet, voice.tx.now):
        key = "remind-overdue"
    else:
        key = {0: "remind-today", 1: "remind-tomorrow"}.get(days, "remind-days")
    return await telling.notice(sheet, key, "feed-back", "open", days=abs(days))(voice)


def _line(voice: Voice, sheet: Sheet) -> dict[str, str]:
    assert sheet.due_at is not None  # noqa: S101 - an issued sheet has a due time
    return {
        "code": sheet.code,
        "object": cards.clipped(sheet.object, IN_A_LIST),
        "until": voice.texts.until(sheet.due_at),
        "left": voice.texts.left(sheet.due_at, voice.tx.now),
    }


def watcher(about: str) -> str:
    """Whom the watch is told that is about such a scope."""
    return about.partition("@")[0]


async def watchers(voice: Voice) -> list[str]:
    """Every person and the scope over which they watch: a group, their team, the station (S2, M8)."""
    found = []
    for group in await stations.all_groups(voice.tx):
        lead = await people.get(voice.tx, group.lead_staff_id or "")
        if lead and access.allows(lead, Action.SHEET_WATCH, Relation(group=True)):
            found.append(f"{lead.staff_id}@{Scope.GROUP.name}:{group.group_id}")
    for scope in (Scope.TEAM, Scope.STATION):
        for role in sorted(access.roles_with(Action.SHEET_WATCH, scope)):
            found += [f"{person.staff_id}@{scope.name}" for person in await people.holding(voice.tx, role)]
    return list(dict.fromkeys(found))


async def watched(voice: Voice, about: str) -> Said | None:
    """What is overdue in the scope over which somebody watches."""
    staff_id, _, scope = about.partition("@")
    if about not in await watchers(voice):
        return None
    late = await sheets.overdue(voice.tx)
    owners = {person.staff_id: person for person in await people.everyone(voice.tx)}
    kind, _, group_id = scope.partition(":")
    name: str | Word = Word("whole-station")
    if kind == Scope.GROUP.name:
        places = {place.community_id: place for place in await stations.all_communities(voice.tx)}
        groups = {group.group_id: group for group in await stations.all_groups(voice.tx)}
        name = groups[group_id].name
        late = [s for s in late if (p := places.get(s.community_id or "")) and p.group_id == group_id]
    elif kind == Scope.TEAM.name:
        team = owners[staff_id].team
        name = Word(f"team-{team}")
        late = [s for s in late if (o := owners.get(s.owner_id or "")) and o.team == team]
    return _watch(voice, name, late, owners) if late else None


def _watch(voice: Voice, scope: str | Word, late: Sequence[Sheet], owners: dict[str, Person]) -> Said:
    lines = [
        voice.texts.say(
            "watch-line",
            owner=owner.name if (owner := owners.get(sheet.owner_id or "")) else "",
            **_line(voice, sheet),
        )
        for sheet in late
    ]
    return voice.texts.say("watch", scope=scope, count=len(late), lines=voice.listed(lines)), ()
