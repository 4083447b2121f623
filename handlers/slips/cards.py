"""How a slip looks (M9): to those who decide, to its recipient, to whoever judges the appeal, to whoever reads."""

from datetime import timedelta

from handlers import ladder
from handlers.slips import rules
from handlers.slips.presses import SlipPress
from handlers.slips.standing import answers, decides, judges
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Rows, Voice, pairs
from storage import feedback, slips
from storage.feedback import Contents
from storage.messages import Button
from storage.people import Person
from storage.slips import ISSUED, Colour, Slip, SlipState

COUNTED = timedelta(days=30)
"""How far back the count on a proposal reaches (M9)."""


def press(voice: Voice, slip: Slip, *does: str) -> list[Button]:
    """Buttons of a slip, labelled `slip-do-<do>`; what names the colour does so for each."""
    return [
        voice.button(
            f"slip-do-{do}",
            SlipPress.model_validate({"do": do, "slip": slip.id}),
            colour=voice.texts.plain(f"colour-{slip.colour}"),
        )
        for do in does
    ]


async def show(turn: Turn, slip: Slip) -> None:
    """The card as it stands now for whoever asks, in place of the card that was pressed."""
    text, buttons = await card(turn, turn.person, slip)
    await turn.show(text, buttons=buttons, subject=slip.subject)


async def card(voice: Voice, person: Person, slip: Slip) -> tuple[Markup, Rows]:
    """Text and buttons of a slip for a person who may see it."""
    if slip.state == SlipState.APPEALED and judges(person, slip):
        return await _to_judge(voice, slip)
    if slip.state not in ISSUED:
        return await _proposal(voice, person, slip)
    return await _whole(voice, person, slip)


def icon(voice: Voice, slip: Slip) -> str:
    """Its colour as a picture."""
    return voice.texts.plain(f"slip-icon-{slip.colour}")


async def _proposal(voice: Voice, person: Person, slip: Slip) -> tuple[Markup, Rows]:
    before = await slips.counts(voice.tx, slip.staff_id, voice.tx.now - COUNTED)
    days = (voice.calendar.day_of(voice.tx.now) - voice.calendar.day_of(slip.missed_at)).days
    text = voice.texts.say(
        "slip-proposal-red" if slip.colour == Colour.RED else "slip-proposal",
        icon=icon(voice, slip),
        code=slip.matter,
        days=days,
        name=await voice.name_of(slip.staff_id),
        what=slip.what,
        counts=voice.texts.plain("slip-counts", **{colour: before.get(colour, 0) for colour in Colour}),
        kind=voice.texts.plain(f"slip-kind-{slip.colour}"),
    )
    if slip.state != SlipState.PROPOSED:
        state = voice.texts.say(
            f"slip-{slip.state}", who=await voice.name_of(slip.decided_by), reason=slip.reason or ""
        )
        return Markup(f"{text}\n{state}"), [press(voice, slip, "trail")]
    if not decides(person, slip):
        return text, [press(voice, slip, "trail")]
    if slip.colour == Colour.RED:
        return text, pairs(press(voice, slip, "confirm", "talk", "dismiss", "trail"))
    found = await slips.of_miss(voice.tx, slip.about, slip.missed_at, slip.staff_id)
    milder = ["milder"] if rules.milder(slip, found) else []
    return text, pairs(press(voice, slip, "confirm", "later", "phone", "trail", *milder))


async def _whole(voice: Voice, person: Person, slip: Slip) -> tuple[Markup, Rows]:
    assert slip.answer_by and slip.appeal_by  # noqa: S101, PT018 - a slip that was sent has both
    missed = await ladder.missed(voice, slip.about)
    still = missed is not None and missed.missed_at == slip.missed_at
    text = voice.texts.say(
        f"slip-{slip.colour}",
        icon=icon(voice, slip),
        kind=voice.texts.plain(f"slip-kind-{slip.colour}"),
        number=slip.code,
        name=await voice.name_of(slip.staff_id),
        code=slip.matter,
        what=slip.what,
        missed=voice.texts.moment(slip.missed_at),
        until=voice.texts.until(slip.answer_by),
        appeal=voice.texts.until(slip.appeal_by),
    )
    if slip.state != SlipState.CONFIRMED:
        state = voice.texts.say(
            f"slip-{slip.state}", who=await voice.name_of(slip.judged_by), reason=slip.verdict or ""
        )
        text = Markup(f"{text}\n{state}")
    buttons: list[Button] = []
    if answers(person, slip):
        buttons += missed.mend if missed and still else ()
        buttons += press(voice, slip, "explain") if still else []
        buttons += press(voice, slip, "appeal") if rules.may_appeal(slip, voice.tx.now) else []
    return text, pairs([*buttons, *press(voice, slip, "trail")])


async def appeal_of(voice: Voice, slip: Slip) -> Contents:
    """What its recipient says against it."""
    round_ = await feedback.last(voice.tx, slip.subject)
    return await feedback.contents(voice.tx, round_.id) if round_ else Contents()


async def _to_judge(voice: Voice, slip: Slip) -> tuple[Markup, Rows]:
    contents = await appeal_of(voice, slip)
    text = voice.texts.say(
        "slip-to-judge",
        icon=icon(voice, slip),
        number=slip.code,
        name=await voice.name_of(slip.staff_id),
        code=slip.matter,
        what=slip.what,
        sender=await voice.name_of(slip.decided_by),
        words=contents.text,
        photos=len(contents.photos),
    )
    does = ["cancel", "uphold", "recheck", *(["photos"] if contents.photos else []), "trail"]
    return text, pairs(press(voice, slip, *does))
