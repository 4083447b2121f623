"""Signing for a sheet and answering it with text and photos (M4, M5).

officer:  [签收]                       toast 已签收 09:20, the card becomes 办理中
officer:  [反馈结果]
bot:      D017 反馈(1/2)文字:请写四点 … 至少30字,可分几条发。
officer:  (text, in one or many messages; photos, one by one or as albums; in any order)
bot:      已记下79字。 D017 反馈(2/2)照片 …             [照片发完了] / [改文字] [取消]
bot:      已收3张。                                    [照片发完了] [重发照片]
officer:  [照片发完了]
bot:      请核对 D017 … 结果选一项:                     [已化解] [部分化解] / [未化解] [需联调] / [存草稿]
officer:  [已化解]
bot:      ✅ D017 已提交,比期限早5天。                   [撤回修改] [我的任务]

also:     a reply to a message about the sheet counts as feedback to it · an edited message replaces
          what it said, until the feedback is handed in · the same photo twice is one photo
ways out: 取消 or [存草稿] keep everything · late: asked why first · too short, not a picture, too many,
          an identity card or phone number: refused, what was given before stays
"""

from datetime import timedelta

from handlers.menu import Shortcut
from handlers.refusal import Refused
from handlers.sheets import cards, rules, usecases
from handlers.sheets.presses import FeedbackPress, OutcomePress
from handlers.sheets.standing import handles, read
from handlers.turn import Turn
from handlers.voice import Rows, Voice, pairs
from storage import conversations, feedback, sheets, timers
from storage.feedback import Contents, Feedback
from storage.sheets import Outcome, Sheet

FEEDBACK, LATE = "sheets.feedback", "sheets.late-reason"
COUNT_TIMER = "sheets.count-photos"
COUNT_AFTER = timedelta(seconds=2)
"""An album's end is not marked: its photos are counted this long after the last (protocol: telegram.md 1)."""
MOST_TEXT = 2000
MOST_REASON = 200


async def sign(turn: Turn, sheet: Sheet) -> None:
    """签收."""
    signed = await usecases.acknowledge(turn, sheet)
    await turn.toast(turn.texts.plain("signed", at=f"{turn.texts.local(turn.tx.now):%H:%M}"))
    await cards.show(turn, signed)


async def begin(turn: Turn, sheet: Sheet) -> None:
    """反馈结果: what is there already is offered again."""
    sheet, round_ = await open_dialogue(turn, sheet)
    contents = await feedback.contents(turn.tx, round_.id)
    if not contents.text and not contents.photos:
        await _ask_text(turn, sheet)
    else:
        text = turn.texts.say(
            "feedback-kept", code=sheet.code, **_measures(contents), words=cards.clipped(contents.text)
        )
        await turn.say(text, buttons=_after_text(turn, sheet, contents), subject=sheet.subject)


async def open_dialogue(turn: Turn, sheet: Sheet) -> tuple[Sheet, Feedback]:
    """Take what is said from now on as feedback to a sheet; gives the round that is being written."""
    sheet, round_ = await usecases.open_feedback(turn, sheet)
    going_on = turn.conversation and turn.conversation.step == FEEDBACK and turn.data["sheet"] == sheet.id
    await turn.ask(FEEDBACK, **(turn.data if going_on else {"sheet": sheet.id, "too_many": 0}))
    return sheet, round_


async def said(turn: Turn) -> None:
    """Text and photos while feedback is being written."""
    sheet = await read(turn.tx, turn.person, turn.data["sheet"])
    await _take_in(turn, sheet)


async def replied(turn: Turn, key: str) -> None:
    """A reply to a message about a sheet counts as feedback to it."""
    sheet = await read(turn.tx, turn.person, int(key))
    if not handles(turn.person, sheet):
        raise Refused("sheet-not-yours", code=sheet.code)
    await _take_in(turn, sheet)


async def edited(turn: Turn) -> None:
    """An edited message replaces what it said, as long as the feedback is a draft."""
    found = await feedback.said_in(turn.tx, turn.person.staff_id, turn.ref or "")
    sheet = await sheets.get(turn.tx, found.sheet_id) if found else None
    if found is None or sheet is None or not handles(turn.person, sheet):
        return
    if found.state != feedback.FeedbackState.DRAFT:
        raise Refused("edited-too-late", code=sheet.code)
    text = rules.clean(turn.message.text.strip())
    await feedback.edit_text(turn.tx, found.id, turn.ref or "", text)
    contents = await feedback.contents(turn.tx, found.id)
    await turn.say(
        turn.texts.say("edit-taken", code=sheet.code, **_measures(contents)), subject=sheet.subject
    )


async def pressed(turn: Turn, press: FeedbackPress) -> None:
    """A choice while feedback is being written."""
    sheet, round_ = await open_dialogue(turn, await read(turn.tx, turn.person, press.sheet))
    match press.do:
        case "preview":
            await _preview(turn, sheet, round_)
        case "redo-text":
            await feedback.drop_text(turn.tx, round_.id)
            await _ask_text(turn, sheet)
        case "redo-photos":
            await feedback.drop_photos(turn.tx, round_.id)
            await turn.say(turn.texts.say("photos-dropped"), subject=sheet.subject)
        case "keep":
            await turn.close()
            await turn.show(turn.texts.say("feedback-saved", code=sheet.code))


async def outcome_chosen(turn: Turn, press: OutcomePress) -> None:
    """The outcome hands the feedback in; late feedback has to say why first."""
    sheet = await read(turn.tx, turn.person, press.sheet)
    if handles(turn.person, sheet) and sheet.state not in rules.WORKING:
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
    reason = rules.clean(turn.need_text(MOST_REASON))
    sheet = await read(turn.tx, turn.person, turn.data["sheet"])
    await _submit(turn, sheet, Outcome(turn.data["outcome"]), reason)


async def withdraw(turn: Turn, sheet: Sheet) -> None:
    """撤回修改: back to writing, with everything that was handed in."""
    withdrawn = await usecases.withdraw(turn, sheet)
    await begin(turn, withdrawn)


async def count_photos(voice: Voice, subject: str) -> None:
    """Say how many photos have come, once a burst of them is over."""
    round_id, _, address = subject.partition("@")
    channel, _, chat = address.partition("/")
    found = await feedback.get(voice.tx, int(round_id))
    sheet = await sheets.get(voice.tx, found.sheet_id) if found else None
    if found is None or sheet is None or found.state != feedback.FeedbackState.DRAFT:
        return
    contents = await feedback.contents(voice.tx, found.id)
    missing = voice.settings.sheet.min_text_chars - contents.characters
    photos = len(contents.photos)
    lines = [voice.texts.say("photos-counted", code=sheet.code, photos=photos)]
    if too_many := await _too_many(voice, channel, chat):
        most = voice.settings.sheet.max_photos
        lines.append(voice.texts.say("photos-too-many", most=most, more=too_many))
    if missing > 0:
        lines.append(voice.texts.say("photos-text-missing", missing=missing))
    text = voice.listed(lines)
    buttons = [
        voice.button("feedback-photos-done", FeedbackPress(do="preview", sheet=sheet.id)),
        voice.button("feedback-redo-photos", FeedbackPress(do="redo-photos", sheet=sheet.id)),
    ]
    await voice.say_in(channel, chat, text, buttons=[buttons], subject=sheet.subject)


async def _too_many(voice: Voice, channel: str, chat: str) -> int:
    """How many photos of the burst were more than allowed; asked once."""
    open_ = await conversations.get(voice.tx, channel, chat)
    if open_ is None or open_.step != FEEDBACK or not open_.data["too_many"]:
        return 0
    data = open_.data | {"too_many": 0}
    await conversations.put(voice.tx, channel, chat, FEEDBACK, data, open_.expires_at)
    return int(open_.data["too_many"])


async def _take_in(turn: Turn, sheet: Sheet) -> None:
    """Keep a message's text and photos in the round that is being written."""
    message = turn.message
    most = turn.settings.sheet.max_photo_mb
    too_large = any(photo.refused or (photo.size or 0) > most * 1_000_000 for photo in message.photos)
    if message.unsupported or too_large:
        raise Refused("photos-only", most=most)
    sheet, round_ = await open_dialogue(turn, sheet)
    text = message.text.strip()
    if text:
        before = await feedback.contents(turn.tx, round_.id)
        over = len(before.text) + len(text) - MOST_TEXT
        if over > 0:
            raise Refused("text-too-long", most=MOST_TEXT, over=over)
        await feedback.add_text(turn.tx, round_.id, turn.ref, rules.clean(text))
    if text or message.photos:
        sheet = await usecases.begin_work(turn, sheet)
    if message.photos:
        await _take_photos(turn, round_)
    elif text:
        contents = await feedback.contents(turn.tx, round_.id)
        await _answer_text(turn, sheet, contents)
    else:
        raise Refused("photos-only", most=most)


async def _take_photos(turn: Turn, round_: Feedback) -> None:
    most = turn.settings.sheet.max_photos
    for photo in turn.message.photos:
        if photo.sha256 is None:
            await turn.say(turn.texts.say("photo-lost"))
        elif await feedback.count_photos(turn.tx, round_.id) >= most:
            await turn.ask(FEEDBACK, **(turn.data | {"too_many": turn.data["too_many"] + 1}))
        else:
            await feedback.add_photo(turn.tx, round_.id, turn.ref, photo.sha256)
    subject = f"{round_.id}@{turn.message.channel}/{turn.message.chat}"
    await timers.set_timer(turn.tx, COUNT_TIMER, subject, turn.tx.now + COUNT_AFTER)


async def _answer_text(turn: Turn, sheet: Sheet, contents: Contents) -> None:
    missing = turn.settings.sheet.min_text_chars - contents.characters
    if missing > 0:
        text = turn.texts.say("text-missing", **_measures(contents), missing=missing)
    else:
        most = turn.settings.sheet.max_photos
        text = turn.texts.say("text-taken", code=sheet.code, most=most, **_measures(contents))
    await turn.say(text, buttons=_after_text(turn, sheet, contents), subject=sheet.subject)


def _after_text(turn: Turn, sheet: Sheet, contents: Contents) -> Rows:
    done = "feedback-photos-done" if contents.photos else "feedback-no-photos"
    return pairs(
        [
            turn.button(done, FeedbackPress(do="preview", sheet=sheet.id)),
            turn.button("feedback-redo-text", FeedbackPress(do="redo-text", sheet=sheet.id)),
            turn.button("command-cancel", Shortcut(command="cancel")),
        ]
    )


async def _ask_text(turn: Turn, sheet: Sheet) -> None:
    settings = turn.settings
    text = turn.texts.say(
        "feedback-text",
        code=sheet.code,
        chars=settings.sheet.min_text_chars,
        minutes=settings.conversation.draft_minutes,
    )
    await turn.say(text, subject=sheet.subject)


async def _preview(turn: Turn, sheet: Sheet, round_: Feedback) -> None:
    contents = await feedback.contents(turn.tx, round_.id)
    subject = f"{round_.id}@{turn.message.channel}/{turn.message.chat}"
    await timers.clear(turn.tx, COUNT_TIMER, subject)
    missing = turn.settings.sheet.min_text_chars - contents.characters
    if missing > 0:
        await turn.say(
            turn.texts.say("text-missing", **_measures(contents), missing=missing), subject=sheet.subject
        )
        return
    text = turn.texts.say(
        "feedback-preview", code=sheet.code, words=cards.clipped(contents.text), **_measures(contents)
    )
    outcomes = [turn.button(f"outcome-{o}", OutcomePress(outcome=o, sheet=sheet.id)) for o in Outcome]
    keep = turn.button("feedback-keep", FeedbackPress(do="keep", sheet=sheet.id))
    redo = turn.button("feedback-redo-text", FeedbackPress(do="redo-text", sheet=sheet.id))
    await turn.show(text, buttons=pairs([*outcomes, keep, redo]), subject=sheet.subject)


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
        reviewer=await cards.name_of(turn, submitted.issuer_id),
    )
    buttons = [
        *cards.press(turn, submitted, "withdraw"),
        turn.button("command-mine", Shortcut(command="mine")),
    ]
    await turn.show(text, buttons=[buttons], subject=submitted.subject)


def _measures(contents: Contents) -> dict[str, int]:
    return {"chars": contents.characters, "photos": len(contents.photos)}
