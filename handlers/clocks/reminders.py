"""When a legal clock speaks by itself (S5): ahead of its end, and at its end; one timer each, the next moment of it.

After a downtime what is said is what is true then: of several moments that were missed the last.
"""

from handlers.clocks import rules, telling
from handlers.voice import Voice
from storage import legal_clocks, timers
from storage.legal_clocks import LegalClock

CALL = "clocks.call"


async def plan(voice: Voice, clock: LegalClock) -> None:
    """See to it that it speaks next when it should, and not once it is stopped."""
    settings, now = voice.settings, voice.tx.now
    moment = rules.next_call(clock, now, settings.remind, settings.time_zone)
    if moment is None and rules.is_over(clock, now):  # begun so long ago that it is over as it is started
        moment = now
    if moment:
        await timers.set_timer(voice.tx, CALL, str(clock.id), moment)
    else:
        await timers.clear(voice.tx, CALL, str(clock.id))


async def call(voice: Voice, clock_id: str) -> None:
    """A moment has come at which it speaks."""
    clock = await legal_clocks.get(voice.tx, int(clock_id))
    if clock is None or clock.state != legal_clocks.ClockState.RUNNING:
        return
    if rules.is_over(clock, voice.tx.now):
        await telling.is_over(voice, clock)
    else:
        await telling.calls(voice, clock)
        await plan(voice, clock)
