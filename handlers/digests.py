"""One digest a person and day: whatever is due in any capability, and what was too much the day before (S18).

It is said at the hour of reminding, once a day however many timers ask for it, and put into words as it is
sent: what has been settled by then is not in it. One timer a person waits for the morning on which something of
theirs is to be said, one a station for the morning on which something is late and whoever watches hears of it.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from handlers.menu import TO_MENU
from handlers.moments import digest_at
from handlers.texts import Markup
from handlers.voice import HELD, MOST_BUTTONS, Part, Spoken, Voice, pairs
from storage import addresses, attention, timers, waiting
from storage.outbox import Notice

KIND = "digest"
DAY, WATCH = "digest.day", "digest.watch"


async def say(voice: Voice, staff_id: str) -> None:
    """Tell a person what they have due, unless they were told today; it is of use until the next digest."""
    today = voice.calendar.day_of(voice.tx.now).isoformat()
    if await begun(voice, staff_id) and await attention.first_digest(voice.tx, staff_id, today):
        await voice.notify(staff_id, KIND, staff_id, pressing=True, valid_until=voice.next_digest())


async def postponed(voice: Voice, timer: str, subject: str) -> bool:
    """Whether it is too early or too late in the day for a digest (the bot was down): its timer waits."""
    remind = voice.settings.remind
    moment = digest_at(voice.tx.now, remind.at, remind.quiet_hours, voice.settings.time_zone)
    if moment == voice.tx.now:
        return False
    await timers.set_timer(voice.tx, timer, subject, moment)
    return True


async def plan(voice: Voice, staff_id: str, moment: datetime) -> None:
    """A person is to be reminded of something at `moment` (UTC) at the latest.

    Only ever earlier: a digest that comes on a morning on which there is nothing to say says nothing, and is planned
    anew from all that there is. So a turn neither reads what else there is, nor waits for the turns of others.
    """
    await timers.set_by(voice.tx, DAY, staff_id, moment)


async def plan_watch(voice: Voice, moment: datetime) -> None:
    """Something is late at `moment` (UTC), if nothing happens: those who watch over it are to hear of it by then."""
    await timers.set_by(voice.tx, WATCH, voice.tx.station, moment)


async def day(voice: Voice, staff_id: str) -> None:
    """The morning's reminder of everything that a person has due (M8)."""
    if await postponed(voice, DAY, staff_id):
        return
    await say(voice, staff_id)
    capabilities = voice.desk.capabilities
    moments = [await each.next_due(voice, staff_id) for each in capabilities if each.next_due]
    if moment := min(filter(None, moments), default=None):
        await timers.set_timer(voice.tx, DAY, staff_id, moment)


async def watch(voice: Voice, station: str) -> None:
    """The morning on which something is late: those who watch over it hear of it in their digests (M8)."""
    if await postponed(voice, WATCH, station):
        return
    capabilities = voice.desk.capabilities
    watching = [await each.watchers(voice) for each in capabilities if each.watchers]
    for staff_id in dict.fromkeys(chain(*watching)):
        await say(voice, staff_id)
    moments = [await each.next_late(voice) for each in capabilities if each.next_late]
    if moment := min(filter(None, moments), default=None):
        await timers.set_timer(voice.tx, WATCH, station, moment)


async def held(voice: Voice, staff_id: str) -> None:
    """The morning after too much was to be said, and every morning until a digest with it was sent."""
    if await postponed(voice, HELD, staff_id) or not await _holds(voice, staff_id):
        return
    await say(voice, staff_id)
    await timers.set_timer(voice.tx, HELD, staff_id, voice.next_digest())


async def begun(voice: Voice, staff_id: str) -> Spoken | None:
    """A digest as it is written: what is due now, and that there is more; None when there is nothing."""
    parts = await _parts(voice, staff_id)
    return _together(voice, [*parts, _held(voice, [])] if await _holds(voice, staff_id) else parts)


async def with_held(voice: Voice, staff_id: str, digest: Notice) -> Spoken | None:
    """A digest as it is sent: what is due now, and the first lines of what waited for it, as far as it holds."""
    lines = []
    for notice in await waiting.gather(voice.tx, digest):
        text = notice.message.text
        if notice.purpose:
            kind, _, about = notice.purpose.partition("/")
            spoken = await voice.desk.notices[kind](voice, about)
            if spoken is None:
                await waiting.let_go(voice.tx, notice.id)
                continue
            text = spoken.text
        lines.append(Markup(text.partition("\n")[0]))
    parts = await _parts(voice, staff_id)
    return _together(voice, [*parts, _held(voice, lines)] if lines else parts)


async def _holds(voice: Voice, staff_id: str) -> bool:
    chats = [(each.channel, each.chat) for each in await addresses.of(voice.tx, staff_id)]
    return any([await waiting.holds(voice.tx, channel, chat) for channel, chat in chats])


def _held(voice: Voice, lines: Sequence[Markup]) -> Part:
    return Part(voice.texts.say("digest-held", count=len(lines)), lines, [voice.button(*TO_MENU)])


async def _parts(voice: Voice, staff_id: str) -> Sequence[Part]:
    due = [await capability.due(voice, staff_id) for capability in voice.desk.capabilities if capability.due]
    return list(chain(*due))


def _together(voice: Voice, parts: Sequence[Part]) -> Spoken | None:
    if not parts:
        return None
    only = parts[0] if len(parts) == 1 else None
    if only and only.alone:
        return only.alone
    day = voice.texts.short_day(voice.texts.local(voice.tx.now).date())
    title = (only.title if only else "") or voice.texts.say("digest-title", day=day)
    lines = [
        line
        for part in parts
        for line in (part.title if not only else "", voice.listed(part.lines, len(parts)))
        if line
    ]
    text = voice.texts.say("digest", title=title, lines=Markup("\n".join(lines)))
    buttons = list(dict.fromkeys(button for part in parts for button in part.buttons))
    return Spoken(text, pairs(buttons[:MOST_BUTTONS]))
