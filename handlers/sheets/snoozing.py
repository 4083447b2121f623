"""稍后提醒: to be reminded again in a while, within bounds (S2, S18).

bot:      ⏰ D017 今天到期,4月26日24:00前          [反馈结果] [看督导单] [稍后提醒]
officer:  [稍后提醒]
bot:      ⏰ D017 何时再提醒?                      [1小时后] [下班前] / [看督导单]
officer:  [下班前]
bot:      ✅ 4月26日 17:00 再提醒 D017
(17:00)   ⏰ D017 今天到期 …, unless it was handed in meanwhile

Never past the due time, never in the quiet hours, so many times a sheet and day; what is late by either clock
cannot be put off, and who watches over it hears of it all the same.

ways out: nothing is due; late already; put off often enough today
"""

from collections.abc import Sequence
from datetime import datetime

from handlers import digests
from handlers.refusal import Refused
from handlers.sheets import cards, due
from handlers.sheets.presses import SnoozeAllPress, SnoozePress
from handlers.sheets.rules import Act, Snooze
from handlers.sheets.standing import read
from handlers.sheets.usecases import require_owner
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Rows, Voice, pairs
from storage import audit, timers
from storage.sheets import Sheet

LATER = "sheets.later"


async def ask(turn: Turn, sheet: Sheet) -> None:
    """When to remind of this sheet again."""
    await _ask(turn, await _one(turn, sheet))


async def chosen(turn: Turn, press: SnoozePress) -> None:
    """Remind of this sheet again then."""
    sheet = await read(turn.tx, turn.person, press.sheet)
    await _put_off(turn, await _one(turn, sheet), press.until, str(sheet.id))


async def all_chosen(turn: Turn, press: SnoozeAllPress) -> None:
    """When to remind of all that is due again; then: do so."""
    theirs = due.can_wait(turn, await due.of(turn, turn.person.staff_id))
    if not theirs:
        raise Refused("snooze-nothing")
    if press.until == "ask":
        await _ask(turn, theirs)
    else:
        await _put_off(turn, theirs, Snooze(press.until), due.ALL)


async def later(voice: Voice, subject: str) -> None:
    """The time has come: of what is still due, in the morning in the digest."""
    staff_id, one, until = subject.split("@")
    if until != Snooze.MORNING:
        about = f"{staff_id}@{one}"
        await voice.notify(staff_id, due.LATER, about, pressing=True, valid_until=voice.next_digest())
    elif not await digests.postponed(voice, LATER, subject):
        await digests.say(voice, staff_id)


async def _one(turn: Turn, sheet: Sheet) -> list[Sheet]:
    require_owner(turn, sheet)
    theirs = [each for each in await due.of(turn, turn.person.staff_id) if each.id == sheet.id]
    if not (can_wait := due.can_wait(turn, theirs)):
        raise Refused("snooze-nothing", offers=[cards.offer("open", sheet)])
    return can_wait


async def _ask(turn: Turn, theirs: Sequence[Sheet]) -> None:
    await _not_too_often(turn, theirs)
    moments = due.snoozes(turn, theirs)
    if not moments:
        raise Refused("snooze-too-late", offers=[cards.offer("feed-back", theirs[0])])
    one = theirs[0] if len(theirs) == 1 else None
    buttons = [
        turn.button(
            f"snooze-{until}",
            SnoozePress(sheet=one.id, until=until) if one else SnoozeAllPress(until=until.value),
        )
        for until in moments
    ]
    if one:
        buttons += cards.press(turn, one, "open")
    await _show(turn, turn.texts.say("snooze-when", what=_what(turn, theirs)), pairs(buttons), one)


async def _put_off(turn: Turn, theirs: Sequence[Sheet], until: Snooze, one: str) -> None:
    await _not_too_often(turn, theirs)
    moment = due.snoozes(turn, theirs).get(until)
    if moment is None:
        raise Refused("snooze-too-late", offers=[cards.offer("feed-back", theirs[0])])
    staff_id = turn.person.staff_id
    for sheet in theirs:
        note = f"{turn.texts.local(moment):%m-%d %H:%M}"
        await audit.add(turn.tx, staff_id, Act.SNOOZE, sheet.subject, message=turn.ref, note=note)
    for other in Snooze:
        await timers.clear(turn.tx, LATER, f"{staff_id}@{one}@{other}")
    await timers.set_timer(turn.tx, LATER, f"{staff_id}@{one}@{until}", moment)
    alone = theirs[0] if len(theirs) == 1 else None
    text = turn.texts.say("snoozed", at=turn.texts.moment(moment), what=_what(turn, theirs))
    await _show(turn, text, [cards.press(turn, alone, "feed-back", "open")] if alone else (), alone)


async def _not_too_often(turn: Turn, theirs: Sequence[Sheet]) -> None:
    """Refuse what was put off often enough on this day of the station's."""
    most, today = turn.settings.remind.snooze_times, turn.calendar.day_of(turn.tx.now)

    def counts(action: str, at: datetime) -> bool:
        return action == Act.SNOOZE and turn.calendar.day_of(at) == today

    for sheet in theirs:
        times = sum(counts(entry.action, entry.at) for entry in await audit.of(turn.tx, sheet.subject))
        if times >= most:
            raise Refused("snooze-enough", code=sheet.code, times=times)


def _what(turn: Turn, theirs: Sequence[Sheet]) -> str:
    if len(theirs) == 1:
        return theirs[0].code
    return turn.texts.plain("snooze-several", count=len(theirs))


async def _show(turn: Turn, text: Markup, buttons: Rows, sheet: Sheet | None) -> None:
    await turn.show(text, buttons=buttons, subject=sheet.subject if sheet else None)
