"""What the ladder proposes, and when (S6): one slip for one missed deadline at a time, decided by a person."""

from handlers import digests, ladder
from handlers.ladder import Missed
from handlers.moments import outside_quiet
from handlers.slips import rules, telling
from handlers.voice import Voice
from storage import audit, slips, timers
from storage.slips import Slip, SlipState

AGAIN = "slips.again"


async def step(voice: Voice, subject: str) -> None:
    """The moment has come to look at a deadline: if it is missed, the slip that is due is put before those who decide."""
    missed = await ladder.missed(voice, subject)
    if missed is None:
        await slips.lapse(voice.tx, subject)
        return
    found = await _stands(voice, missed)
    if found.propose:
        await slips.lapse(voice.tx, subject)
        theirs = (subject, missed.missed_at, missed.staff_id, found.propose)
        slip = await slips.propose(voice.tx, *theirs, code=missed.code, words=missed.what)
        if slip:
            await audit.add(voice.tx, voice.actor, "slip.propose", slip.subject)
            await telling.proposed(voice, slip)
            await digests.plan_watch(voice, voice.next_digest())
    if found.look_at:
        await timers.set_timer(voice.tx, ladder.STEP, subject, found.look_at)


async def look(voice: Voice, subject: str) -> None:
    """Something was decided about a subject: see when the ladder goes on; where nothing is missed now, as planned."""
    missed = await ladder.missed(voice, subject)
    if missed is None:
        return
    found = await _stands(voice, missed)
    moment = voice.tx.now if found.propose else found.look_at
    if moment:
        await timers.set_timer(voice.tx, ladder.STEP, subject, moment)
    else:
        await timers.clear(voice.tx, ladder.STEP, subject)


async def ask_again(voice: Voice, slip: Slip) -> None:
    """Whoever wanted to telephone first is asked again, not at night."""
    settings = voice.settings
    moment = outside_quiet(
        voice.tx.now + rules.AFTER_CALLING, settings.remind.quiet_hours, settings.time_zone
    )
    await timers.set_timer(voice.tx, AGAIN, str(slip.id), moment)


async def again(voice: Voice, slip_id: str) -> None:
    """Two hours after 先打电话, if it is not decided yet."""
    slip = await slips.get(voice.tx, int(slip_id))
    if slip and slip.state == SlipState.PROPOSED:
        await telling.proposed(voice, slip)


async def left(voice: Voice, staff_id: str) -> None:
    """Nothing is proposed for somebody who has left."""
    await slips.lapse_of(voice.tx, staff_id)


async def _stands(voice: Voice, missed: Missed) -> rules.Step:
    """Where the ladder stands for a missed deadline, after all that was decided about it."""
    before = await slips.of_miss(voice.tx, missed.subject, missed.missed_at, missed.staff_id)
    settings, clock = voice.settings.slip, voice.settings.remind.at
    return rules.step(missed.missed_at, before, voice.tx.now, settings, clock, voice.calendar)
