"""Pushing a stage of a case to its two reviewers (M21).

officer: 提交审核
bot:     发案号,如 演案2023-0021。只发案号,不发案情。
officer: 2023-0021
bot:     ⚖️ 演案2023-0021|事前 清单:…            [提交] [不提交]
officer: [提交]
bot:     ⚖️ 案件审核 演案2023-0021|事前(V005)…

The stage is the one that is next: 事中 only after 事前 is done, 事后 after 事中. Sent back: [补齐再交].
ways out: 取消 or [不提交]; another code in the place of the first is taken
"""

from handlers import case_codes
from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.reviews import cards, rules, usecases
from handlers.reviews.presses import HandInPress
from handlers.turn import Turn
from handlers.voice import pairs
from storage import case_reviews
from storage.case_reviews import CaseReview, ReviewState

CASE = "reviews.case"
MOST_TYPED = 60


async def asked(turn: Turn) -> None:
    """提交审核: of which case."""
    await turn.ask(CASE)
    await turn.say(turn.texts.say("review-which-case", example=_example(turn)))


async def case_typed(turn: Turn) -> None:
    """The code of the case and nothing else; what is to be looked at is shown before it is handed in."""
    typed = clean(turn.need_text(MOST_TYPED))
    code = case_codes.case_code(typed, turn.settings.case.code_pattern)
    if code is None:
        raise Refused("review-no-case-code", example=_example(turn))
    await _preview(turn, code)


async def pressed(turn: Turn, press: HandInPress) -> None:
    """Handed in, or not."""
    code = turn.data.get("case") if turn.conversation and turn.conversation.step == CASE else None
    if press.do == "leave":
        await turn.close()
        await turn.show(turn.texts.say("review-left"))
        return
    if code is None:
        raise Refused("button-unknown")
    left_over = await _left_over(turn, code)
    if left_over:
        review = await usecases.again(turn, left_over, left_over.returns)
    else:
        review = await usecases.hand_in(turn, code)
    await turn.close()
    await cards.show(turn, review)


async def go_on(turn: Turn, review: CaseReview) -> None:
    """提交下一阶段: of the same case."""
    await _preview(turn, review.case_code)


async def _preview(turn: Turn, code: str) -> None:
    left_over = await _left_over(turn, code)
    stage = left_over.stage if left_over else await usecases.next_of(turn, code)
    await turn.ask(CASE, case=code)
    text = turn.texts.say(
        "review-preview",
        case=code,
        stage=turn.texts.plain(f"stage-{stage}"),
        items=turn.texts.plain("review-join").join(rules.checklist(stage, turn.settings.review)),
    )
    buttons = [
        turn.button("review-do-submit", HandInPress(do="submit")),
        turn.button("review-do-leave", HandInPress(do="leave")),
    ]
    await turn.show(text, buttons=pairs(buttons))


async def _left_over(turn: Turn, code: str) -> CaseReview | None:
    """A stage that was sent back to somebody who cannot hand it in any more: another case officer does."""
    for review in await case_reviews.of_case(turn.tx, code):
        if review.state == ReviewState.SENT_BACK and await usecases.takes_over(turn, review):
            return review
    return None


def _example(turn: Turn) -> str:
    return case_codes.example(turn.settings.case.code_pattern, turn.texts.local(turn.tx.now).year)
