"""When a sheet speaks by itself (M4, M8): sign-for nudges, each owner's digest, the watch on overdue ones.

One timer a sheet waits for its signature, one a person for the morning on which something of theirs is
to be said, one a station for the morning on which something is overdue. A timer that fires late (the bot
was down) looks at the sheets as they are: of several steps only the latest is spoken.
"""

from collections.abc import Sequence
from datetime import timedelta

from handlers import access
from handlers.access import Action, Relation, Scope
from handlers.menu import Shortcut
from handlers.moments import next_daily, outside_quiet
from handlers.sheets import cards, rules, telling
from handlers.texts import Markup, Word
from handlers.voice import Rows, Says, Voice
from storage import people, sheets, stations, timers
from storage.people import Person
from storage.sheets import WORKING, Sheet, SheetState

SIGN = "sheets.sign"
DIGEST = "sheets.digest"
WATCH = "sheets.watch"
RESUMED = "sheets.resumed"
REVISIT = "sheets.revisit"
IN_A_LIST = 24
"""Characters of a sheet's object: of twelve lines each stays on one or two rows of a phone."""


async def await_signature(voice: Voice, sheet: Sheet) -> None:
    """Ask the owner after 4 h why they have not signed (S2)."""
    await timers.set_timer(voice.tx, SIGN, sheet.subject, rules.signature_times(sheet, voice.settings).owner)


async def await_resumption(voice: Voice, sheet: Sheet) -> None:
    """Say so when the clock goes on."""
    if sheet.suspended_until:
        await timers.set_timer(voice.tx, RESUMED, sheet.subject, sheet.suspended_until)


async def resumed(voice: Voice, sheet: Sheet) -> None:
    """The clock goes on already."""
    await timers.clear(voice.tx, RESUMED, sheet.subject)


async def await_revisits(voice: Voice, sheet: Sheet) -> None:
    """Send the owner back so many days after closing (S3)."""
    today = voice.calendar.day_of(voice.tx.now)
    for days in voice.settings.mediation.revisit_days:
        moment = voice.calendar.at(today + timedelta(days=days), voice.settings.remind.at)
        await timers.set_timer(voice.tx, REVISIT, f"{sheet.id}@{days}", moment)


async def signed(voice: Voice, sheet: Sheet) -> None:
    """The signature is there: nobody is asked for it any more."""
    await timers.clear(voice.tx, SIGN, sheet.subject)


async def plan(voice: Voice, sheet: Sheet) -> None:
    """Set the owner's digest and the station's watch for a sheet whose due time has just been set."""
    await _plan_digest(voice, sheet.owner_id or "")
    await _plan_watch(voice)


async def nudge(voice: Voice, subject: str) -> None:
    """A signature is missing: after 4 h ask the owner, after 8 h tell their lead (M4)."""
    sheet = await sheets.of_subject(voice.tx, subject)
    if sheet is None or sheet.state != SheetState.ISSUED or rules.is_suspended(sheet, voice.tx.now):
        return
    lead_at = rules.signature_times(sheet, voice.settings).lead
    if voice.tx.now < lead_at:
        says = telling.notice(sheet, "sheet-nudge", "sign", "open")
        await voice.tell(sheet.owner_id, says, subject=sheet.subject)
        await timers.set_timer(voice.tx, SIGN, subject, lead_at)
        return
    await telling.leads(voice, sheet, "sheet-unsigned")


async def digest(voice: Voice, staff_id: str) -> None:
    """The morning's reminder of everything that a person has due (M8): one message."""
    if await _postponed(voice, DIGEST, staff_id):
        return
    remind, zone, now = voice.settings.remind, voice.settings.time_zone, voice.tx.now
    due = [
        sheet
        for sheet in await sheets.own(voice.tx, staff_id)
        if sheet.state in WORKING
        and sheet.due_at
        and not rules.is_suspended(sheet, now)
        and rules.reminder_is_due(sheet.due_at, now, remind, zone)
    ]
    if len(due) == 1:
        await _remind_of_one(voice, staff_id, due[0])
    elif due:
        await voice.tell(staff_id, _of_several(due))
    await _plan_digest(voice, staff_id)


async def watch(voice: Voice, station: str) -> None:
    """The morning's list of what is overdue, to those who watch over it: group, team, command room (M8)."""
    if await _postponed(voice, WATCH, station):
        return
    late = await sheets.overdue(voice.tx)
    if late:
        await _tell_watchers(voice, late)
    await _plan_watch(voice)


async def _plan_digest(voice: Voice, staff_id: str) -> None:
    remind, zone = voice.settings.remind, voice.settings.time_zone
    steps = [
        rules.next_reminder(
            sheet.due_at, max(voice.tx.now, sheet.suspended_until or voice.tx.now), remind, zone
        )
        for sheet in await sheets.own(voice.tx, staff_id)
        if sheet.state in WORKING and sheet.due_at
    ]
    if steps:
        await timers.set_timer(voice.tx, DIGEST, staff_id, min(steps))


async def _plan_watch(voice: Voice) -> None:
    first = await sheets.first_due(voice.tx)
    if first is not None:
        after = max(first, voice.tx.now)
        moment = next_daily(after, voice.settings.remind.at, voice.settings.time_zone)
        await timers.set_timer(voice.tx, WATCH, voice.tx.station, moment)


async def _postponed(voice: Voice, kind: str, subject: str) -> bool:
    """After a night of downtime: not in the quiet hours; the timer waits for their end."""
    moment = outside_quiet(voice.tx.now, voice.settings.remind.quiet_hours, voice.settings.time_zone)
    if moment == voice.tx.now:
        return False
    await timers.set_timer(voice.tx, kind, subject, moment)
    return True


async def _remind_of_one(voice: Voice, staff_id: str, sheet: Sheet) -> None:
    assert sheet.due_at is not None  # noqa: S101 - the digest looks at sheets with a due time only
    days = voice.texts.days_left(sheet.due_at, voice.tx.now)
    if rules.is_overdue(sheet, voice.tx.now):
        key = "remind-overdue"
    else:
        key = {0: "remind-today", 1: "remind-tomorrow"}.get(days, "remind-days")
    says = telling.notice(sheet, key, "feed-back", "open", days=abs(days))
    await voice.tell(staff_id, says, subject=sheet.subject)


def _of_several(due: Sequence[Sheet]) -> Says:
    async def says(voice: Voice) -> tuple[Markup, Rows]:
        day = voice.texts.short_day(voice.texts.local(voice.tx.now).date())
        lines = [voice.texts.say("digest-line", **_line(voice, sheet)) for sheet in due]
        text = voice.texts.say("digest", day=day, lines=voice.listed(lines))
        return text, [[voice.button("command-mine", Shortcut(command="mine"))]]

    return says


def _line(voice: Voice, sheet: Sheet) -> dict[str, str]:
    assert sheet.due_at is not None  # noqa: S101 - an issued sheet has a due time
    return {
        "code": sheet.code,
        "object": cards.clipped(sheet.object, IN_A_LIST),
        "until": voice.texts.until(sheet.due_at),
        "left": voice.texts.left(sheet.due_at, voice.tx.now),
    }


async def _tell_watchers(voice: Voice, late: Sequence[Sheet]) -> None:
    groups = {group.group_id: group for group in await stations.all_groups(voice.tx)}
    places = {place.community_id: place for place in await stations.all_communities(voice.tx)}
    owners = {person.staff_id: person for person in await people.everyone(voice.tx)}

    def group_of(sheet: Sheet) -> str | None:
        place = places.get(sheet.community_id or "")
        return place.group_id if place else None

    for group_id, group in groups.items():
        theirs = [sheet for sheet in late if group_of(sheet) == group_id]
        lead = owners.get(group.lead_staff_id or "")
        if lead and access.allows(lead, Action.SHEET_WATCH, Relation(group=True)):
            await _tell_watcher(voice, lead.staff_id, group.name, theirs, owners)
    for role in access.roles_with(Action.SHEET_WATCH, Scope.TEAM):
        for lead in await people.holding(voice.tx, role):
            theirs = [s for s in late if (o := owners.get(s.owner_id or "")) and o.team == lead.team]
            await _tell_watcher(voice, lead.staff_id, Word(f"team-{lead.team}"), theirs, owners)
    for role in access.roles_with(Action.SHEET_WATCH, Scope.STATION):
        for person in await people.holding(voice.tx, role):
            await _tell_watcher(voice, person.staff_id, Word("whole-station"), late, owners)


async def _tell_watcher(
    voice: Voice, staff_id: str, scope: str | Word, late: Sequence[Sheet], owners: dict[str, Person]
) -> None:
    if not late:
        return

    async def says(theirs: Voice) -> tuple[Markup, Rows]:
        lines = [
            theirs.texts.say(
                "watch-line",
                owner=owner.name if (owner := owners.get(s.owner_id or "")) else "",
                **_line(theirs, s),
            )
            for s in late
        ]
        return theirs.texts.say("watch", scope=scope, count=len(late), lines=theirs.listed(lines)), ()

    await voice.tell(staff_id, says)
