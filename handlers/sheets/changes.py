"""What changes the terms of a sheet that is out: its time, its owner, its class, its being (S2).

What one person asks for another decides, and silence never decides.
"""

from datetime import date, datetime
from typing import Any

from handlers.access import Action
from handlers.denied import not_found, require
from handlers.refusal import Refused
from handlers.sheets import cards, reminders, rules, telling, usecases
from handlers.sheets.rules import Act
from handlers.sheets.standing import read, visible
from handlers.turn import Turn
from handlers.voice import Voice
from storage import feedback, people, requests, sheet_people, sheets
from storage.requests import Request, RequestState
from storage.sheets import WORKING, HandlingClass, Sheet, SheetState

EXTENSION = "sheet.extend"
TRANSFER = "sheet.transfer"
OTHER = {HandlingClass.ORDINARY: HandlingClass.CASE, HandlingClass.CASE: HandlingClass.ORDINARY}


async def may_ask_extension(turn: Turn, sheet: Sheet) -> None:
    """Refuse when no more time can be asked for: too late, or as often as allowed already (S2: once)."""
    usecases.require_owner(turn, sheet)
    require(turn, Action.EXTENSION_REQUEST)
    if sheet.state not in WORKING:
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
    details = {"reason": reason, "progress": progress, "days": days}
    return await _ask(turn, sheet, EXTENSION, "extend-waits", details)


async def decide_extension(turn: Turn, request_id: int, days: int) -> tuple[Request, Sheet]:
    """Grant `days`, not more than were asked for, or none at all."""
    request, sheet = await _to_decide(turn, request_id, EXTENSION, Action.EXTENSION_DECIDE)
    granted = min(days, request.details["days"])
    decided = await _decide(turn, request, sheet, {"days": granted} if granted else None)
    if granted:
        due = rules.extended_due_at(_due(sheet), granted, turn.settings.sheet, turn.calendar)
        sheet = await usecases.change(turn, sheet, Act.EXTEND, due_at=due)
        await reminders.plan(turn, sheet)
    return decided, sheet


async def ask_transfer(turn: Turn, sheet: Sheet, reason: str) -> Request:
    """The owner thinks that it is the other team's matter."""
    usecases.require_owner(turn, sheet)
    if sheet.state not in WORKING:
        await usecases.acted_already(turn, sheet)
    return await _ask(turn, sheet, TRANSFER, "transfer-waits", {"reason": reason})


async def to_transfer(turn: Turn, request_id: int) -> Sheet:
    """The sheet that is to be transferred, for whoever may decide it."""
    _, sheet = await _to_decide(turn, request_id, TRANSFER, Action.SHEET_TRANSFER)
    return sheet


async def refuse_transfer(turn: Turn, request_id: int) -> tuple[Request, Sheet]:
    """It stays where it is."""
    request, sheet = await _to_decide(turn, request_id, TRANSFER, Action.SHEET_TRANSFER)
    return await _decide(turn, request, sheet, None), sheet


async def transfer(turn: Turn, sheet: Sheet, staff_id: str) -> Sheet:
    """Give it to a person of the other team, ordinary to case or back; grants the request for it, if one is open."""
    _require(turn, Action.SHEET_TRANSFER, sheet, Act.TRANSFER)
    note = ""
    for request in await requests.of(turn.tx, TRANSFER, sheet.subject):
        if request.state == RequestState.OPEN:
            await _decide(turn, request, sheet, {"owner": staff_id})
            note = str(request.details["reason"])
    return await hand_over(turn, sheet, Act.TRANSFER, staff_id, note=note)


async def reassign(turn: Turn, sheet: Sheet, staff_id: str) -> Sheet:
    """Give it to another person of the same team."""
    _require(turn, Action.SHEET_REASSIGN, sheet, Act.REASSIGN)
    return await hand_over(turn, sheet, Act.REASSIGN, staff_id)


async def suspend(turn: Turn, sheet: Sheet, until: date, reason: str) -> Sheet:
    """Stop the clock until a day on which it goes on by itself: the due time moves by as many days (挂账)."""
    _require(turn, Action.SHEET_SUSPEND, sheet, Act.SUSPEND)
    now, today = turn.tx.now, turn.calendar.day_of(turn.tx.now)
    if rules.is_overdue(sheet, now):
        raise Refused("suspend-too-late", code=sheet.code)
    if rules.is_suspended(sheet, now):
        raise Refused("suspend-already", code=sheet.code, redraw=sheet.subject)
    if not 1 <= (days := (until - today).days) <= turn.settings.sheet.suspension_max_days:
        raise Refused("suspend-days", most=turn.settings.sheet.suspension_max_days)
    due = rules.moved_by_days(_due(sheet), days, turn.calendar)
    goes_on = turn.calendar.at(until, turn.settings.remind.at)
    suspended = await usecases.change(
        turn,
        sheet,
        Act.SUSPEND,
        note=reason,
        suspended_until=goes_on,
        due_at=due,
        sign_by=_sign_by(turn, sheet, days),
    )
    await reminders.await_signature(turn, suspended)
    await reminders.await_resumption(turn, suspended)
    await reminders.plan(turn, suspended)
    return suspended


async def resume(turn: Turn, sheet: Sheet) -> Sheet:
    """Let the clock go on earlier: the days that it did not stand still are taken back."""
    _require(turn, Action.SHEET_SUSPEND, sheet, Act.RESUME)
    if sheet.suspended_until is None or not rules.is_suspended(sheet, turn.tx.now):
        raise Refused("card-outdated", redraw=sheet.subject)
    left = (turn.calendar.day_of(sheet.suspended_until) - turn.calendar.day_of(turn.tx.now)).days
    due = rules.moved_by_days(_due(sheet), -left, turn.calendar)
    resumed = await usecases.change(
        turn, sheet, Act.RESUME, suspended_until=None, due_at=due, sign_by=_sign_by(turn, sheet, -left)
    )
    await reminders.await_signature(turn, resumed)
    await reminders.resumed(turn, resumed)
    await reminders.plan(turn, resumed)
    return resumed


async def void(turn: Turn, sheet: Sheet, reason: str) -> Sheet:
    """Take the sheet back for good; its number stays used (S2)."""
    _require(turn, Action.SHEET_VOID, sheet, Act.VOID)
    voided = await usecases.change(turn, sheet, Act.VOID, note=reason, closed_at=turn.tx.now)
    await requests.lapse(turn.tx, sheet.subject)
    await feedback.leave(turn.tx, sheet.subject)
    await reminders.settled(turn, voided)
    return voided


async def copy(turn: Turn, sheet: Sheet) -> Sheet:
    """A draft of one's own with what this sheet says."""
    require(turn, Action.SHEET_DRAFT)
    draft = await sheets.copy(turn.tx, sheet.id, turn.person.staff_id)
    return await read(turn.tx, turn.person, draft or 0)


async def hand_over(voice: Voice, sheet: Sheet, act: Act, staff_id: str, *, note: str = "") -> Sheet:
    """Another owner, by a transfer of the other class: signed for anew, with what is left or a rework's time.

    Whoever calls has checked that it may be done; refuses whoever may not own it.
    """
    kind = OTHER[sheet.handling_class] if act == Act.TRANSFER else sheet.handling_class
    person = await people.get(voice.tx, staff_id)
    if person is None or not rules.may_own(person, kind) or staff_id == sheet.owner_id:
        raise Refused("cannot-own", name=person.name if person else staff_id)
    now = voice.tx.now
    handed = await usecases.change(
        voice,
        sheet,
        act,
        note=note,
        owner_id=staff_id,
        handling_class=kind,
        handed_at=now,
        sign_by=rules.sign_by(now, sheet.risk, voice.settings),
        acknowledged_at=None,
        due_at=rules.rework_due_at(_due(sheet), now, voice.settings.sheet, voice.calendar),
    )
    await requests.lapse(voice.tx, sheet.subject)
    await feedback.leave(voice.tx, sheet.subject)
    await sheet_people.co_handlers.drop(voice.tx, sheet.id, staff_id)
    await reminders.await_signature(voice, handed)
    await reminders.plan(voice, handed)
    await telling.owner(voice, handed)
    return handed


async def sheet_of(voice: Voice, request: Request) -> Sheet | None:
    """The sheet that a request is about."""
    return await sheets.of_subject(voice.tx, request.subject)


def _require(turn: Turn, action: Action, sheet: Sheet, act: Act) -> None:
    """Refuse whoever may not do it at all, everyone about what is their own, and what has moved on."""
    require(turn, action)
    if sheet.owner_id == turn.person.staff_id:
        raise Refused("button-unknown")
    if not rules.permits(sheet.state, act):
        raise Refused("card-outdated", redraw=sheet.subject)


async def _ask(turn: Turn, sheet: Sheet, kind: str, waits: str, details: dict[str, Any]) -> Request:
    asked = await requests.ask(turn.tx, kind, sheet.subject, turn.person.staff_id, details)
    if asked is None:
        raise Refused(waits, code=sheet.code)
    return asked


async def _to_decide(turn: Turn, request_id: int, kind: str, action: Action) -> tuple[Request, Sheet]:
    """An open request and its sheet, for whoever may decide on it: nobody decides what is their own."""
    require(turn, action)
    request = await requests.get(turn.tx, request_id)
    if request is None or request.kind != kind:
        raise not_found()
    sheet = await visible(turn.tx, turn.person, await sheets.of_subject(turn.tx, request.subject), "")
    if turn.person.staff_id in (sheet.owner_id, request.asked_by):
        raise not_found()
    if request.state != RequestState.OPEN or sheet.state == SheetState.VOIDED:
        raise Refused("request-decided", redraw=sheet.subject)
    return request, sheet


async def _decide(turn: Turn, request: Request, sheet: Sheet, verdict: dict[str, Any] | None) -> Request:
    state = RequestState.REFUSED if verdict is None else RequestState.GRANTED
    decided = await requests.decide(turn.tx, request.id, state, turn.person.staff_id, verdict)
    if decided is None:
        raise Refused("request-decided", redraw=sheet.subject)
    return decided


def _sign_by(turn: Turn, sheet: Sheet, days: int) -> datetime | None:
    """The other clock stands still as well, for as many days, while it runs."""
    if sheet.state != SheetState.ISSUED or sheet.sign_by is None:
        return sheet.sign_by
    return rules.moved_by_days(sheet.sign_by, days, turn.calendar)


def _due(sheet: Sheet) -> datetime:
    assert sheet.due_at is not None  # noqa: S101 - an issued sheet has a due time
    return sheet.due_at
