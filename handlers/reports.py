"""What administrators hear of what went wrong: each matter by itself, notices in doubt together."""

from datetime import timedelta

from handlers.texts import Markup
from handlers.voice import Rows, Voice, saying
from storage import timers
from storage.people import Role

REPORT = "report"
"""What a report speaks of: one that cannot be delivered is not reported in its turn."""
UNKNOWN = "report.unknown"
"""The timers of notices of which nobody knows whether they were said, and of the rest after a report of them."""
REST, PAUSE = "rest", timedelta(minutes=10)
"""Within which no other of them is told: in an outage they are many."""
MOST = 150
"""Numbers in one report, which still fits a WeCom text (2,048 bytes); those beyond are counted."""


async def report(voice: Voice, what: str, reference: int) -> None:
    """Tell the administrators that something was parked."""
    says = saying(f"parked-{what}", reference=reference)
    await voice.tell_holders(Role.ADMIN, says, subject=REPORT, pressing=True)


async def report_unknown(voice: Voice, notice: int) -> None:
    """Tell them that nobody knows whether a notice was said: at once, or with others when the rest is over."""
    at = await timers.due_at(voice.tx, UNKNOWN, REST) or voice.tx.now
    await timers.set_timer(voice.tx, UNKNOWN, str(notice), at)


async def say_unknown(voice: Voice, first: str) -> None:
    """Tell of every notice in doubt that is due, in one message; then there is a rest."""
    due = {first, *await timers.take_due(voice.tx, UNKNOWN)} - {REST}
    if not due:
        return
    numbers = sorted(map(int, due))

    async def says(theirs: Voice) -> tuple[Markup, Rows]:
        shown = [*map(str, numbers[:MOST]), *(["…"] if len(numbers) > MOST else [])]
        references = theirs.texts.plain("name-join").join(shown)
        return theirs.texts.say("parked-unknown", count=len(numbers), references=references), ()

    await voice.tell_holders(Role.ADMIN, says, subject=REPORT, pressing=True)
    await timers.set_timer(voice.tx, UNKNOWN, REST, voice.tx.now + PAUSE)
