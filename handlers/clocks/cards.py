"""How a legal clock looks: its card, and a line of a list."""

from collections.abc import Sequence

from handlers.clocks import rules
from handlers.clocks.presses import ClockPress
from handlers.clocks.standing import tends
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Rows, Voice, pairs
from storage.legal_clocks import ClockState, LegalClock
from storage.messages import Button
from storage.people import Person


def press(voice: Voice, clock: LegalClock, *does: str) -> list[Button]:
    """Buttons of a clock, labelled `clock-do-<do>`."""
    return [
        voice.button(f"clock-do-{do}", ClockPress.model_validate({"do": do, "clock": clock.id}))
        for do in does
    ]


def buttons(voice: Voice, person: Person, clock: LegalClock, *others: str) -> Rows:
    """What this person can do to a clock, and `others`."""
    does = []
    if tends(person, clock) and clock.state == ClockState.RUNNING:
        does = ["stop"]
        if rules.extended(clock, voice.settings.clock, voice.settings.time_zone):
            does.append("extend")
    return pairs(press(voice, clock, *does, *others))


async def show(turn: Turn, clock: LegalClock) -> None:
    """The card as it stands now for whoever asks, in place of the card that was pressed."""
    shown = buttons(turn, turn.person, clock, "trail")
    await turn.show(await _card(turn, clock), buttons=shown, subject=clock.subject)


async def _card(voice: Voice, clock: LegalClock) -> Markup:
    texts = voice.texts
    if clock.state == ClockState.STOPPED and clock.stopped_at:
        standing = texts.say(
            "clock-stopped", who=await voice.name_of(clock.stopped_by), at=texts.moment(clock.stopped_at)
        )
    else:
        standing = texts.say("clock-running", left=left(voice, clock))
    return texts.say(
        "clock",
        **named(clock),
        began=texts.moment(clock.began_at),
        until=texts.until(clock.due_at),
        extended=texts.plain("clock-was-extended") if clock.extended else "",
        standing=standing,
        starter=await voice.name_of(clock.staff_id),
    )


def named(clock: LegalClock) -> dict[str, str]:
    """What every text calls a clock by: its code, its limit, its case."""
    return {"code": clock.code, "name": clock.name, "case": clock.case_code}


async def line(voice: Voice, clock: LegalClock) -> Markup:
    """A clock that runs as one line of a list that is about several people."""
    starter = await voice.name_of(clock.staff_id)
    return voice.texts.say("clock-line", starter=starter, left=left(voice, clock), **named(clock))


def left(voice: Voice, clock: LegalClock) -> str:
    """What is left of its time: 剩3天, and in its last two days 剩5小时20分; 已过期限."""
    now = voice.tx.now
    if rules.is_over(clock, now) or clock.due_at - now >= rules.BY_DAYS:
        return voice.texts.left(clock.due_at, now)
    hours, minutes = rules.left(clock.due_at, now)
    return voice.texts.plain("clock-left", hours=hours, minutes=minutes)


def opening(voice: Voice, found: Sequence[LegalClock]) -> list[Button]:
    """A button to open each."""
    return [voice.choice(clock.code, ClockPress(do="open", clock=clock.id)) for clock in found]
