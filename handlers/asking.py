"""What was asked for and waits for somebody's word (more time, an objection): silence never approves (S2).

Whoever decides is asked again when a working day has passed without a word, and every working day after it. A
capability says in `asked` how it asks again for each kind of request of its own.
"""

from datetime import timedelta

from handlers.moments import outside_quiet
from handlers.voice import Voice
from storage import requests, timers
from storage.requests import Request, RequestState

UNDECIDED = "requests.undecided"


async def await_decision(voice: Voice, request: Request) -> None:
    """Ask again after so many working days (`extension_decide_workdays`), not at night."""
    days = voice.settings.sheet.extension_decide_workdays
    today = voice.calendar.day_of(voice.tx.now)
    later = voice.calendar.days_after(today, days, "working") - today
    moment = outside_quiet(
        voice.tx.now + timedelta(days=later.days), voice.settings.remind.quiet_hours, voice.calendar.zone
    )
    await timers.set_timer(voice.tx, UNDECIDED, str(request.id), moment)


async def decided(voice: Voice, request: Request) -> None:
    """There is a word: nobody is asked again."""
    await timers.clear(voice.tx, UNDECIDED, str(request.id))


async def remind(voice: Voice, request_id: str) -> None:
    """The days have passed: if it is open still, those who decide are asked again."""
    request = await requests.get(voice.tx, int(request_id))
    if request is None or request.state != RequestState.OPEN:
        return
    for capability in voice.desk.capabilities:
        if request.kind in capability.asked:
            await capability.asked[request.kind](voice, request)
            await await_decision(voice, request)
