"""What has been done to a sheet, and how its due time came to be: both read from the audit."""

from datetime import datetime

from handlers.history import act_of, acts
from handlers.sheets import rules
from handlers.sheets.rules import Act
from handlers.texts import Markup
from handlers.turn import Turn
from storage import audit
from storage.sheets import Sheet


async def trail(turn: Turn, sheet: Sheet) -> Markup:
    """What has been done to a sheet, when and by whom, from the audit: the newest acts, as many as fit."""
    lines = await acts(turn, sheet.subject)
    return turn.texts.say("trail", code=sheet.code, object=sheet.object, lines=lines)


async def why_this_day(turn: Turn, sheet: Sheet) -> Markup:
    """The arithmetic of the due time, in words: how it was counted, each time that it moved, and the other clock."""
    texts, settings = turn.texts, turn.settings.sheet
    if sheet.issued_at is None or sheet.due_at is None:
        return texts.say("not-issued-yet")
    first = rules.due_at(sheet.issued_at, settings, turn.calendar)
    lines = [texts.say("why-first", at=texts.moment(sheet.issued_at), until=texts.until(first))]
    for entry in await audit.of(turn.tx, sheet.subject):
        due = entry.detail.get("due_at")
        if entry.action == Act.ISSUE and due and datetime.fromisoformat(due) != first:
            chosen = texts.until(datetime.fromisoformat(due))
            lines = [texts.say("why-chosen", at=texts.moment(entry.at), until=chosen)]
        elif entry.action != Act.ISSUE and due and due != entry.detail.get("due_was"):
            until = texts.until(datetime.fromisoformat(due))
            lines.append(
                texts.say("why-moved", at=texts.moment(entry.at), act=act_of(turn, entry.action), until=until)
            )
    return texts.say(
        "why",
        code=sheet.code,
        days=settings.feedback_days,
        kind=texts.plain(f"days-{settings.day_kind}"),
        start=texts.plain(f"start-{settings.clock_start}"),
        roll=texts.plain("why-roll") if settings.roll_over_holiday else "",
        lines=turn.listed(lines),
        until=texts.until(sheet.due_at),
        sign=texts.say("why-sign", hours=settings.ack_hours, at=texts.moment(sheet.sign_by))
        if sheet.sign_by
        else "",
    )
