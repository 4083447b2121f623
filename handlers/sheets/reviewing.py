"""Reviewing feedback: accept and close, or return (M6).

bot:      📋 待审 D014 警员甲03 …                [通过销号] [退回] / [看照片] [看过程]
quality:  [退回]
bot:      请选退回原因,可再补一句:                [缺一方意见] [约定不清] / [缺照片] [未见当事人] / [自己写] [不退了]
quality:  [缺一方意见]
bot:      ↩️ D014 已退回 …                       the owner is told, with the reason and the new due time

ways out: of two who press at once the second is told who acted, and sees the card as it stands
"""

from functools import partial

from handlers import access, collecting
from handlers.access import Action
from handlers.capability import Queued
from handlers.denied import not_found
from handlers.personal_numbers import clean
from handlers.sheets import cards, usecases
from handlers.sheets.presses import ReturnPress
from handlers.sheets.standing import read, reviews
from handlers.texts import portions
from handlers.turn import Turn
from handlers.voice import pairs
from storage import feedback, sheets
from storage.feedback import Contents, FeedbackState
from storage.sheets import Sheet, SheetState

REASON = "sheets.return-reason"
MOST_REASON = 200
MOST_PIECE = 1_900
"""Bytes of a text that is shown in one message: with its heading it stays under WeCom's 2,048."""
QUICK = ("one-sided", "vague", "no-photo", "not-met", "own-words", "not-at-all")


async def accept(turn: Turn, sheet: Sheet) -> None:
    """通过销号."""
    closed = await usecases.close(turn, sheet)
    if turn.conversation and turn.conversation.step == REASON:
        await turn.close()  # the reason for returning it is asked no more
    await turn.toast(turn.texts.plain("accepted-toast"))
    text = turn.texts.say("accepted", code=closed.code, object=closed.object)
    await turn.show(text, buttons=[cards.press(turn, closed, "open", "trail")], subject=closed.subject)


async def reopen(turn: Turn, sheet: Sheet) -> None:
    """重新打开: what came after closing matters."""
    reopened = await usecases.reopen(turn, sheet)
    text = turn.texts.say(
        "reopened", code=reopened.code, object=reopened.object, until=cards.until(turn, reopened)
    )
    await turn.show(text, buttons=[cards.press(turn, reopened, "open", "trail")], subject=reopened.subject)


async def ask_reason(turn: Turn, sheet: Sheet) -> None:
    """退回: why?"""
    await _require_in_review(turn, sheet)
    buttons = [
        turn.button(f"return-{reason}", ReturnPress.model_validate({"reason": reason, "sheet": sheet.id}))
        for reason in QUICK
    ]
    text = turn.texts.say("return-why", code=sheet.code)
    await turn.ask(REASON, sheet=sheet.id)  # own words may come at once, without the button
    await turn.say(text, buttons=pairs(buttons), subject=sheet.subject)


async def reason_chosen(turn: Turn, press: ReturnPress) -> None:
    """A quick reason, own words, or not at all."""
    sheet = await read(turn.tx, turn.person, press.sheet)
    await _require_in_review(turn, sheet)
    if press.reason == "not-at-all":
        await turn.close()
        await cards.show(turn, sheet)
    elif press.reason == "own-words":
        await turn.ask(REASON, sheet=sheet.id)
        await turn.show(turn.texts.say("return-own-words-ask", code=sheet.code))
    else:
        await _return(turn, sheet, turn.texts.plain(f"return-{press.reason}-long"))


async def reason_typed(turn: Turn) -> None:
    """The reason, in own words."""
    reason = clean(turn.need_text(MOST_REASON))
    sheet = await read(turn.tx, turn.person, turn.data["sheet"])
    await _return(turn, sheet, reason)


async def to_review(turn: Turn) -> list[Queued]:
    """The feedback that waits for this person's verdict."""
    if not access.may(turn.person, Action.SHEET_REVIEW):
        return []
    return [
        Queued(
            sheet.submitted_at or turn.tx.now,
            sheet.code,
            sheet.subject,
            partial(cards.review_card, turn, sheet),
        )
        for sheet in await sheets.submitted(turn.tx)
        if reviews(turn.person, sheet)
    ]


async def show_photos(turn: Turn, sheet: Sheet) -> None:
    """看照片: those of the newest round."""
    await collecting.show_photos(turn, sheet, (await _contents(turn, sheet)).photos)


async def show_text(turn: Turn, sheet: Sheet) -> None:
    """看全文: everything that was written in the newest round."""
    contents = await _contents(turn, sheet)
    if not contents.text:
        await turn.toast(turn.texts.plain("no-text"))
        return
    pieces = portions(contents.text, MOST_PIECE)
    for part, words in enumerate(pieces, start=1):
        key = "text-of-part" if len(pieces) > 1 else "text-of"
        text = turn.texts.say(key, code=sheet.code, words=words, part=part, parts=len(pieces))
        await turn.say(text, subject=sheet.subject)


async def _contents(turn: Turn, sheet: Sheet) -> Contents:
    """The newest round that a person may see, and the interim words before it.

    A draft is its author's alone; what a former owner had begun is nobody's.
    """
    own = sheet.owner_id == turn.person.staff_id
    hidden = {FeedbackState.LEFT} if own else {FeedbackState.LEFT, FeedbackState.DRAFT}
    shown = [round_ for round_ in await feedback.rounds(turn.tx, sheet.subject) if round_.state not in hidden]
    found = [
        await feedback.contents(turn.tx, round_.id)
        for n, round_ in enumerate(shown, start=1)
        if round_.state == FeedbackState.INTERIM or n == len(shown)
    ]
    return Contents(
        text="\n".join(contents.text for contents in found if contents.text),
        photos=tuple(dict.fromkeys(photo for contents in found for photo in contents.photos)),
    )


async def _require_in_review(turn: Turn, sheet: Sheet) -> None:
    if not reviews(turn.person, sheet):
        raise not_found(sheet.code)
    if sheet.state != SheetState.SUBMITTED:
        await usecases.acted_already(turn, sheet)


async def _return(turn: Turn, sheet: Sheet, reason: str) -> None:
    returned = await usecases.return_(turn, sheet, reason)
    await turn.close()
    until = turn.texts.until(returned.due_at) if returned.due_at else ""
    text = turn.texts.say("returned", code=returned.code, object=returned.object, reason=reason, until=until)
    await turn.show(text, buttons=[cards.press(turn, returned, "open", "trail")], subject=returned.subject)
