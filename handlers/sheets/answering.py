"""Signing for a sheet and answering it with text and photos (M4, M5).

officer:  [签收]                       toast 已签收 09:20, the card becomes 办理中
officer:  [反馈结果]
bot:      D017 反馈(1/2)文字:请写四点 … 至少30字,可分几条发。
officer:  (text, in one or many messages; photos, one by one or as albums; in any order)
bot:      已记下79字。 D017 反馈(2/2)照片 …             [照片发完了] / [改文字] [取消]
bot:      已收3张。                                    [照片发完了] [重发照片]
officer:  [照片发完了]
bot:      请核对 D017 … 结果选一项:       [已化解] [部分化解] / [未化解] [需联调] / [存草稿] [阶段反馈]
officer:  [已化解]
bot:      ✅ D017 已提交,比期限早5天。                   [撤回修改] [我的任务]

also:     [阶段反馈] tells the reviewer how far it has come, and the sheet stays open · a co-handler adds
          text and photos, the owner hands them in · what comes after closing goes to the reviewer, who may
          open the sheet again
ways out: 取消 or [存草稿] keep everything · late: asked why first · too short, not a picture, too many,
          an identity card or phone number: refused, what was given before stays
"""

from handlers.collecting import measures
from handlers.menu import Shortcut
from handlers.personal_numbers import clean
from handlers.sheets import cards, rules, usecases
from handlers.sheets.collecting import FEEDBACK, ask_text
from handlers.sheets.presses import FeedbackPress, OutcomePress
from handlers.sheets.standing import handles, read
from handlers.texts import clipped
from handlers.turn import Turn
from handlers.voice import pairs
from storage import feedback
from storage.feedback import Feedback
from storage.sheets import WORKING, Outcome, Sheet, SheetState

LATE = "sheets.late-reason"
MOST_REASON = 200


async def sign(turn: Turn, sheet: Sheet) -> None:
    """签收."""
    signed = await usecases.acknowledge(turn, sheet)
    await turn.toast(turn.texts.plain("signed", at=f"{turn.texts.local(turn.tx.now):%H:%M}"))
    await cards.show(turn, signed)


async def begin(turn: Turn, sheet: Sheet) -> None:
    """反馈结果, 补充材料: what is there already is offered again."""
    sheet, round_ = await FEEDBACK.open(turn, sheet)
    contents = await feedback.contents(turn.tx, round_.id)
    if not contents.text and not contents.photos:
        await ask_text(turn, sheet)
        return
    words = clipped(contents.text, cards.SHOWN_CHARACTERS)
    text = turn.texts.say("feedback-kept", code=sheet.code, words=words, **measures(contents))
    await turn.say(text, buttons=FEEDBACK.after_text(turn, sheet, contents), subject=sheet.subject)


async def pressed(turn: Turn, press: FeedbackPress) -> None:
    """A choice while feedback is being written."""
    sheet, round_ = await FEEDBACK.open(turn, await read(turn.tx, turn.person, press.sheet))
    match press.do:
        case "preview" | "interim" if not handles(turn.person, sheet):
            await _hand_to_owner(turn, sheet, round_)
        case "preview":
            await _preview(turn, sheet, round_)
        case "interim":
            await _hand_in_interim(turn, sheet)
        case "redo-text":
            await FEEDBACK.begin_anew(turn, sheet, "text")
        case "redo-photos":
            await FEEDBACK.begin_anew(turn, sheet, "photos")
        case "keep":
            await turn.close()
            await turn.show(turn.texts.say("feedback-saved", code=sheet.code))


async def outcome_chosen(turn: Turn, press: OutcomePress) -> None:
    """The outcome hands the feedback in; late feedback has to say why first."""
    sheet = await read(turn.tx, turn.person, press.sheet)
    if handles(turn.person, sheet) and sheet.state not in WORKING:
        await usecases.acted_already(turn, sheet)
    if rules.is_overdue(sheet, turn.tx.now):
        await usecases.open_feedback(turn, sheet)
        await turn.ask(LATE, sheet=sheet.id, outcome=press.outcome)
        left = turn.texts.left(sheet.due_at or turn.tx.now, turn.tx.now)
        await turn.say(turn.texts.say("late-why", code=sheet.code, left=left), subject=sheet.subject)
        return
    await _submit(turn, sheet, press.outcome, None)


async def late_reason(turn: Turn) -> None:
    """Why it is late."""
    reason = clean(turn.need_text(MOST_REASON))
    sheet = await read(turn.tx, turn.person, turn.data["sheet"])
    await _submit(turn, sheet, Outcome(turn.data["outcome"]), reason)


async def withdraw(turn: Turn, sheet: Sheet) -> None:
    """撤回修改: back to writing, with everything that was handed in."""
    withdrawn = await usecases.withdraw(turn, sheet)
    await begin(turn, withdrawn)


async def _preview(turn: Turn, sheet: Sheet, round_: Feedback) -> None:
    contents = await feedback.contents(turn.tx, round_.id)
    await FEEDBACK.counted(turn, round_)
    after_closing = sheet.state == SheetState.CLOSED
    missing = turn.settings.sheet.min_text_chars - contents.characters
    label = "feedback-to-reviewer" if after_closing else "feedback-interim"
    interim = turn.button(label, FeedbackPress(do="interim", sheet=sheet.id))
    keep = turn.button("feedback-keep", FeedbackPress(do="keep", sheet=sheet.id))
    if missing > 0 and not after_closing:
        text = turn.texts.say("text-missing", missing=missing, **measures(contents))
        enough = contents.characters >= usecases.LEAST_INTERIM
        await turn.say(text, buttons=[[interim, keep]] if enough else (), subject=sheet.subject)
        return
    words = clipped(contents.text, cards.SHOWN_CHARACTERS)
    key = "feedback-preview-after" if after_closing else "feedback-preview"
    text = turn.texts.say(key, code=sheet.code, words=words, **measures(contents))
    outcomes = [turn.button(f"outcome-{o}", OutcomePress(outcome=o, sheet=sheet.id)) for o in Outcome]
    buttons = [] if after_closing else outcomes
    await turn.show(text, buttons=pairs([*buttons, keep, interim]), subject=sheet.subject)


async def _hand_in_interim(turn: Turn, sheet: Sheet) -> None:
    contents = await usecases.submit_interim(turn, sheet)
    await turn.close()
    text = turn.texts.say(
        "submitted-interim",
        code=sheet.code,
        until=cards.until(turn, sheet),
        reviewer=await turn.name_of(sheet.issuer_id),
        **measures(contents),
    )
    await turn.show(text, buttons=[cards.press(turn, sheet, "open")], subject=sheet.subject)


async def _hand_to_owner(turn: Turn, sheet: Sheet, round_: Feedback) -> None:
    """A co-handler's part is done; the owner hands it in (M23: 这一步需由民警提交)."""
    contents = await feedback.contents(turn.tx, round_.id)
    await FEEDBACK.counted(turn, round_)
    await usecases.contribute(turn, sheet, contents)
    await turn.close()
    owner = await turn.name_of(sheet.owner_id)
    text = turn.texts.say("contributed", code=sheet.code, owner=owner, **measures(contents))
    await turn.show(text, buttons=[cards.press(turn, sheet, "open")], subject=sheet.subject)


async def _submit(turn: Turn, sheet: Sheet, outcome: Outcome, reason: str | None) -> None:
    submitted = await usecases.submit(turn, sheet, outcome, reason)
    await turn.close()
    assert submitted.due_at is not None  # noqa: S101 - an issued sheet has a due time
    days = turn.texts.days_left(submitted.due_at, turn.tx.now)
    margin = turn.texts.plain("margin-early", days=days) if days > 0 else ""
    text = turn.texts.say(
        "submitted",
        code=submitted.code,
        at=turn.texts.moment(turn.tx.now),
        margin=turn.texts.plain("margin-late") if reason else margin,
        reviewer=await turn.name_of(submitted.issuer_id),
    )
    buttons = [
        *cards.press(turn, submitted, "withdraw"),
        turn.button("command-mine", Shortcut(command="mine")),
    ]
    await turn.show(text, buttons=[buttons], subject=submitted.subject)
