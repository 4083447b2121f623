"""Asking for more time (M7).

officer:  [申请延期]
bot:      D013 延期申请(1/3)原因                    [当事人外出] [等部门答复] / [等鉴定]   (or own words)
officer:  [等部门答复]
bot:      (2/3)目前进展,一句话:
officer:  劳动监察已受理,公司答应4月24日前发第一个月工资
bot:      (3/3)延到哪天?最多延7天,只能延一次。       [+3天] [+5天] / [+7天]           (or a day: 4月24日)
officer:  [+5天]
bot:      延期申请已交指挥室主任:D013,由4月18日延到4月23日。批复前仍按原期限计算。
director: ⏰ 延期待批 D013 警员乙02 …               [同意+5天] [只给3天] / [不同意] [看督导单]
director: [同意+5天]
officer:  ✅ D013 延期同意,新期限4月23日(周日)24:00前。

ways out: past the due time, asked already, granted before: refused with the reason · nobody decides:
          the director is reminded after one working day, silence never approves · handed in meanwhile:
          the request lapses
"""

from handlers import asking
from handlers.access import Action
from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.sheets import cards, changes, rules, telling
from handlers.sheets.days import day_typed
from handlers.sheets.presses import ExtendPress, ExtensionDecision
from handlers.sheets.standing import read
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Rows, Spoken, Voice, pairs
from storage import requests
from storage.requests import Request, RequestState
from storage.sheets import Sheet

REASON, PROGRESS, UNTIL = "sheets.extend-reason", "sheets.extend-progress", "sheets.extend-until"
TO_DECIDE, AGAIN = "sheets.to-decide", "again"
QUICK = ("party", "department", "appraisal")
MOST = 100
LESS = 3
"""Days that the director can grant instead, with one tap."""


async def begin(turn: Turn, sheet: Sheet) -> None:
    """申请延期: why?"""
    await changes.may_ask_extension(turn, sheet)
    await turn.ask(REASON, sheet=sheet.id)
    buttons = [
        turn.button(f"extend-{reason}", ExtendPress.model_validate({"sheet": sheet.id, "reason": reason}))
        for reason in QUICK
    ]
    await turn.say(
        turn.texts.say("extend-reason", code=sheet.code), buttons=pairs(buttons), subject=sheet.subject
    )


async def pressed(turn: Turn, press: ExtendPress) -> None:
    """A quick reason, or a number of days."""
    sheet = await read(turn.tx, turn.person, press.sheet)
    if press.reason:
        await changes.may_ask_extension(turn, sheet)
        await _ask_progress(turn, sheet, turn.texts.plain(f"extend-{press.reason}"))
        return
    if turn.conversation is None or turn.conversation.step != UNTIL or turn.data["sheet"] != sheet.id:
        raise Refused("card-outdated", redraw=sheet.subject)
    await _send(turn, sheet, press.days)


async def reason_typed(turn: Turn) -> None:
    """The reason, in own words."""
    reason = clean(turn.need_text(MOST))
    sheet = await read(turn.tx, turn.person, turn.data["sheet"])
    await changes.may_ask_extension(turn, sheet)
    await _ask_progress(turn, sheet, reason)


async def progress_typed(turn: Turn) -> None:
    """How far it has come."""
    progress = clean(turn.need_text(MOST))
    sheet = await read(turn.tx, turn.person, turn.data["sheet"])
    await changes.may_ask_extension(turn, sheet)
    settings = turn.settings.sheet
    await turn.ask(UNTIL, sheet=sheet.id, reason=turn.data["reason"], progress=progress)
    buttons = [
        turn.button("extend-days", ExtendPress(sheet=sheet.id, days=days), days=days)
        for days in rules.extensions_offered(settings)
    ]
    text = turn.texts.say(
        "extend-until",
        most=settings.extension_max_days,
        times=settings.extension_max_times,
        until=cards.until(turn, sheet),
    )
    await turn.say(text, buttons=pairs(buttons), subject=sheet.subject)


async def until_typed(turn: Turn) -> None:
    """Until which day, typed: 4月24日, 4-24, 24日."""
    sheet = await read(turn.tx, turn.person, turn.data["sheet"])
    await changes.may_ask_extension(turn, sheet)
    assert sheet.due_at is not None  # noqa: S101 - an issued sheet has a due time
    due_day = turn.calendar.day_of(sheet.due_at)
    await _send(turn, sheet, (day_typed(turn, due_day) - due_day).days)


async def decided(turn: Turn, press: ExtensionDecision) -> None:
    """The director's word."""
    request, sheet = await changes.decide_extension(turn, press.request, press.days)
    await asking.decided(turn, request)
    key = "extend-granted" if request.state == RequestState.GRANTED else "extend-refused"
    text = turn.texts.say(key, code=sheet.code, object=sheet.object, until=cards.until(turn, sheet))
    await turn.show(text, buttons=[cards.press(turn, sheet, "open")], subject=sheet.subject)
    await telling.concerned(turn, sheet, key, but={turn.person.staff_id})


async def ask_again(voice: Voice, request: Request) -> None:
    """A working day has passed without a word: the director is asked again (S2)."""
    if sheet := await changes.sheet_of(voice, request):
        await _tell_deciders(voice, sheet, request, again=True)


async def waiting(turn: Turn) -> None:
    """待批延期: what waits for the director's word."""
    open_ones = await requests.waiting(turn.tx, changes.EXTENSION)
    if not open_ones:
        await turn.say(turn.texts.say("extend-none-waits"))
    for request in open_ones[:5]:
        if sheet := await changes.sheet_of(turn, request):
            text, buttons = await _card(turn, sheet, request, again=False)
            await turn.say(text, buttons=buttons, subject=sheet.subject)


async def _ask_progress(turn: Turn, sheet: Sheet, reason: str) -> None:
    await turn.ask(PROGRESS, sheet=sheet.id, reason=reason)
    await turn.say(turn.texts.say("extend-progress"), subject=sheet.subject)


async def _send(turn: Turn, sheet: Sheet, days: int) -> None:
    request = await changes.ask_extension(turn, sheet, turn.data["reason"], turn.data["progress"], days)
    await turn.close()
    await _tell_deciders(turn, sheet, request, again=False)
    await asking.await_decision(turn, request)
    text = turn.texts.say(
        "extend-asked",
        code=sheet.code,
        before=_short(turn, sheet, 0),
        after=_short(turn, sheet, days),
    )
    await turn.show(text, buttons=[cards.press(turn, sheet, "open")], subject=sheet.subject)


async def _tell_deciders(voice: Voice, sheet: Sheet, request: Request, *, again: bool) -> None:
    for person in await voice.those_who_may(Action.EXTENSION_DECIDE):
        if person.staff_id != sheet.owner_id:
            about = f"{request.id}@{AGAIN if again else ''}"
            await voice.notify(person.staff_id, TO_DECIDE, about, pressing=True)


async def to_decide(voice: Voice, about: str) -> Spoken | None:
    """A request, as long as it waits for an answer."""
    request_id, _, again = about.partition("@")
    request = await requests.get(voice.tx, int(request_id))
    sheet = await changes.sheet_of(voice, request) if request else None
    if request is None or sheet is None or request.state != RequestState.OPEN:
        return None
    return Spoken(*await _card(voice, sheet, request, again=again == AGAIN), sheet.subject)


async def _card(voice: Voice, sheet: Sheet, request: Request, *, again: bool) -> tuple[Markup, Rows]:
    days = request.details["days"]
    text = voice.texts.say(
        "extend-card-again" if again else "extend-card",
        code=sheet.code,
        owner=await voice.name_of(sheet.owner_id),
        object=sheet.object,
        before=cards.until(voice, sheet),
        after=_short(voice, sheet, days),
        reason=request.details["reason"],
        progress=request.details["progress"],
    )
    grants = [("extend-grant", days)] + ([("extend-grant-less", LESS)] if days > LESS else [])
    buttons = [
        voice.button(key, ExtensionDecision(request=request.id, days=n), days=n)
        for key, n in [*grants, ("extend-refuse", 0)]
    ]
    return text, pairs([*buttons, *cards.press(voice, sheet, "open")])


def _short(voice: Voice, sheet: Sheet, days: int) -> str:
    assert sheet.due_at is not None  # noqa: S101 - an issued sheet has a due time
    due = sheet.due_at
    if days:
        due = rules.extended_due_at(due, days, voice.settings.sheet, voice.calendar)
    return voice.texts.short_day(voice.calendar.day_of(due))
