"""When a sheet speaks by itself (M4, M8): sign-for nudges, each owner's digest, the watch on overdue ones.

One timer a sheet waits for its signature, one a person for the morning on which something of theirs is
to be said, one a station for the morning on which something is overdue. A timer that fires late (the bot
was down) looks at the sheets as they are: of several steps only the latest is spoken.
"""

from datetime import datetime, timedelta

from handlers.moments import next_daily, outside_quiet
from handlers.sheets import due, rules, telling
from handlers.voice import Voice
from storage import sheets, timers
from storage.sheets import WORKING, Sheet

SIGN = "sheets.sign"
DIGEST = "sheets.digest"
WATCH = "sheets.watch"
RESUMED = "sheets.resumed"
REVISIT = "sheets.revisit"


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
    if sheet is None or not due.waits_for_signature(sheet, voice.tx.now):
        return
    lead_at = rules.signature_times(sheet, voice.settings).lead
    if voice.tx.now < lead_at:
        about = due.one_of(sheet.owner_id, sheet)
        await voice.notify(sheet.owner_id, due.UNSIGNED, about, subject=sheet.subject)
        await timers.set_timer(voice.tx, SIGN, subject, lead_at)
        return
    for lead in await telling.leads_of(voice, sheet):
        await voice.notify(
            lead.staff_id, due.UNSIGNED_OF, due.one_of(lead.staff_id, sheet), subject=sheet.subject
        )


async def digest(voice: Voice, staff_id: str) -> None:
    """The morning's reminder of everything that a person has due (M8): one message, of use until the next."""
    if await _postponed(voice, DIGEST, staff_id):
        return
    theirs = await due.of(voice, staff_id)
    only = theirs[0] if len(theirs) == 1 else None
    await voice.notify(
        staff_id,
        due.DIGEST,
        due.one_of(staff_id, only) if only else staff_id,
        subject=only.subject if only else None,
        valid_until=_next_morning(voice),
    )
    await _plan_digest(voice, staff_id)


async def watch(voice: Voice, station: str) -> None:
    """The morning's list of what is overdue, to those who watch over it: group, team, command room (M8)."""
    if await _postponed(voice, WATCH, station):
        return
    for about in await due.watchers(voice):
        await voice.notify(due.watcher(about), due.WATCH, about, valid_until=_next_morning(voice))
    await _plan_watch(voice)


def _next_morning(voice: Voice) -> datetime:
    return next_daily(voice.tx.now, voice.settings.remind.at, voice.settings.time_zone)


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
