"""When a sheet speaks by itself (M4, M8): sign-for nudges, each owner's digest, the watch on overdue ones.

A sheet has two clocks, each with its own overdue, its own nudges and its own way up. Signing: by `sign_by`, then
the owner is asked, then the lead is told, then both every morning, and whoever watches over the station.
Feedback: by `due_at`, with reminders before it, on the day, and every morning after it.

One timer a sheet waits for its signature; digests have their own (handlers/digests). A timer that fires late (the
bot was down) looks at the sheets as they are: of several steps only the latest is spoken.
"""

from datetime import datetime, timedelta

from handlers import digests, ladder, moments
from handlers.ladder import Missed
from handlers.moments import next_daily
from handlers.sheets import cards, due, rules, telling
from handlers.voice import Voice
from storage import sheets, timers
from storage.sheets import WORKING, Sheet, SheetState

SIGN = "sheets.sign"
RESUMED = "sheets.resumed"
REVISIT = "sheets.revisit"


async def await_signature(voice: Voice, sheet: Sheet) -> None:
    """Ask the owner who has not signed in time (S2)."""
    if sheet.state == SheetState.ISSUED and sheet.sign_by:
        await timers.set_timer(voice.tx, SIGN, sheet.subject, sheet.sign_by)


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
    await plan(voice, sheet)


async def plan(voice: Voice, sheet: Sheet) -> None:
    """See to it that the owner's digest and the station's watch come in time for a sheet whose terms have changed."""
    if moment := _speaks_at(voice, sheet):
        await digests.plan(voice, sheet.owner_id or "", moment)
    if sheet.state in WORKING and sheet.due_at:
        await ladder.plan(voice, "sheet", sheet.subject, sheet.due_at)
    sign_by = sheet.sign_by if sheet.state == SheetState.ISSUED else None
    if sheet.state in WORKING and (moment := _late_morning(voice, sheet.due_at, sign_by)):
        await digests.plan_watch(voice, moment)


async def missed(voice: Voice, key: str) -> Missed | None:
    """A sheet whose feedback is late, for stations that send slips for it (S6); None for one that is not."""
    sheet = await sheets.get(voice.tx, int(key))
    if sheet is None or sheet.due_at is None or not rules.is_overdue(sheet, voice.tx.now):
        return None
    mend = cards.press(voice, sheet, "feed-back")
    return Missed(sheet.subject, sheet.code, sheet.owner_id or "", sheet.due_at, sheet.object, mend)


async def settled(voice: Voice, sheet: Sheet) -> None:
    """Nothing is awaited of its owner any more."""
    await ladder.stop(voice, "sheet", sheet.subject)


async def nudge(voice: Voice, subject: str) -> None:
    """Signatures are missing: after 4 h their owner is asked, after 8 h the lead is told (M4).

    Everything that is due at once is said to each person once: thirty sheets are one nudge.
    """
    due_now = await timers.take_due(voice.tx, SIGN)
    owners: dict[str, list[Sheet]] = {}
    leads: dict[str, list[Sheet]] = {}
    for each in (subject, *due_now):
        sheet = await sheets.of_subject(voice.tx, each)
        if sheet is None or sheet.sign_by is None or not rules.is_unsigned(sheet, voice.tx.now):
            continue
        lead_at = rules.lead_told_at(sheet.sign_by, voice.settings)
        if voice.tx.now < lead_at:
            owners.setdefault(sheet.owner_id or "", []).append(sheet)
            await timers.set_timer(voice.tx, SIGN, each, lead_at)
        else:
            for lead in await telling.leads_of(voice, sheet):
                leads.setdefault(lead.staff_id, []).append(sheet)
    for kind, told in ((due.UNSIGNED, owners), (due.UNSIGNED_OF, leads)):
        for staff_id, theirs in told.items():
            await voice.notify(
                staff_id,
                kind,
                f"{staff_id}@{theirs[0].id}" if len(theirs) == 1 else staff_id,
                pressing=any(rules.is_urgent(sheet, voice.settings.sheet) for sheet in theirs),
                again=True,
                valid_until=voice.next_digest(),
            )


async def next_due(voice: Voice, staff_id: str) -> datetime | None:
    """The next morning on which a person has something due, by either clock."""
    moments = [_speaks_at(voice, sheet) for sheet in await sheets.own(voice.tx, staff_id)]
    return min(filter(None, moments), default=None)


async def next_late(voice: Voice) -> datetime | None:
    """The next morning on which something is late, by either clock."""
    return _late_morning(voice, await sheets.first_due(voice.tx), await sheets.first_sign_by(voice.tx))


def _speaks_at(voice: Voice, sheet: Sheet) -> datetime | None:
    """The next morning on which a sheet is to be spoken of in its owner's digest."""
    if sheet.state not in WORKING or not sheet.due_at:
        return None
    remind, zone = voice.settings.remind, voice.settings.time_zone
    runs_from = max(voice.tx.now, sheet.suspended_until or voice.tx.now)
    reminder = moments.next_reminder(sheet.due_at, runs_from, remind, zone)
    if sheet.state == SheetState.ISSUED and sheet.sign_by:
        return min(reminder, next_daily(max(runs_from, sheet.sign_by), remind.at, zone))
    return reminder


def _late_morning(voice: Voice, due_at: datetime | None, sign_by: datetime | None) -> datetime | None:
    """The first morning after a due time or a missing signature of which the leads are told."""
    moments = [due_at] if due_at else []
    if sign_by:
        moments.append(rules.lead_told_at(sign_by, voice.settings))
    if not moments:
        return None
    return next_daily(max(min(moments), voice.tx.now), voice.settings.remind.at, voice.settings.time_zone)
