"""Looking at sheets: one by its code, and one's own."""

from collections.abc import Awaitable, Callable

from handlers import access
from handlers.access import Action
from handlers.refusal import Refused
from handlers.sheets import (
    answering,
    cards,
    changes,
    directing,
    extending,
    history,
    mediating,
    printing,
    relaying,
    reviewing,
    rules,
    snoozing,
)
from handlers.sheets.drafting import show_draft
from handlers.sheets.presses import SheetPress
from handlers.sheets.standing import may_see, prints, read, relation, visible
from handlers.turn import Turn
from handlers.voice import MOST_BUTTONS, Part, pairs
from storage import sheets
from storage.people import Person
from storage.sheets import WORKING, Sheet, SheetState


async def open_code(turn: Turn, serial: int, word: str) -> bool:
    """D017: the card, if the asker may see it (S18); 签收 D017: as if that button had been pressed."""
    do = _meant(turn, word.casefold()) if word else "open"
    if do is None:
        return False
    sheet = await visible(turn.tx, turn.person, await sheets.by_serial(turn.tx, serial), f"D{serial:03d}")
    await _DOES[do](turn, sheet)
    return True


def _meant(turn: Turn, typed: str) -> str | None:
    return next((do for do in _DOES if typed in turn.desk.labels(f"sheet-{do}")), None)


async def show_card(turn: Turn, key: str) -> None:
    """A sheet as it now stands."""
    await _open(turn, await read(turn.tx, turn.person, int(key)))


async def pressed(turn: Turn, press: SheetPress) -> None:
    """A button of an issued sheet: looked at, or done to it."""
    sheet = await read(turn.tx, turn.person, press.sheet)
    if sheet.state == SheetState.DRAFT and press.do != "open":  # forged: a draft has buttons of its own
        raise Refused("card-outdated", redraw=sheet.subject)
    await _DOES[press.do](turn, sheet)


async def of_person(turn: Turn, person: Person) -> Part | None:
    """The open sheets that one owns or helps with: what waits for oneself, then the nearest deadline, first."""
    own = sorted(await sheets.own(turn.tx, person.staff_id), key=lambda sheet: sheet.state not in WORKING)
    helping = await sheets.assisting(turn.tx, person.staff_id)
    own, helping = await _readable(turn, person, own), await _readable(turn, person, helping)
    lines = [cards.list_line(turn, sheet) for sheet in own]
    lines += [cards.list_line(turn, sheet, key="list-line-helping") for sheet in helping]
    buttons = [turn.choice(sheet.code, SheetPress(do="open", sheet=sheet.id)) for sheet in [*own, *helping]]
    return Part(turn.texts.say("sheets-of-person", count=len(lines)), lines, buttons) if lines else None


async def _readable(turn: Turn, person: Person, found: list[Sheet]) -> list[Sheet]:
    """Those of a person's that whoever asks may see: of one's own, which takes no look at each, all."""
    if person.staff_id == turn.person.staff_id:
        return found
    return [sheet for sheet in found if await may_see(turn.tx, turn.person, sheet)]


async def count(turn: Turn) -> str | None:
    """A person's part of the line of counts: their own, those they help with, those to review."""
    if not access.may(turn.person, Action.SHEET_READ):
        return None
    parts = []
    own = [s for s in await sheets.own(turn.tx, turn.person.staff_id) if s.state in WORKING]
    if own:
        late = sum(rules.is_overdue(sheet, turn.tx.now) for sheet in own)
        parts.append(turn.texts.plain("count-own-late" if late else "count-own", own=len(own), late=late))
        if unsigned := sum(rules.is_unsigned(sheet, turn.tx.now) for sheet in own):
            parts.append(turn.texts.plain("count-unsigned", unsigned=unsigned))
    if helping := await sheets.assisting(turn.tx, turn.person.staff_id):
        parts.append(turn.texts.plain("count-helping", helping=len(helping)))
    if access.may(turn.person, Action.SHEET_REVIEW) and (waiting := await sheets.submitted(turn.tx)):
        parts.append(turn.texts.plain("count-review", waiting=len(waiting)))
    return turn.texts.plain("list-join").join(parts) or None


async def _open(turn: Turn, sheet: Sheet) -> None:
    if sheet.state == SheetState.DRAFT:
        await show_draft(turn, sheet)
    else:
        await cards.show(turn, sheet)


async def _trail(turn: Turn, sheet: Sheet) -> None:
    dos = ["open", "print"] if await prints(turn.tx, turn.person, sheet) else ["open"]
    await turn.say(
        await history.trail(turn, sheet), buttons=[cards.press(turn, sheet, *dos)], subject=sheet.subject
    )


async def _why(turn: Turn, sheet: Sheet) -> None:
    await turn.say(await history.why_this_day(turn, sheet), subject=sheet.subject)


async def _batch(turn: Turn, sheet: Sheet) -> None:
    """Those of a batch that one may see."""
    batch = [
        other
        for other in await sheets.batch(turn.tx, sheet.batch or 0)
        if access.allows(turn.person, Action.SHEET_READ, await relation(turn.tx, turn.person, other))
    ]
    if not batch:
        raise Refused("card-outdated", redraw=sheet.subject)
    buttons = [
        turn.choice(other.code, SheetPress(do="open", sheet=other.id)) for other in batch[:MOST_BUTTONS]
    ]
    await turn.show(await cards.batch_text(turn, batch), buttons=pairs(buttons))


async def _copy(turn: Turn, sheet: Sheet) -> None:
    await show_draft(turn, await changes.copy(turn, sheet))


_DOES: dict[str, Callable[[Turn, Sheet], Awaitable[None]]] = {
    "open": _open,
    "sign": answering.sign,
    "feed-back": answering.begin,
    "withdraw": answering.withdraw,
    "contribute": answering.begin,
    "after": answering.begin,
    "ask-reviewer": relaying.ask_reviewer,
    "ask-owner": relaying.ask_owner,
    "extend": extending.begin,
    "book-slot": mediating.ask_slot,
    "mediate": mediating.record,
    "more": directing.more,
    "ask-transfer": directing.ask_transfer,
    "reassign": directing.reassign,
    "transfer": directing.transfer,
    "suspend": directing.suspend,
    "resume": directing.resume,
    "void": directing.void,
    "copy": _copy,
    "snooze": snoozing.ask,
    "why": _why,
    "trail": _trail,
    "text": reviewing.show_text,
    "photos": reviewing.show_photos,
    "print": printing.asked,
    "batch": _batch,
    "accept": reviewing.accept,
    "reopen": reviewing.reopen,
    "return": reviewing.ask_reason,
}
