"""How a review looks (M21): to whoever decides, to the case officer, to whoever reads. Of the case only its code."""

from collections.abc import Sequence

from handlers.reviews import rules
from handlers.reviews.presses import AfterwardsPress, MissingPress, ReviewPress, SignPress
from handlers.reviews.standing import answers, decides, raises
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Rows, Voice, pairs
from storage import issues, legal_clocks
from storage.case_reviews import CaseReview, ReviewState, Stage
from storage.messages import Button
from storage.people import Person


async def show(turn: Turn, review: CaseReview) -> None:
    """The card as it stands now for whoever asks, in place of the card that was pressed."""
    text, buttons = await card(turn, turn.person, review)
    await turn.show(text, buttons=buttons, subject=review.subject)


async def card(voice: Voice, person: Person, review: CaseReview) -> tuple[Markup, Rows]:
    """Text and buttons of a review for a person who may see it."""
    text = await _whole(voice, review)
    if await decides(voice.tx, person, review):
        return text, pairs([sign(voice, review, do) for do in ("pass", "return", "tick")])
    buttons = []
    if review.state == ReviewState.SENT_BACK and answers(person, review):
        buttons.append(afterwards(voice, review, "again"))
    if review.missing and not review.raised and await raises(voice.tx, person, review):
        buttons.append(afterwards(voice, review, "raise"))
    if review.state == ReviewState.DONE and review.stage != Stage.POST and answers(person, review):
        buttons.append(voice.button("review-do-next", ReviewPress(do="next", review=review.id)))
    buttons.append(voice.button("review-do-trail", ReviewPress(do="trail", review=review.id)))
    return text, pairs(buttons)


def sign(voice: Voice, review: CaseReview, do: str, ticked: int = 0) -> Button:
    """A reviewer's button, for the decision that is awaited now."""
    press = {"do": do, "review": review.id, "state": str(review.state)}
    counted = {"returns": review.returns, "ticked": ticked}
    return voice.button(f"review-do-{do}", SignPress.model_validate(press | counted))


def afterwards(voice: Voice, review: CaseReview, do: str) -> Button:
    """A button about what was missing."""
    press = {"do": do, "review": review.id, "returns": review.returns}
    return voice.button(f"review-do-{do}", AfterwardsPress.model_validate(press))


def opening(voice: Voice, reviews: Sequence[CaseReview]) -> list[Button]:
    """Buttons that open reviews."""
    return [voice.choice(review.code, ReviewPress(do="open", review=review.id)) for review in reviews]


def missing(voice: Voice, review: CaseReview) -> Rows:
    """The items of the checklist, to choose the one that is missing."""
    buttons = [
        voice.choice(
            item,
            MissingPress.model_validate(
                {"review": review.id, "state": str(review.state), "returns": review.returns, "item": n}
            ),
        )
        for n, item in enumerate(review.checklist)
    ]
    return pairs(buttons)


def ticking(voice: Voice, review: CaseReview, ticked: int) -> tuple[Markup, Rows]:
    """逐项勾选: the checklist item by item; it can be passed when all are ticked."""
    marks = ["☑" if ticked >> n & 1 else "☐" for n in range(len(review.checklist))]
    lines = [
        voice.texts.say("review-item", mark=mark, item=item)
        for mark, item in zip(marks, review.checklist, strict=True)
    ]
    text = voice.texts.say("review-ticking", title=_title(voice, review), lines=Markup("\n".join(lines)))
    buttons = []
    for n, item in enumerate(review.checklist):
        press = {"do": "tick", "review": review.id, "state": str(review.state), "returns": review.returns}
        # a press carries what is ticked once it is pressed: nothing of it need be kept
        flipped = SignPress.model_validate(press | {"ticked": ticked ^ (1 << n)})
        buttons.append(voice.choice(f"{marks[n]}{item}", flipped))
    does = "pass" if rules.all_ticked(ticked, review) else "return"
    return text, pairs([*buttons, sign(voice, review, does, ticked if does == "pass" else 0)])


def line(voice: Voice, review: CaseReview) -> Markup:
    """A review as one line of a list."""
    return voice.texts.say("review-line", title=_title(voice, review), standing=standing(voice, review))


def standing(voice: Voice, review: CaseReview) -> str:
    """What is awaited, and until when; or what came of it."""
    until = voice.texts.until(review.due_at) if review.due_at else "—"
    state = voice.texts.plain(f"review-state-{review.state}", until=until, missing=review.missing or "")
    if rules.is_overdue(review, voice.tx.now):
        return voice.texts.plain("review-overdue", state=state)
    return state


def _title(voice: Voice, review: CaseReview) -> str:
    return voice.texts.plain(
        "review-title",
        case=review.case_code,
        stage=voice.texts.plain(f"stage-{review.stage}"),
        code=review.code,
    )


async def _whole(voice: Voice, review: CaseReview) -> Markup:
    texts = voice.texts
    lines = [
        texts.say(
            "review",
            title=_title(voice, review),
            items=texts.plain("review-join").join(review.checklist),
            owner=await voice.name_of(review.owner_id),
            standing=standing(voice, review),
        )
    ]
    if review.first_by:
        lines.append(texts.say("review-first-by", who=await voice.name_of(review.first_by)))
    if review.second_by:
        lines.append(texts.say("review-second-by", who=await voice.name_of(review.second_by)))
    if review.missing and review.state != ReviewState.DONE:
        who = await voice.name_of(review.sent_back_by)
        lines.append(texts.say("review-missing", who=who, missing=review.missing))
    if found := await issues.of_review(voice.tx, review.id):
        codes = texts.plain("review-join").join(issue.code for issue in found)
        lines.append(texts.say("review-issues", codes=codes))
    if review.state == ReviewState.DONE:
        key = {"case": review.case_code, "stage": texts.plain(f"stage-{review.stage}")}
        lines.insert(
            0, texts.say("review-passed", **key, next=await what_is_next(voice, review), code=review.code)
        )
    return Markup("\n".join(lines))


async def what_is_next(voice: Voice, review: CaseReview) -> str:
    """What follows on this stage, and how much time the law leaves for the case, if a clock runs on it (M21)."""
    says = voice.texts.plain(f"review-next-{review.stage}")
    if review.stage == Stage.POST:
        return says
    for clock in await legal_clocks.running(voice.tx):
        if clock.case_code == review.case_code:
            left = voice.texts.left(clock.due_at, voice.tx.now)
            return says + voice.texts.plain("review-time-left", name=clock.name, left=left)
    return says
