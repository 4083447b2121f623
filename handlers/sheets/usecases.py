"""What can be done to a sheet (S2).

Each use case checks, changes by compare-and-set, sets the timers, audits, and tells those concerned, all
in the transaction of its turn.
"""

from datetime import datetime
from typing import Any, NoReturn

from handlers.access import Action
from handlers.denied import not_found, require
from handlers.history import act_of, moved
from handlers.refusal import Refused
from handlers.sheets import reminders, rules, telling
from handlers.sheets.rules import Act
from handlers.sheets.standing import handles, helps, read, reviews
from handlers.turn import Turn
from handlers.voice import Voice
from storage import audit, counters, feedback, mediation, people, requests, sheet_people, sheet_search, sheets
from storage.feedback import Contents, Feedback, FeedbackState
from storage.sheets import Outcome, Sheet, SheetState

LEAST_INTERIM = 10
"""Characters that say how far it has come."""


async def begin_draft(turn: Turn, community_id: str, owner_id: str | None) -> Sheet:
    """Begin a sheet for a community; its owner is a proposal."""
    require(turn, Action.SHEET_DRAFT)
    await sheets.discard_empty(turn.tx, turn.person.staff_id)
    sheet_id = await sheets.add_draft(turn.tx, turn.person.staff_id, community_id, owner_id)
    return await read(turn.tx, turn.person, sheet_id)


async def revise(turn: Turn, sheet: Sheet, **fields: Any) -> Sheet:
    """Change fields of one's own draft."""
    for field, value in fields.items():
        if not await sheets.revise(turn.tx, sheet.id, field, value):
            raise Refused("card-outdated", redraw=sheet.subject)
    return await read(turn.tx, turn.person, sheet.id)


async def issue(turn: Turn, sheet: Sheet, *, due: datetime | None = None) -> Sheet:
    """Send a draft to its owner: it gets its number and its due time now (S2), unless it is due at `due`."""
    require(turn, Action.SHEET_ISSUE)
    tx, settings = turn.tx, turn.settings
    owner = await people.get(tx, sheet.owner_id or "")
    if owner is None or not rules.may_own(owner, sheet.handling_class):
        raise Refused("sheet-needs-owner")
    if not sheet.object or not sheet.content:
        raise Refused("sheet-incomplete")
    year = turn.texts.local(tx.now).year
    serial = await counters.draw(tx, f"sheets-{year}")
    number = settings.sheet.no_pattern.replace("{YYYY}", str(year)).replace("{NNN}", f"{serial:03d}")
    due = due or rules.due_at(tx.now, settings.sheet, turn.calendar)
    issued = await change(
        turn,
        sheet,
        Act.ISSUE,
        year=year,
        serial=serial,
        number=number,
        issued_at=tx.now,
        handed_at=tx.now,
        sign_by=rules.sign_by(tx.now, sheet.risk, settings),
        due_at=due,
    )
    await sheet_search.keep_sheet(tx, issued)
    await reminders.await_signature(turn, issued)
    await reminders.plan(turn, issued)
    await telling.owner(turn, issued)
    await telling.co_handlers(turn, issued)
    return issued


async def issue_batch(turn: Turn, draft: Sheet) -> list[Sheet]:
    """Send a draft to its owner and to each further recipient: one sheet for each, together one batch."""
    others = await sheet_people.recipients.of(turn.tx, draft.id)
    if not others:
        return [await issue(turn, draft)]
    copies = [await _copy_for(turn, draft, staff_id) for staff_id in others if staff_id != draft.owner_id]
    issued = [await issue(turn, sheet) for sheet in [draft, *copies]]
    for sheet in issued:
        await sheets.put_in_batch(turn.tx, sheet.id, draft.id)
    return [sheet.model_copy(update={"batch": draft.id}) for sheet in issued]


async def _copy_for(turn: Turn, draft: Sheet, staff_id: str) -> Sheet:
    sheet_id = await sheets.copy(turn.tx, draft.id, turn.person.staff_id) or 0
    for helper in await sheet_people.co_handlers.of(turn.tx, draft.id):
        if helper != staff_id:
            await sheet_people.co_handlers.add(turn.tx, sheet_id, helper)
    copy = await read(turn.tx, turn.person, sheet_id)
    return await revise(turn, copy, owner_id=staff_id)


async def acknowledge(turn: Turn, sheet: Sheet) -> Sheet:
    """The owner signs for having received it (签收)."""
    require_owner(turn, sheet)
    due = sheet.due_at
    if turn.settings.sheet.clock_start == "signed" and due == _counted(turn, sheet):
        due = rules.due_at(turn.tx.now, turn.settings.sheet, turn.calendar)
    signed = await change(turn, sheet, Act.ACKNOWLEDGE, acknowledged_at=turn.tx.now, due_at=due)
    await reminders.signed(turn, signed)
    await telling.signed(turn, signed)
    return signed


def _counted(turn: Turn, sheet: Sheet) -> datetime | None:
    """When a sheet falls due that nobody chose a day for."""
    issued_at = sheet.issued_at
    return rules.due_at(issued_at, turn.settings.sheet, turn.calendar) if issued_at else None


async def open_feedback(turn: Turn, sheet: Sheet) -> tuple[Sheet, Feedback]:
    """The round of feedback that is being written, by the owner or by those who help.

    The owner who answers has received the sheet, so it is signed. After closing one more round can be
    written, for the reviewer to look at.
    """
    own = handles(turn.person, sheet)
    if not own and not await helps(turn.tx, turn.person, sheet):
        raise Refused("sheet-not-yours", code=sheet.code)
    if sheet.state == SheetState.SUBMITTED:
        raise Refused("sheet-in-review", redraw=sheet.subject, code=sheet.code)
    if sheet.state not in rules.ANSWERED:
        raise Refused("sheet-over", redraw=sheet.subject, code=sheet.code)
    if own and sheet.state == SheetState.ISSUED:
        sheet = await acknowledge(turn, sheet)
    return sheet, await feedback.begin(turn.tx, sheet.subject, sheet.owner_id or "")


async def begin_work(turn: Turn, sheet: Sheet) -> Sheet:
    """Something of the feedback is there: the sheet is in progress."""
    return await change(turn, sheet, Act.BEGIN) if rules.permits(sheet.state, Act.BEGIN) else sheet


async def contribute(turn: Turn, sheet: Sheet, contents: Contents) -> None:
    """A co-handler has added something: the owner is told, who hands it in (M23)."""
    await audit.add(turn.tx, turn.person.staff_id, Act.CONTRIBUTE, sheet.subject, message=turn.ref)
    await telling.contributed(turn, sheet, contents)


async def submit_interim(turn: Turn, sheet: Sheet) -> Contents:
    """Tell the reviewers how far it has come; the sheet stays as it is, and so does its due time (M8)."""
    require_owner(turn, sheet)
    sheet, round_ = await open_feedback(turn, sheet)
    contents = await feedback.contents(turn.tx, round_.id)
    least = int(not contents.photos) if sheet.state == SheetState.CLOSED else LEAST_INTERIM
    if (missing := least - contents.characters) > 0:
        raise Refused("feedback-too-short", missing=missing)
    if not await feedback.submit(turn.tx, round_.id, None, None, state=FeedbackState.INTERIM):
        raise Refused("pressed-twice", redraw=sheet.subject)
    await sheet_search.keep(turn.tx, sheet.id, contents.text)
    await audit.add(turn.tx, turn.person.staff_id, Act.INTERIM, sheet.subject, message=turn.ref)
    await telling.interim(turn, sheet, contents)
    return contents


async def reopen(turn: Turn, sheet: Sheet) -> Sheet:
    """What came after closing matters: the sheet goes on, with the time of a rework."""
    if not reviews(turn.person, sheet):
        raise not_found(sheet.code)
    now = turn.tx.now
    due = rules.rework_due_at(sheet.due_at or now, now, turn.settings.sheet, turn.calendar)
    reopened = await change(
        turn, sheet, Act.REOPEN, due_at=due, closed_at=None, submitted_at=None, outcome=None
    )
    await reminders.plan(turn, reopened)
    await telling.reopened(turn, reopened)
    return reopened


async def submit(turn: Turn, sheet: Sheet, outcome: Outcome, late_reason: str | None) -> Sheet:
    """Hand in the feedback: enough text, and a reason when it is late (S2)."""
    require_owner(turn, sheet)
    sheet, round_ = await open_feedback(turn, sheet)
    contents = await feedback.contents(turn.tx, round_.id)
    missing = turn.settings.sheet.min_text_chars - contents.characters
    if missing > 0:
        raise Refused("feedback-too-short", missing=missing)
    late = rules.is_overdue(sheet, turn.tx.now)
    if late and not late_reason:
        raise Refused("feedback-needs-late-reason")
    submitted = await change(turn, sheet, Act.SUBMIT, submitted_at=turn.tx.now, outcome=outcome)
    if not await feedback.submit(turn.tx, round_.id, outcome, late_reason if late else None):
        raise Refused("pressed-twice", redraw=sheet.subject)
    await sheet_search.keep(turn.tx, sheet.id, contents.text)
    await requests.lapse(turn.tx, sheet.subject)
    await reminders.settled(turn, submitted)
    await telling.reviewers(turn, submitted)
    return submitted


async def withdraw(turn: Turn, sheet: Sheet) -> Sheet:
    """Take the feedback back before it is reviewed; it is a draft again."""
    require_owner(turn, sheet)
    withdrawn = await change(turn, sheet, Act.WITHDRAW, submitted_at=None, outcome=None)
    round_ = await feedback.last(turn.tx, sheet.subject)
    if round_ is None or not await feedback.withdraw(turn.tx, round_.id):
        raise Refused("card-outdated", redraw=sheet.subject)
    await reminders.plan(turn, withdrawn)
    return withdrawn


async def close(turn: Turn, sheet: Sheet) -> Sheet:
    """Accept the feedback and strike the sheet off the list (销号)."""
    await _decide(turn, sheet, FeedbackState.ACCEPTED, None)
    closed = await change(turn, sheet, Act.CLOSE, closed_at=turn.tx.now)
    await mediation.release(turn.tx, sheet.id)
    await reminders.await_revisits(turn, closed)
    await telling.closed(turn, closed)
    return closed


async def return_(turn: Turn, sheet: Sheet, reason: str) -> Sheet:
    """Send the feedback back with a reason; rework has the remaining time or two days (S2)."""
    await _decide(turn, sheet, FeedbackState.RETURNED, reason)
    before = sheet.due_at or turn.tx.now
    due = rules.rework_due_at(before, turn.tx.now, turn.settings.sheet, turn.calendar)
    returned = await change(
        turn,
        sheet,
        Act.RETURN,
        note=reason,
        due_at=due,
        submitted_at=None,
        outcome=None,
        returns=sheet.returns + 1,
    )
    await reminders.plan(turn, returned)
    await telling.returned(turn, returned)
    if returned.returns >= rules.RETURNS_TOLD:
        await telling.leads(turn, returned, "returned-often", times=returned.returns, reason=reason)
    return returned


async def _decide(turn: Turn, sheet: Sheet, verdict: FeedbackState, reason: str | None) -> None:
    if not reviews(turn.person, sheet):
        raise not_found(sheet.code)
    if sheet.state != SheetState.SUBMITTED:
        await acted_already(turn, sheet)
    round_ = await feedback.last(turn.tx, sheet.subject)
    by = turn.person.staff_id
    if round_ is None or not await feedback.decide(turn.tx, round_.id, verdict, by, reason):
        await acted_already(turn, sheet)


async def change(voice: Voice, sheet: Sheet, act: Act, *, note: str = "", **fields: Any) -> Sheet:
    """Compare-and-set along the table of transitions, with its audit row, in which `note` says why.

    Refuses when the state does not permit the act, or somebody else was first.
    """
    to = rules.TRANSITIONS[act][1] or sheet.state
    permitted = rules.permits(sheet.state, act)
    changed = await sheets.change(voice.tx, sheet, to, **fields) if permitted else None
    if changed is None:
        await acted_already(voice, sheet)
    detail: dict[str, Any] = {name: str(value) for name, value in fields.items()}
    if note:
        detail["note"] = note
    if "due_at" in fields:
        detail["due_was"] = str(sheet.due_at)
    return await moved(voice, sheet, changed, act, **detail)


async def acted_already(voice: Voice, sheet: Sheet) -> NoReturn:
    """Refuse because the sheet has moved on: it was pressed twice, or somebody else acted first (M23)."""
    done = [each for each in await audit.of(voice.tx, sheet.subject) if each.action in rules.TRANSITIONS]
    last = done[-1] if done else None
    if last is None or last.actor == voice.actor:
        raise Refused("pressed-twice", redraw=sheet.subject)
    who = await people.get(voice.tx, last.actor)
    raise Refused(
        "someone-first",
        who=who.name if who else last.actor,
        at=voice.texts.moment(last.at),
        act=act_of(voice, last.action),
        redraw=sheet.subject,
    )


def require_owner(turn: Turn, sheet: Sheet) -> None:
    """Refuse whoever does not answer the sheet."""
    if not handles(turn.person, sheet):
        raise Refused("sheet-not-yours", code=sheet.code)
