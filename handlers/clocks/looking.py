"""Looking at legal clocks: one by its code (K004), those that run, as far as one may see them."""

from collections.abc import Awaitable, Callable

from handlers import access
from handlers.access import Action
from handlers.clocks import cards, extending, rules, starting, usecases
from handlers.clocks.presses import ClockPress, ClockStartPress
from handlers.clocks.standing import may_see, read, visible
from handlers.history import acts
from handlers.turn import Turn
from handlers.voice import MOST_BUTTONS, Part, pairs
from storage import legal_clocks
from storage.legal_clocks import LegalClock
from storage.people import Person


async def open_code(turn: Turn, serial: int, word: str) -> bool:
    """K004: the card, if the asker may see it (S18); 停表 K004: as if that button had been pressed."""
    do = next((do for do in _DOES if word.casefold() in turn.desk.labels(f"clock-do-{do}")), None)
    if word and do is None:
        return False
    found = await legal_clocks.by_serial(turn.tx, serial)
    await _DOES[do or "open"](turn, await visible(turn.tx, turn.person, found, f"K{serial:03d}"))
    return True


async def show_card(turn: Turn, key: str) -> None:
    """A clock as it now stands."""
    await cards.show(turn, await read(turn.tx, turn.person, int(key)))


async def pressed(turn: Turn, press: ClockPress) -> None:
    """A button of a clock."""
    await _DOES[press.do](turn, await read(turn.tx, turn.person, press.clock))


async def listed(turn: Turn) -> None:
    """办案期限: those that run; where none does, whoever may start one is asked which."""
    found = await _seen(turn)
    may_start = access.may(turn.person, Action.CLOCK_START)
    if not found:
        await turn.say(turn.texts.say("clocks-none"), buttons=starting.limits(turn) if may_start else ())
        return
    lines = [await cards.line(turn, clock) for clock in found]
    buttons = cards.opening(turn, found)
    if may_start:
        buttons.insert(0, turn.button("clock-begin", ClockStartPress(do="begin")))
    text = turn.texts.say("clocks-listed", count=len(found), lines=turn.listed(lines))
    await turn.say(text, buttons=pairs(buttons[:MOST_BUTTONS]))


async def count(turn: Turn) -> str | None:
    """A person's part of the line of counts: how many run that they may see, and of how many the time is over."""
    if not access.may(turn.person, Action.CLOCK_READ):
        return None
    found = await _seen(turn)
    over = sum(rules.is_over(clock, turn.tx.now) for clock in found)
    return turn.texts.plain("count-clocks", running=len(found), over=over) if found else None


async def of_person(turn: Turn, person: Person) -> Part | None:
    """Those that somebody has started and nobody has stopped."""
    theirs = [clock for clock in await _seen(turn) if clock.staff_id == person.staff_id]
    if not theirs:
        return None
    over = sum(rules.is_over(clock, turn.tx.now) for clock in theirs)
    title = turn.texts.say("count-clocks", running=len(theirs), over=over)
    return Part(title, [await cards.line(turn, clock) for clock in theirs], cards.opening(turn, theirs))


async def _seen(turn: Turn) -> list[LegalClock]:
    if not access.may(turn.person, Action.CLOCK_READ):
        return []
    running = await legal_clocks.running(turn.tx)
    return [clock for clock in running if await may_see(turn.tx, turn.person, clock)]


async def _stop(turn: Turn, clock: LegalClock) -> None:
    """停表, by one tap: a mistake is mended by starting another."""
    await cards.show(turn, await usecases.stop(turn, clock))


async def _trail(turn: Turn, clock: LegalClock) -> None:
    """看经过: who did what, when."""
    text = turn.texts.say("clock-trail", code=clock.code, lines=await acts(turn, clock.subject))
    await turn.say(text, buttons=[cards.press(turn, clock, "open")], subject=clock.subject)


_DOES: dict[str, Callable[[Turn, LegalClock], Awaitable[None]]] = {
    "open": cards.show,
    "stop": _stop,
    "extend": extending.extend,
    "trail": _trail,
}
