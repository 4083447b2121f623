"""What a reviewer does, and what is done about what was missing (M21).

lead:    ⚖️ 案件审核 演案2023-0021|事前…         [通过] [退回] / [逐项勾选]
lead:    [逐项勾选] → ☑ item by item → [通过]
legal:   [退回]
bot:     缺哪一项?点一项,或写一句。              [受案手续] [权利告知] / …
legal:   [权利告知]
officer: ⚖️ … 已退回                            [补齐再交] [看经过]
legal:   [转问题清单] → Z031

ways out: 取消 leaves everything as it was · an identity card or phone number is refused
"""

from handlers.enforcement import cards as issue_cards
from handlers.enforcement.standing import may_see
from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.reviews import cards, rules, usecases
from handlers.reviews.presses import AfterwardsPress, MissingPress, SignPress
from handlers.reviews.standing import read
from handlers.turn import Turn
from storage.case_reviews import CaseReview

MISSING = "reviews.missing"


async def pressed(turn: Turn, press: SignPress) -> None:
    """通过, 退回, 逐项勾选."""
    review = await read(turn.tx, turn.person, press.review)
    usecases.require_as_shown(review, press.state, press.returns)
    await usecases.require_decides(turn, review)
    if press.do == "pass":
        await passed(turn, review, ticked=press.ticked)
    elif press.do == "return":
        await ask_missing(turn, review)
    else:
        text, buttons = cards.ticking(turn, review, press.ticked & ((1 << len(review.checklist)) - 1))
        await turn.show(text, buttons=buttons, subject=review.subject)


async def passed(turn: Turn, review: CaseReview, ticked: int = 0) -> None:
    """It passes this review."""
    item_by_item = rules.all_ticked(ticked, review)
    details = {"ticked": "all"} if item_by_item else {}
    await cards.show(turn, await usecases.pass_(turn, review, str(review.state), review.returns, **details))


async def tick(turn: Turn, review: CaseReview) -> None:
    """逐项勾选, from nothing."""
    await usecases.require_decides(turn, review)
    text, buttons = cards.ticking(turn, review, 0)
    await turn.show(text, buttons=buttons, subject=review.subject)


async def ask_missing(turn: Turn, review: CaseReview) -> None:
    """退回: what is missing."""
    await usecases.require_decides(turn, review)
    await turn.ask(MISSING, review=review.id, state=str(review.state), returns=review.returns)
    text = turn.texts.say("review-which-missing", code=review.code, most=rules.MOST_MISSING)
    await turn.say(text, buttons=cards.missing(turn, review), subject=review.subject)


async def missing_chosen(turn: Turn, press: MissingPress) -> None:
    """An item of the checklist."""
    review = await read(turn.tx, turn.person, press.review)
    if press.item >= len(review.checklist):  # forged
        raise Refused("button-unknown")
    sent_back = await usecases.send_back(
        turn, review, press.state, press.returns, review.checklist[press.item]
    )
    if turn.conversation and turn.conversation.step == MISSING:
        await turn.close()
    await cards.show(turn, sent_back)


async def missing_typed(turn: Turn) -> None:
    """In own words."""
    review = await read(turn.tx, turn.person, turn.data["review"])
    missing = clean(turn.need_text(rules.MOST_MISSING))
    sent_back = await usecases.send_back(turn, review, turn.data["state"], turn.data["returns"], missing)
    await turn.close()
    await cards.show(turn, sent_back)


async def afterwards(turn: Turn, press: AfterwardsPress) -> None:
    """补齐再交, 转问题清单."""
    review = await read(turn.tx, turn.person, press.review)
    if press.do == "again":
        await cards.show(turn, await usecases.again(turn, review, press.returns))
    else:
        await to_issue(turn, review, press.returns)


async def to_issue(turn: Turn, review: CaseReview, returns: int) -> None:
    """What was missing is on the issue list; both know of each other."""
    issue = await usecases.raise_issue(turn, review, returns)
    text = turn.texts.say("review-raised", code=review.code, issue=issue.code)
    sees = await may_see(turn.tx, turn.person, issue)
    buttons = [issue_cards.press(turn, issue, "open")] if sees else [cards.opening(turn, [review])]
    await turn.show(text, buttons=buttons, subject=review.subject)
