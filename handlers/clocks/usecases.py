"""What can be done to a legal clock (S5).

Each checks, changes by compare-and-set, sets the timer, audits, and tells those concerned, all in the transaction of
its turn.
"""

from datetime import datetime
from typing import Any

from handlers import access
from handlers.access import Action
from handlers.clocks import reminders, rules, telling
from handlers.clocks.rules import Act
from handlers.clocks.standing import tends
from handlers.denied import not_found
from handlers.history import moved
from handlers.refusal import Refused
from handlers.settings import LegalLimit
from handlers.turn import Turn
from storage import audit, counters, legal_clocks
from storage.legal_clocks import LegalClock


async def start(turn: Turn, limit: LegalLimit, case_code: str, began_at: datetime) -> LegalClock:
    """A clock for a limit that began at a moment (UTC), now or in the past; refuses one that is over for good."""
    require_starter(turn)
    zone = turn.settings.time_zone
    due_at = rules.after(began_at, limit.limit, zone)
    if rules.latest(began_at, limit, zone) <= turn.tx.now:
        raise Refused("clock-long-over", name=limit.name, until=turn.texts.moment(due_at))
    year = turn.texts.local(turn.tx.now).year
    clock = await legal_clocks.start(
        turn.tx,
        year=year,
        serial=await counters.draw(turn.tx, f"clocks-{year}"),
        kind=limit.key,
        name=limit.name,
        case_code=case_code,
        staff_id=turn.person.staff_id,
        began_at=began_at,
        due_at=due_at,
    )
    await audit.add(turn.tx, turn.actor, Act.START, clock.subject, message=turn.ref)
    await reminders.plan(turn, clock)
    return clock


async def extend(turn: Turn, clock: LegalClock, reason: str) -> LegalClock:
    """More time, once, as the law allows: why, or who approved it."""
    due_at = require_extensible(turn, clock)
    longer = await change(turn, clock, Act.EXTEND, note=reason, due_at=due_at, extended=True)
    await reminders.plan(turn, longer)
    await telling.starter_hears(turn, longer, "clock-extended-by")
    return longer


async def stop(turn: Turn, clock: LegalClock) -> LegalClock:
    """It is done: the clock does not speak any more."""
    require_tender(turn, clock)
    stopped = await change(turn, clock, Act.STOP, stopped_at=turn.tx.now, stopped_by=turn.actor)
    await reminders.plan(turn, stopped)
    await telling.starter_hears(turn, stopped, "clock-stopped-by")
    return stopped


async def change(turn: Turn, clock: LegalClock, act: Act, note: str = "", **fields: Any) -> LegalClock:
    """Compare-and-set of a clock that runs, with its audit row; refuses where somebody else was first."""
    to = rules.TRANSITIONS[act]
    changed = await legal_clocks.change(turn.tx, clock, to, **fields)
    detail = {"due_at": str(changed.due_at)} if changed else {}
    return await moved(turn, clock, changed, act, **(detail | ({"note": note} if note else {})))


def require_starter(turn: Turn) -> None:
    """Refuse whoever starts no clocks."""
    if not access.may(turn.person, Action.CLOCK_START):
        raise not_found()


def require_tender(turn: Turn, clock: LegalClock) -> None:
    """Refuse whoever neither stops nor extends it, and what is stopped already."""
    if not tends(turn.person, clock):
        raise Refused("clock-not-yours", code=clock.code)
    if clock.state != legal_clocks.ClockState.RUNNING:
        raise Refused("card-outdated", redraw=clock.subject)


def require_extensible(turn: Turn, clock: LegalClock) -> datetime:
    """The end of a clock once it is extended; refuses where it cannot be."""
    require_tender(turn, clock)
    due_at = rules.extended(clock, turn.settings.clock, turn.settings.time_zone)
    if due_at is None:
        raise Refused("clock-not-extensible", redraw=clock.subject, code=clock.code)
    return due_at
