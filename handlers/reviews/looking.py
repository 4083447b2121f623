"""Looking at reviews: one by its code (V005), all that wait (案件审核), what was done to one."""

from collections.abc import Awaitable, Callable

from handlers import access
from handlers.access import Action
from handlers.history import acts
from handlers.reviews import cards, signing, submitting, usecases
from handlers.reviews.presses import ReviewPress
from handlers.reviews.standing import answers, decides, may_see, read, visible
from handlers.turn import Turn
from handlers.voice import MOST_BUTTONS, pairs
from storage import case_reviews
from storage.case_reviews import CaseReview, ReviewState


async def open_code(turn: Turn, serial: int, word: str) -> bool:
    """V005: the card, if the asker may see it (S18); 通过 V005: as if that button had been pressed."""
    do = next((do for do in _TYPED if word.casefold() in turn.desk.labels(f"review-do-{do}")), None)
    if word and do is None:
        return False
    found = await case_reviews.by_serial(turn.tx, serial)
    review = await visible(turn.tx, turn.person, found, f"V{serial:03d}")
    await (_TYPED[do] if do else cards.show)(turn, review)
    return True


async def show_card(turn: Turn, key: str) -> None:
    """A review as it now stands."""
    await cards.show(turn, await read(turn.tx, turn.person, int(key)))


async def pressed(turn: Turn, press: ReviewPress) -> None:
    """A button of a review."""
    review = await read(turn.tx, turn.person, press.review)
    if press.do == "open":
        await cards.show(turn, review)
    else:
        await _TYPED[press.do](turn, review)


async def listed(turn: Turn) -> None:
    """案件审核: what waits for oneself first, then all the rest under way that one may see."""
    theirs: list[CaseReview] = []
    others: list[CaseReview] = []
    for review in await case_reviews.under_way(turn.tx):
        if await may_see(turn.tx, turn.person, review):
            (theirs if await _waits_for_me(turn, review) else others).append(review)
    found = [*theirs, *others]
    if not found:
        await turn.say(turn.texts.say("reviews-none"))
        return
    lines = [cards.line(turn, review) for review in found]
    text = turn.texts.say("reviews-listed", count=len(found), own=len(theirs), lines=turn.listed(lines))
    await turn.say(text, buttons=pairs(cards.opening(turn, found[:MOST_BUTTONS])))


async def count(turn: Turn) -> str | None:
    """A person's part of the line of counts: what waits for them."""
    if not access.may(turn.person, Action.REVIEW_READ):
        return None
    waiting = 0
    for review in await case_reviews.under_way(turn.tx):
        waiting += await _waits_for_me(turn, review)
    return turn.texts.plain("count-reviews", waiting=waiting) if waiting else None


async def _waits_for_me(turn: Turn, review: CaseReview) -> bool:
    if review.state == ReviewState.SENT_BACK:
        return answers(turn.person, review)
    return await decides(turn.tx, turn.person, review)


async def _trail(turn: Turn, review: CaseReview) -> None:
    """看经过: who did what, when."""
    text = turn.texts.say("review-trail", code=review.code, lines=await acts(turn, review.subject))
    await turn.say(text, buttons=[cards.opening(turn, [review])], subject=review.subject)


async def _pass(turn: Turn, review: CaseReview) -> None:
    await usecases.require_decides(turn, review)
    await signing.passed(turn, review)


async def _again(turn: Turn, review: CaseReview) -> None:
    await cards.show(turn, await usecases.again(turn, review, review.returns))


async def _raise(turn: Turn, review: CaseReview) -> None:
    await signing.to_issue(turn, review, review.returns)


_TYPED: dict[str, Callable[[Turn, CaseReview], Awaitable[None]]] = {
    "trail": _trail,
    "next": submitting.go_on,
    "pass": _pass,
    "return": signing.ask_missing,
    "tick": signing.tick,
    "again": _again,
    "raise": _raise,
}
