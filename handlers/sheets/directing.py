"""What the command room does to a sheet that is out, besides reviewing it (S2).

director: [更多] on a card
bot:      D017 还可以:                       [改承办人] [转办] / [挂账] [作废] / [复制]
director: [挂账]
bot:      D017 挂账到哪天?到那天自动恢复计时。
director: 5月10日
bot:      原因?一句话,承办人会看到。
director: 当事人住院
bot:      ⏸ D017 已挂账至5月10日,新期限5月17日 …            everyone concerned is told, and again on that day

owner:    [应转办案队]
bot:      为什么应转?一句话。
owner:    有人受伤,应按案件办
director: ⏰ 转办待批 D017 警员乙01 …            [同意转办] [不同意] / [看督导单]
director: [同意转办] → [办案员01]
bot:      D017 已转给办案员01,类别:案件 …

director: [作废] → (reason) → [确认作废]          [改承办人] → [警员乙02]          [复制] → the draft's preview
"""

from datetime import date
from typing import Any

from handlers import access
from handlers.access import Action
from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.sheets import assigning, cards, changes, rules, telling
from handlers.sheets.days import day_typed
from handlers.sheets.presses import HandOverPress, TransferDecision, VoidPress
from handlers.sheets.standing import handles, read, reviews
from handlers.texts import Word
from handlers.turn import Turn
from handlers.voice import Spoken, Voice, pairs
from storage import requests, sheets
from storage.requests import RequestState
from storage.sheets import WORKING, Sheet

SUSPEND_UNTIL, SUSPEND_REASON = "sheets.suspend-until", "sheets.suspend-reason"
VOID_REASON, ASK_TRANSFER, NEW_OWNER = "sheets.void-reason", "sheets.ask-transfer", "sheets.new-owner"
TO_TRANSFER = "sheets.to-transfer"
MOST = 100
MOST_BUTTONS = 6
ALLOWED = {
    "reassign": Action.SHEET_REASSIGN,
    "transfer": Action.SHEET_TRANSFER,
    "suspend": Action.SHEET_SUSPEND,
    "resume": Action.SHEET_SUSPEND,
    "void": Action.SHEET_VOID,
    "copy": Action.SHEET_DRAFT,
}


async def more(turn: Turn, sheet: Sheet) -> None:
    """更多: what else this person can do to this sheet as it stands."""
    batch = ["batch"] if sheet.batch and access.may(turn.person, Action.SHEET_DRAFT) else []
    dos = [*batch, *_of_owner(turn, sheet), *_of_room(turn, sheet), "why", "trail"]
    await turn.say(
        turn.texts.say("sheet-more-says", code=sheet.code, object=sheet.object),
        buttons=pairs(cards.press(turn, sheet, *dos)[:MOST_BUTTONS]),
        subject=sheet.subject,
    )


def _of_owner(turn: Turn, sheet: Sheet) -> list[str]:
    if not handles(turn.person, sheet):
        return []
    if sheet.state not in WORKING:
        return ["ask-reviewer"]
    return ["book-slot", "mediate", "ask-reviewer", "ask-transfer", "print"]


def _of_room(turn: Turn, sheet: Sheet) -> list[str]:
    suspended = rules.is_suspended(sheet, turn.tx.now)
    dos = ["reassign", "transfer", "resume" if suspended else "suspend"] if sheet.state in WORKING else []
    dos += ["void"] if rules.permits(sheet.state, rules.Act.VOID) else []
    if sheet.owner_id == turn.person.staff_id:
        dos = []  # nobody decides on their own
    allowed = [do for do in [*dos, "copy"] if access.may(turn.person, ALLOWED[do])]
    return [*allowed, "ask-owner"] if reviews(turn.person, sheet) else allowed


async def suspend(turn: Turn, sheet: Sheet) -> None:
    """挂账: until when?"""
    _require(turn, sheet, "suspend")
    await turn.ask(SUSPEND_UNTIL, sheet=sheet.id)
    most = turn.settings.sheet.suspension_max_days
    await turn.say(turn.texts.say("suspend-until", code=sheet.code, most=most), subject=sheet.subject)


async def suspend_until_typed(turn: Turn) -> None:
    """The day on which the clock goes on."""
    sheet = await read(turn.tx, turn.person, turn.data["sheet"])
    until = day_typed(turn, turn.calendar.day_of(turn.tx.now))
    await turn.ask(SUSPEND_REASON, sheet=sheet.id, until=until.isoformat())
    await turn.say(turn.texts.say("suspend-reason", code=sheet.code), subject=sheet.subject)


async def suspend_reason_typed(turn: Turn) -> None:
    """Why the clock stands still."""
    reason = clean(turn.need_text(MOST))
    sheet = await read(turn.tx, turn.person, turn.data["sheet"])
    until = date.fromisoformat(turn.data["until"])
    suspended = await changes.suspend(turn, sheet, until, reason)
    await turn.close()
    await _done(turn, suspended, "suspended", reason=reason, day=until)


async def resume(turn: Turn, sheet: Sheet) -> None:
    """恢复计时: now, not only on the day that was set."""
    await _done(turn, await changes.resume(turn, sheet), "resumed")


async def resumed_by_itself(voice: Voice, subject: str) -> None:
    """The day has come: the clock goes on, and everyone concerned is told."""
    sheet = await sheets.of_subject(voice.tx, subject)
    if sheet and sheet.state in WORKING and not rules.is_suspended(sheet, voice.tx.now):
        await telling.concerned(voice, sheet, "resumed")


async def reassign(turn: Turn, sheet: Sheet) -> None:
    """改承办人: to whom?"""
    _require(turn, sheet, "reassign")
    await _ask_new_owner(turn, sheet, "reassign")


async def transfer(turn: Turn, sheet: Sheet) -> None:
    """转办, without having been asked to."""
    _require(turn, sheet, "transfer")
    await _ask_new_owner(turn, sheet, "transfer")


async def new_owner_typed(turn: Turn) -> None:
    """The new owner, typed."""
    data = turn.data
    press = HandOverPress(
        do=data["do"],
        sheet=data["sheet"],
        staff=await assigning.person_typed(turn),
    )
    await handed_over(turn, press)


async def handed_over(turn: Turn, press: HandOverPress) -> None:
    """The new owner is chosen."""
    sheet = await read(turn.tx, turn.person, press.sheet)
    before = sheet.owner_id
    if press.do == "transfer":
        sheet = await changes.transfer(turn, sheet, press.staff)
    else:
        sheet = await changes.reassign(turn, sheet, press.staff)
    await turn.close()
    await _done(
        turn,
        sheet,
        "handed-over",
        also=before,
        but=sheet.owner_id,
        handling_class=Word(f"class-{sheet.handling_class}"),
        owner=await turn.name_of(sheet.owner_id),
    )


async def ask_transfer(turn: Turn, sheet: Sheet) -> None:
    """应转: why?"""
    if not handles(turn.person, sheet):
        raise Refused("sheet-not-yours", code=sheet.code)
    await turn.ask(ASK_TRANSFER, sheet=sheet.id)
    await turn.say(turn.texts.say("transfer-reason", code=sheet.code), subject=sheet.subject)


async def transfer_reason_typed(turn: Turn) -> None:
    """The director is asked."""
    reason = clean(turn.need_text(MOST))
    sheet = await read(turn.tx, turn.person, turn.data["sheet"])
    request = await changes.ask_transfer(turn, sheet, reason)
    await turn.close()
    await turn.say(turn.texts.say("transfer-asked", code=sheet.code), subject=sheet.subject)
    for person in await turn.those_who_may(Action.SHEET_TRANSFER):
        await turn.notify(person.staff_id, TO_TRANSFER, str(request.id), pressing=True)


async def to_transfer(voice: Voice, request_id: str) -> Spoken | None:
    """A request for another team, as long as it waits for an answer."""
    request = await requests.get(voice.tx, int(request_id))
    sheet = await changes.sheet_of(voice, request) if request else None
    if request is None or sheet is None or request.state != RequestState.OPEN:
        return None
    says = telling.notice(
        sheet,
        "transfer-card",
        "open",
        ahead=[
            ("transfer-yes", TransferDecision(request=request.id, yes=True)),
            ("transfer-no", TransferDecision(request=request.id, yes=False)),
        ],
        handling_class=Word(f"class-{changes.OTHER[sheet.handling_class]}"),
        reason=request.details["reason"],
    )
    return Spoken(*await says(voice), sheet.subject)


async def transfer_decided(turn: Turn, press: TransferDecision) -> None:
    """Yes, and to whom; or no."""
    if press.yes:
        sheet = await changes.to_transfer(turn, press.request)
        await _ask_new_owner(turn, sheet, "transfer")
        return
    request, sheet = await changes.refuse_transfer(turn, press.request)
    says = telling.notice(sheet, "transfer-refused")
    text, _ = await says(turn)
    await turn.show(text, subject=sheet.subject)
    await turn.tell(request.asked_by, says, subject=sheet.subject, pressing=True)


async def void(turn: Turn, sheet: Sheet) -> None:
    """作废: why?"""
    _require(turn, sheet, "void")
    await turn.ask(VOID_REASON, sheet=sheet.id)
    await turn.say(turn.texts.say("void-reason", code=sheet.code), subject=sheet.subject)


async def void_reason_typed(turn: Turn) -> None:
    """It cannot be undone: ask once more (S18)."""
    reason = clean(turn.need_text(MOST))
    sheet = await read(turn.tx, turn.person, turn.data["sheet"])
    await turn.ask(VOID_REASON, sheet=sheet.id, reason=reason)
    buttons = [turn.button("void-now", VoidPress(sheet=sheet.id)), *cards.press(turn, sheet, "open")]
    text = turn.texts.say("void-sure", code=sheet.code, object=sheet.object, reason=reason)
    await turn.say(text, buttons=[buttons], subject=sheet.subject)


async def voided(turn: Turn, press: VoidPress) -> None:
    """Void it."""
    sheet = await read(turn.tx, turn.person, press.sheet)
    open_ = turn.conversation
    if (
        open_ is None
        or open_.step != VOID_REASON
        or open_.data["sheet"] != sheet.id
        or not open_.data.get("reason")
    ):
        raise Refused("card-outdated", redraw=sheet.subject)
    reason = open_.data["reason"]
    sheet = await changes.void(turn, sheet, reason)
    await turn.close()
    await _done(turn, sheet, "voided", reason=reason)


async def _ask_new_owner(turn: Turn, sheet: Sheet, do: str) -> None:
    kind = changes.OTHER[sheet.handling_class] if do == "transfer" else sheet.handling_class
    found = await assigning.near(turn, sheet, [kind], {sheet.owner_id or ""})
    buttons = [
        turn.choice(
            person.name,
            HandOverPress.model_validate({"do": do, "sheet": sheet.id, "staff": person.staff_id}),
        )
        for person in found
    ]
    await turn.ask(NEW_OWNER, sheet=sheet.id, do=do)
    text = turn.texts.say("hand-over-to", code=sheet.code, handling_class=turn.texts.plain(f"class-{kind}"))
    await turn.show(text, buttons=pairs([*buttons, *cards.press(turn, sheet, "open")]), subject=sheet.subject)


async def _done(
    turn: Turn, sheet: Sheet, key: str, also: str | None = None, but: str | None = None, **values: Any
) -> None:
    """Say what was done, here and to all whom it concerns."""
    text = turn.texts.say(key, code=sheet.code, object=sheet.object, until=cards.until(turn, sheet), **values)
    await turn.show(text, buttons=[cards.press(turn, sheet, "open", "trail")], subject=sheet.subject)
    await telling.concerned(turn, sheet, key, also=also, but={turn.person.staff_id, but or ""}, **values)


def _require(turn: Turn, sheet: Sheet, do: str) -> None:
    """Only whoever may, and only where it makes sense; otherwise as if there were no such button."""
    if not access.may(turn.person, ALLOWED[do]) or sheet.owner_id == turn.person.staff_id:
        raise Refused("button-unknown")
    if do not in _of_room(turn, sheet):
        raise Refused("card-outdated", redraw=sheet.subject)
