"""A slot at the mediation centre, and a record of each mediation (S3, M18).

officer:  [更多] → [约调处中心]
bot:      调处中心空档 …                          [今天19:30] [明天09:00] / [明天14:30]   (or 4月24日 14:30)
officer:  [今天19:30]
bot:      ✅ 已约 4月20日 19:30,D017。请通知双方,会提前提醒您。

officer:  [记一次调解]
bot:      甲方到了吗?        [到了] [没到]      乙方到了吗?      [到了] [没到]
          结果?             [达成约定] [部分达成] / [未达成]
          下一步?一句话
officer:  502两日内清走杂物
bot:      已记下 … 会随反馈一并提交               (it is part of the feedback's text)

ways out: a slot that somebody else has just taken: choose another · booking again gives the first back
"""

from datetime import date, datetime, timedelta

from handlers import typed
from handlers.collecting import measures
from handlers.moments import outside_quiet
from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.sheets import cards, telling, usecases
from handlers.sheets.collecting import FEEDBACK
from handlers.sheets.presses import MediatePress, SlotPress
from handlers.sheets.rules import Act
from handlers.sheets.standing import read
from handlers.turn import Turn
from handlers.voice import Spoken, Voice, pairs
from storage import audit, feedback, mediation, sheets, timers
from storage.sheets import WORKING, Sheet

SLOT, RECORD = "sheets.mediation-slot", "sheets.mediation-record"
REMIND, SLOT_NEAR = "sheets.mediation", "sheets.slot-near"
AHEAD = timedelta(hours=1)
REMIND_BEFORE = timedelta(hours=2)
OFFERED, NAMED_DAYS, MOST_DAYS = 5, 3, 30
MOST = 100
QUESTIONS = ("first", "second", "result")
ANSWERS = {
    "first": ("came", "missed"),
    "second": ("came", "missed"),
    "result": ("agreed", "partly", "failed"),
}


async def ask_slot(turn: Turn, sheet: Sheet) -> None:
    """约调处中心: the next slots that are free."""
    _require(turn, sheet)
    await turn.ask(SLOT, sheet=sheet.id)
    free = await _free(turn)
    buttons = [
        turn.button(
            f"slot-in-{day}",
            SlotPress.model_validate({"sheet": sheet.id, "day": str(day), "at": f"{local:%H%M}"}),
            at=f"{local:%H:%M}",
        )
        for slot in free
        if (day := (turn.calendar.day_of(slot) - turn.calendar.day_of(turn.tx.now)).days) < NAMED_DAYS
        for local in [turn.texts.local(slot)]
    ]
    times = turn.texts.plain("name-join").join(f"{at:%H:%M}" for at in turn.settings.mediation.slot_times)
    text = turn.texts.say("slot-which", code=sheet.code, times=times)
    await turn.say(text, buttons=pairs(buttons[:OFFERED]), subject=sheet.subject)


async def slot_chosen(turn: Turn, press: SlotPress) -> None:
    """One of those offered; the day is counted from today, so an old button is checked like a new one."""
    sheet = await read(turn.tx, turn.person, press.sheet)
    day = turn.calendar.day_of(turn.tx.now) + timedelta(days=int(press.day))
    if not (press.at.isascii() and press.at.isdecimal() and len(press.at) == len("HHMM")):
        raise Refused("button-unknown")
    await _book(turn, sheet, day, int(press.at[:2]), int(press.at[2:]))


async def slot_typed(turn: Turn) -> None:
    """Another one: 4月24日 14:30."""
    sheet = await read(turn.tx, turn.person, turn.data["sheet"])
    moment = typed.moment(turn.need_text(20), turn.tx.now, turn.calendar.zone)
    if moment is None:
        raise Refused("slot-not-understood")
    await _book(turn, sheet, moment.date(), moment.hour, moment.minute)


async def remind(voice: Voice, subject: str) -> None:
    """The slot is near."""
    sheet = await sheets.of_subject(voice.tx, subject)
    slot = await mediation.slot_of(voice.tx, sheet.id) if sheet else None
    if sheet and slot:
        about = f"{sheet.owner_id}@{sheet.id}"
        await voice.notify(sheet.owner_id, SLOT_NEAR, about, pressing=True, valid_until=slot)


async def slot_near(voice: Voice, about: str) -> Spoken | None:
    """The slot of a sheet, as long as it lies ahead and is its owner's."""
    staff_id, _, sheet_id = about.partition("@")
    sheet = await sheets.get(voice.tx, int(sheet_id))
    slot = await mediation.slot_of(voice.tx, sheet.id) if sheet else None
    if sheet is None or sheet.owner_id != staff_id or sheet.state not in WORKING:
        return None
    if slot is None or slot < voice.tx.now:
        return None
    says = telling.notice(sheet, "slot-near", "mediate", "open", at=slot)
    return Spoken(*await says(voice), sheet.subject)


async def record(turn: Turn, sheet: Sheet) -> None:
    """记一次调解: three taps and one line."""
    _require(turn, sheet)
    await turn.ask(RECORD, sheet=sheet.id, answers=[])
    await _ask_next(turn, sheet, [])


async def answered(turn: Turn, press: MediatePress) -> None:
    """A tap; an old one is as good as none."""
    sheet = await read(turn.tx, turn.person, press.sheet)
    _require(turn, sheet)
    given: list[str] = list(turn.data["answers"]) if _recording(turn, sheet) else []
    question = QUESTIONS[len(given)] if len(given) < len(QUESTIONS) else ""
    if not _recording(turn, sheet) or press.answer not in ANSWERS.get(question, ()):
        raise Refused("card-outdated", redraw=sheet.subject)
    given.append(press.answer)
    await turn.ask(RECORD, sheet=sheet.id, answers=given)
    await _ask_next(turn, sheet, given)


async def next_step_typed(turn: Turn) -> None:
    """The line: it all goes into the feedback."""
    sheet = await read(turn.tx, turn.person, turn.data["sheet"])
    _require(turn, sheet)
    given = turn.data["answers"]
    if len(given) < len(QUESTIONS):
        await _ask_next(turn, sheet, given)
        return
    line = clean(turn.need_text(MOST))
    sheet, round_ = await usecases.open_feedback(turn, sheet)
    facts = [turn.texts.plain(f"mediated-{q}-{a}") for q, a in zip(QUESTIONS, given, strict=True)]
    words = turn.texts.plain(
        "mediated",
        at=turn.texts.moment(turn.tx.now),
        facts=turn.texts.plain("name-join").join(facts),
        next=line,
    )
    await FEEDBACK.add_words(turn, round_, words)
    sheet = await usecases.begin_work(turn, sheet)
    await audit.add(turn.tx, turn.person.staff_id, Act.MEDIATE, sheet.subject, message=turn.ref, note=words)
    await turn.close()
    contents = await feedback.contents(turn.tx, round_.id)
    text = turn.texts.say("mediation-kept", code=sheet.code, words=words, **measures(contents))
    await turn.say(text, buttons=[cards.press(turn, sheet, "feed-back", "open")], subject=sheet.subject)


async def _ask_next(turn: Turn, sheet: Sheet, given: list[str]) -> None:
    if len(given) == len(QUESTIONS):
        await turn.say(turn.texts.say("mediation-next", code=sheet.code), subject=sheet.subject)
        return
    question = QUESTIONS[len(given)]
    buttons = [
        turn.button(
            f"mediation-{question}-{answer}",
            MediatePress.model_validate({"sheet": sheet.id, "answer": answer}),
        )
        for answer in ANSWERS[question]
    ]
    text = turn.texts.say(f"mediation-{question}", code=sheet.code)
    await turn.show(text, buttons=pairs(buttons), subject=sheet.subject)


async def _book(turn: Turn, sheet: Sheet, day: date, hour: int, minute: int) -> None:
    _require(turn, sheet)
    slot = next(
        (
            turn.calendar.at(day, at)
            for at in turn.settings.mediation.slot_times
            if (at.hour, at.minute) == (hour, minute)
        ),
        None,
    )
    if slot is None or slot < turn.tx.now or (slot - turn.tx.now).days > MOST_DAYS:
        raise Refused("slot-not-understood")
    before = await mediation.slot_of(turn.tx, sheet.id)
    await mediation.release(turn.tx, sheet.id)
    if not await mediation.book(turn.tx, slot, sheet.id, turn.person.staff_id):
        raise Refused("slot-taken", code=sheet.code)
    quiet, zone = turn.settings.remind.quiet_hours, turn.calendar.zone
    moment = outside_quiet(slot - REMIND_BEFORE, quiet, zone)
    await timers.set_timer(turn.tx, REMIND, sheet.subject, moment)
    note = turn.texts.moment(slot)
    await audit.add(turn.tx, turn.person.staff_id, Act.BOOK, sheet.subject, message=turn.ref, note=note)
    await turn.close()
    key = "slot-moved" if before else "slot-booked"
    text = turn.texts.say(key, code=sheet.code, at=note, object=sheet.object)
    await turn.show(text, buttons=[cards.press(turn, sheet, "mediate", "open")], subject=sheet.subject)


async def _free(turn: Turn) -> list[datetime]:
    """The next slots that nobody has taken."""
    now, today = turn.tx.now, turn.calendar.day_of(turn.tx.now)
    all_ = [
        turn.calendar.at(today + timedelta(days=n), at)
        for n in range(NAMED_DAYS)
        for at in turn.settings.mediation.slot_times
    ]
    taken = await mediation.taken(turn.tx, all_[0], all_[-1])
    return [slot for slot in all_ if slot - now >= AHEAD and slot not in taken]


def _recording(turn: Turn, sheet: Sheet) -> bool:
    open_ = turn.conversation
    return open_ is not None and open_.step == RECORD and open_.data["sheet"] == sheet.id


def _require(turn: Turn, sheet: Sheet) -> None:
    usecases.require_owner(turn, sheet)
    if sheet.state not in WORKING:
        raise Refused("card-outdated", redraw=sheet.subject)
