"""What can be done to a slip (S6).

Each checks, changes by compare-and-set, sets the timers, audits, and tells those concerned, all in the
transaction of its turn.
"""

from typing import Any

from handlers import ladder
from handlers.denied import not_found
from handlers.history import moved
from handlers.refusal import Refused
from handlers.slips import proposing, rules, telling
from handlers.slips.rules import Act
from handlers.slips.standing import answers, decides, judges
from handlers.turn import Turn
from storage import audit, counters, feedback, slips
from storage.feedback import Feedback, FeedbackState
from storage.slips import Colour, Slip, SlipState


async def confirm(turn: Turn, slip: Slip, colour: Colour) -> Slip:
    """Send it, in this colour: it gets its number, and its recipient hears."""
    require_decider(turn, slip)
    missed = await ladder.missed(turn, slip.about)
    if missed is None or (missed.missed_at, missed.staff_id) != (slip.missed_at, slip.staff_id):
        raise Refused("slip-settled", redraw=slip.subject)
    now, settings = turn.tx.now, turn.settings.slip
    year = turn.texts.local(now).year
    serial = await counters.draw(turn.tx, f"slips-{colour}-{year}")
    number = settings.no_pattern.replace("{C}", turn.desk.texts.plain(f"colour-{colour}"))
    number = number.replace("{YYYY}", str(year)).replace("{NNN}", f"{serial:03d}")
    sent = await change(
        turn,
        slip,
        Act.CONFIRM,
        colour=colour,
        year=year,
        serial=serial,
        number=number,
        decided_by=turn.actor,
        decided_at=now,
        answer_by=rules.answer_by(colour, now, turn.calendar),
        appeal_by=rules.appeal_by(now, settings, turn.calendar),
    )
    await proposing.look(turn, slip.about)
    await telling.sent(turn, sent)
    return sent


async def dismiss(turn: Turn, slip: Slip, reason: str) -> Slip:
    """Not now, and why; asked again after a day, unless it was a leader's word on a red one (M9)."""
    require_decider(turn, slip)
    done = await change(turn, slip, Act.DISMISS, decided_by=turn.actor, decided_at=turn.tx.now, reason=reason)
    await proposing.look(turn, slip.about)
    return done


async def phone_first(turn: Turn, slip: Slip) -> None:
    """先打电话: asked again in two hours (M9)."""
    require_decider(turn, slip)
    await audit.add(turn.tx, turn.actor, "slip.phone", slip.subject, message=turn.ref)
    await proposing.ask_again(turn, slip)


async def explain(turn: Turn, slip: Slip, words: str) -> None:
    """The recipient says how it is; those who decide hear of it."""
    require_recipient(turn, slip)
    await audit.add(turn.tx, turn.actor, "slip.explain", slip.subject, message=turn.ref, note=words)
    await telling.explained(turn, slip, words)


async def open_appeal(turn: Turn, slip: Slip) -> Feedback:
    """What the recipient is writing against it; refuses what comes too late, or a second time."""
    require_recipient(turn, slip)
    if slip.state != SlipState.CONFIRMED:
        raise Refused("slip-appealed-already", redraw=slip.subject, number=slip.code)
    if not rules.may_appeal(slip, turn.tx.now):
        raise Refused("slip-too-late-to-appeal", number=slip.code)
    return await feedback.begin(turn.tx, slip.subject, slip.staff_id)


async def appeal(turn: Turn, slip: Slip) -> Slip:
    """Contest it, in words and pictures: somebody other than its sender judges (S6)."""
    round_ = await open_appeal(turn, slip)
    if not (await feedback.contents(turn.tx, round_.id)).text:
        raise Refused("slip-appeal-no-words", number=slip.code)
    appealed = await change(turn, slip, Act.APPEAL)
    if not await feedback.submit(turn.tx, round_.id, None, None):
        raise Refused("card-outdated", redraw=slip.subject)
    await proposing.look(turn, slip.about)
    await telling.appealed(turn, appealed)
    return appealed


async def judge(turn: Turn, slip: Slip, *, right: bool, verdict: str) -> Slip:
    """The appeal is right, and the slip cancelled but kept on record; or it is not."""
    require_judge(turn, slip)
    round_ = await feedback.last(turn.tx, slip.subject)
    state = FeedbackState.ACCEPTED if right else FeedbackState.RETURNED
    if round_ is None or not await feedback.decide(turn.tx, round_.id, state, turn.actor, verdict):
        raise Refused("card-outdated", redraw=slip.subject)
    act = Act.CANCEL if right else Act.UPHOLD
    judged = await change(turn, slip, act, judged_by=turn.actor, judged_at=turn.tx.now, verdict=verdict)
    await proposing.look(turn, slip.about)
    await telling.judged(turn, judged)
    return judged


async def recheck(turn: Turn, slip: Slip) -> None:
    """再核实: whoever appealed hears that it is being looked into; it is asked again with the next digest."""
    require_judge(turn, slip)
    await audit.add(turn.tx, turn.actor, "slip.recheck", slip.subject, message=turn.ref)
    await telling.being_checked(turn, slip)


async def change(turn: Turn, slip: Slip, act: Act, **fields: Any) -> Slip:
    """Compare-and-set along the table of transitions, with its audit row; refuses where somebody else was first."""
    was, to = rules.TRANSITIONS[act]
    changed = await slips.change(turn.tx, slip, to, **fields) if slip.state == was else None
    note = fields.get("reason") or fields.get("verdict")
    return await moved(turn, slip, changed, act, **({"note": note} if note else {}))


def require_decider(turn: Turn, slip: Slip) -> None:
    """Refuse whoever does not decide if it is sent, and what is decided already."""
    if slip.colour == Colour.RED and not decides(turn.person, slip) and slip.state == SlipState.PROPOSED:
        raise Refused("slip-red-by-leader")
    if not decides(turn.person, slip):
        raise not_found()
    if slip.state != SlipState.PROPOSED:
        raise Refused("card-outdated", redraw=slip.subject)


def require_recipient(turn: Turn, slip: Slip) -> None:
    """Refuse everybody but the one whom it was sent to."""
    if not answers(turn.person, slip):
        raise not_found(slip.code)


def require_judge(turn: Turn, slip: Slip) -> None:
    """Refuse whoever does not judge its appeal, and what waits for no judgement."""
    if not judges(turn.person, slip):
        raise not_found(slip.code)
    if slip.state != SlipState.APPEALED:
        raise Refused("card-outdated", redraw=slip.subject)
