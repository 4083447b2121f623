"""What a missed deadline leads to, whatever it was set for (S6): where capabilities that set deadlines meet slips.

Whoever sets a deadline says so by `plan`, and by `stop` that nothing is awaited any more; their capability's
`missed` tells slips what of it is missed. Slips ask when the moment has come, and know nothing else of it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from handlers.voice import Voice
from storage import slips, timers
from storage.messages import Button

STEP = "slips.step"
AppliesTo = Literal["rectification", "sheet"]


class Missed(NamedTuple):
    """A deadline that is missed, as it now stands.

    Its subject ("issue:31") and code, who answers for it, when it was due (UTC), what it is about in a few words,
    and the buttons by which its owner puts it right.
    """

    subject: str
    code: str
    staff_id: str
    missed_at: datetime
    what: str
    mend: Sequence[Button]


async def plan(voice: Voice, applies_to: AppliesTo, subject: str, due_at: datetime) -> None:
    """Something is due at `due_at` (UTC) now: should it be missed, slips are proposed; what was proposed before is void."""
    settings = voice.settings.slip
    if applies_to in settings.apply_to:
        await slips.lapse(voice.tx, subject)
        days, clock = settings.white_after_overdue_days, voice.settings.remind.at
        morning = voice.calendar.morning_after(due_at, days, settings.day_kind, clock)
        await timers.set_timer(voice.tx, STEP, subject, morning)


async def stop(voice: Voice, applies_to: AppliesTo, subject: str) -> None:
    """Nothing is awaited any more (it is put right, or withdrawn): nothing is proposed, and what was is void at once."""
    if applies_to in voice.settings.slip.apply_to:
        await slips.lapse(voice.tx, subject)
        await timers.clear(voice.tx, STEP, subject)


async def missed(voice: Voice, subject: str) -> Missed | None:
    """What of a subject is missed just now; None where nothing is."""
    kind, _, key = subject.partition(":")
    for capability in voice.desk.capabilities:
        if kind in capability.missed:
            found: Missed | None = await capability.missed[kind](voice, key)
            return found
    return None
