"""What changes an issued sheet's terms: its time, so far; asked for by one person, decided by another (S2).

Silence never decides: a request that waits is only called to mind.
"""

from typing import Any

from handlers.access import Action
from handlers.refusal import Refused
from handlers.sheets import cards, reminders, rules, usecases
from handlers.sheets.rules import Act
from handlers.sheets.standing import not_found, read
from handlers.turn import Turn
from handlers.voice import Voice
from storage import requests, sheets
from storage.requests import Request, RequestState
from storage.sheets import Sheet

EXTENSION = "sheet.extend"


async def may_ask_extension(turn: Turn, sheet: Sheet) -> None:
    """Refuse when no more time can be asked for: too late, or as often as allowed already (S2: once)."""
    usecases.require_owner(turn, sheet)
    if sheet.state not in rules.WORKING:
        await usecases.acted_already(turn, sheet)
    if rules.is_overdue(sheet, turn.tx.now):
        raise Refused("extend-too-late", code=sheet.code, offers=[cards.offer("feed-back", sheet)])
    asked = await requests.of(turn.tx, EXTENSION, sheet.subject)
    if any(request.state == RequestState.OPEN for request in asked):
        raise Refused("extend-waits", code=sheet.code)
    granted = sum(request.state == RequestState.GRANTED for request in asked)
    if granted >= turn.settings.sheet.extension_max_times:
        raise Refused("extend-no-more", code=sheet.code, times=granted)


async def ask_extension(turn: Turn, sheet: Sheet, reason: str, progress: str, days: int) -> Request:
    """Ask the director for `days` more."""
    await may_ask_extension(turn, sheet)
    if not 1 <= days <= turn.settings.sheet.extension_max_days:
        raise Refused("extend-days-most", most=turn.settings.sheet.extension_max_days)
    details: dict[str, Any] = {"reason": reason, "progress": progress, "days": days}
    asked = await requests.ask(turn.tx, EXTENSION, sheet.subject, turn.person.staff_id, details)
    if asked is None:
        raise Refused("extend-waits", code=sheet.code)
    return asked


async def decide_extension(turn: Turn, request_id: int, days: int) -> tuple[Request, Sheet]:
    """Grant `days`, not more than were asked for, or none at all."""
    usecases.require(turn, Action.EXTENSION_DECIDE)
    request = await requests.get(turn.tx, request_id)
    if request is None or request.kind != EXTENSION:
        raise not_found()
    sheet = await read(turn.tx, turn.person, subject_id(request.subject))
    if sheet.owner_id == turn.person.staff_id:
        raise not_found()
    state = RequestState.GRANTED if days else RequestState.REFUSED
    verdict = {"days": min(days, request.details["days"])}
    decided = await requests.decide(turn.tx, request_id, state, turn.person.staff_id, verdict)
    if decided is None:
        raise Refused("request-decided", redraw=sheet.subject)
    if days:
        assert sheet.due_at is not None  # noqa: S101 - an issued sheet has a due time
        due = rules.extended_due_at(sheet.due_at, verdict["days"], turn.settings.sheet, turn.calendar)
        sheet = await usecases.change(turn, sheet, Act.EXTEND, due_at=due)
        await reminders.plan(turn, sheet)
    return decided, sheet


def subject_id(subject: str) -> int:
    """The number in "sheet:17"."""
    return int(subject.partition(":")[2])


async def sheet_of(voice: Voice, request: Request) -> Sheet | None:
    """The sheet that a request is about."""
    return await sheets.get(voice.tx, subject_id(request.subject))
