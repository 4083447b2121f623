"""Who hears of it when a review moves (M21): its card, as long as it stands there and they may see it."""

from handlers import access
from handlers.access import Action
from handlers.refusal import Refused
from handlers.reviews import cards, rules
from handlers.reviews.standing import asked, decides, read
from handlers.texts import Markup
from handlers.voice import Rows, Spoken, Voice
from storage import people
from storage.case_reviews import CaseReview, ReviewState
from storage.people import Person

CARD, CALL, LATE = "reviews.card", "reviews.call", "reviews.late"


async def to_sign(voice: Voice, review: CaseReview) -> None:
    """A decision is awaited: those nearest to the case are asked; where nobody could decide, the supervision post hears."""
    people_asked = await asked(voice, review)
    for person in people_asked:
        await _card(voice, person.staff_id, review)
    if not people_asked:
        for person in await voice.those_who_may(Action.REVIEW_WATCH):
            await voice.notify(person.staff_id, LATE, about_it(person.staff_id, review), pressing=True)


async def sent_back(voice: Voice, review: CaseReview) -> None:
    """It is on the case officer again, with what is missing; whoever had passed it hears that it was not enough."""
    await _card(voice, review.owner_id, review)
    if review.first_by and review.first_by != review.sent_back_by:
        await _hears(voice, review.first_by, review, "review-was-sent-back")


async def finished(voice: Voice, review: CaseReview) -> None:
    """Both have passed it: the case officer goes on to the next stage; the first reviewer hears of it (M21)."""
    await _card(voice, review.owner_id, review)
    await _hears(voice, review.first_by, review, "review-passed")


async def officer_left(voice: Voice, review: CaseReview) -> None:
    """Whoever answered for it has left: the team's leads hear of it, or the station's leaders where there is none."""
    owner = await people.get(voice.tx, review.owner_id)
    may = await voice.those_who_may(Action.REVIEW_FIRST)
    leads = [person for person in may if owner and person.team == owner.team]
    for person in leads or may:
        await _hears(voice, person.staff_id, review, "review-officer-left")


async def reviewer_left(voice: Voice, review: CaseReview, staff_id: str) -> None:
    """Somebody has left who may have been asked: those who are asked now hear of it."""
    person = await people.get(voice.tx, staff_id)
    may = access.TABLE[rules.DECIDES[review.state]]
    if person and any(role in may for role in person.roles):
        await to_sign(voice, review)


async def card(voice: Voice, about: str) -> Spoken | None:
    """A review before somebody to whom it came in some state, until it is in another."""
    found = await _as_shown(voice, about)
    return Spoken(*await cards.card(voice, *found), found[1].subject) if found else None


async def call(voice: Voice, about: str) -> Spoken | None:
    """To whoever is asked: a decision is awaited, and its time runs out, or is over."""
    found = await _as_shown(voice, about)
    if found is None or not await decides(voice.tx, *found):
        return None
    person, review = found
    over = rules.is_overdue(review, voice.tx.now)
    head = voice.texts.say("review-call-over" if over else "review-call", code=review.code)
    text, buttons = await cards.card(voice, person, review)
    return Spoken(Markup(f"{head}\n{text}"), buttons, review.subject)


async def late(voice: Voice, about: str) -> Spoken | None:
    """To others: nobody has decided in time, or nobody could."""
    found = await _as_shown(voice, about)
    if found is None:
        return None
    person, review = found
    head = voice.texts.say("review-undecided", code=review.code)
    text, buttons = await cards.card(voice, person, review)
    return Spoken(Markup(f"{head}\n{text}"), buttons, review.subject)


async def _card(voice: Voice, staff_id: str, review: CaseReview) -> None:
    await voice.notify(staff_id, CARD, about_it(staff_id, review), pressing=True)


def about_it(staff_id: str, review: CaseReview) -> str:
    """What a notice to somebody is about: a review in a state, after so many returns."""
    return f"{staff_id}@{review.id}@{review.state}@{review.returns}"


async def _as_shown(voice: Voice, about: str) -> tuple[Person, CaseReview] | None:
    """The person and the review that a notice is about; None once it has moved on, or is not theirs to see."""
    staff_id, review_id, state, returns = about.split("@")
    person = await people.get(voice.tx, staff_id)
    if person is None:
        return None
    try:
        review = await read(voice.tx, person, int(review_id))
    except Refused:
        return None
    return (person, review) if (review.state, str(review.returns)) == (state, returns) else None


async def _hears(voice: Voice, staff_id: str | None, review: CaseReview, key: str) -> None:
    async def says(theirs: Voice) -> tuple[Markup, Rows]:
        text = theirs.texts.say(
            key,
            code=review.code,
            case=review.case_code,
            stage=theirs.texts.plain(f"stage-{review.stage}"),
            next=await cards.what_is_next(theirs, review) if review.state == ReviewState.DONE else "",
            who=await theirs.name_of(review.owner_id),
            missing=review.missing or "",
        )
        return text, [cards.opening(theirs, [review])]

    await voice.tell(staff_id, says, subject=review.subject)
