"""督导单: the sheets that one may see, under one filter, a page at a time (S18).

leader:   督导单
bot:      📋 在办督导单 12件 / D017 仙岳示例里3栋 警员乙01 已签收,剩3天 / …
          [逾期2] [未签收1] [待审1] [已销号] [下一页]
leader:   [已销号]
bot:      (the same message) 📋 已销号督导单 / D016 … 4月19日销号
leader:   查 楼道 堆物
bot:      🔍 楼道 堆物 / D017 仙岳示例里3栋 警员乙01 已签收,剩3天   [D017]
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from handlers import access
from handlers.access import Action, Scope
from handlers.denied import require
from handlers.refusal import Refused
from handlers.sheets import cards, looking
from handlers.sheets.presses import ListExport, ListPress, ListScope, SheetPress
from handlers.texts import Markup, clipped
from handlers.turn import Turn
from handlers.voice import MOST_BUTTONS, Rows, fitting, pairs
from storage import sheet_lists, sheet_search, stations
from storage.db import Tx
from storage.messages import Button
from storage.people import Person
from storage.sheet_lists import Counts, Filter, Listed, Part, Place, Reader
from storage.sheet_search import MOST_WORDS

MOST_ON_PAGE = 8
LEAST_CHARACTERS = 2
"""Of one of the words that are sought: single characters are in nearly every sheet."""
MOST_SAID = 40
_CODE = re.compile(r"[Dd]0*(\d{1,6})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_REACHED: dict[Scope, set[Part]] = {
    Scope.OWN: {"own"},
    Scope.GROUP: {"own", "group"},
    Scope.TEAM: {"own", "team"},
    Scope.STATION: {"station"},
}
FIRST = ListPress(scope="all", filter=Filter.OPEN, at=0, after=0)
"""Everything under way that one may see, from the first on."""


async def asked(turn: Turn) -> None:
    """督导单: what is under way; 查 楼道 堆物: what holds these words, or D017: that sheet."""
    typed = turn.message.text.strip()
    words = [] if typed.casefold() in turn.desk.commands else typed.split()[1:]
    if code := _CODE.fullmatch(" ".join(words)):
        await looking.open_code(turn, int(code[1]), "")
        return
    if words:
        await _search(turn, words)
        return
    text, buttons = await _page(turn, FIRST)
    await turn.say(text, buttons=buttons)


async def pressed(turn: Turn, press: ListPress) -> None:
    """Another filter, another scope, the next page: in place of the list that was pressed."""
    require(turn, Action.SHEET_READ)
    text, buttons = await _page(turn, press)
    await turn.show(text, buttons=buttons)


async def _search(turn: Turn, words: Sequence[str]) -> None:
    if len(words) > MOST_WORDS or max(map(len, words)) < LEAST_CHARACTERS:
        raise Refused("search-how", most=MOST_WORDS)
    said = clipped(" ".join(words), MOST_SAID)
    found = await sheet_search.find(
        turn.tx, (await scopes(turn.tx, turn.person))["all"], words, MOST_ON_PAGE + 1
    )
    lines = [_line(turn, sheet) for sheet in found]
    shown = fitting(lines, MOST_ON_PAGE)
    text = turn.texts.say(
        "search-found" if found else "search-none",
        words=said,
        lines=Markup("\n".join(lines[:shown])),
        more=turn.texts.say("search-more") if len(found) > shown else "",
    )
    await turn.say(text, buttons=pairs(_opening(turn, found[: min(shown, MOST_BUTTONS)])))


async def scopes(tx: Tx, person: Person) -> dict[ListScope, Reader]:
    """The lists that a person may choose between; `all` is everything that they may see."""
    parts = frozenset(
        part for scope in access.scopes(person, Action.SHEET_READ) for part in sorted(_REACHED[scope])
    )
    chosen: dict[ListScope, frozenset[Part]] = {"all": parts}
    if parts & {"group", "station"} and await _leads_a_group(tx, person):
        chosen["group"] = frozenset({"group"})
    if parts != {"own"} and access.may(person, Action.SHEET_HANDLE):
        chosen["mine"] = frozenset({"own"})
    return {
        scope: Reader(staff_id=person.staff_id, team=person.team, parts=parts)
        for scope, parts in chosen.items()
    }


async def _leads_a_group(tx: Tx, person: Person) -> bool:
    groups = await stations.all_groups(tx)
    return any(group.lead_staff_id == person.staff_id for group in groups)


async def _page(turn: Turn, press: ListPress) -> tuple[Markup, Rows]:
    """The page that a press asks for; a scope that is not theirs (any more) is everything they may see."""
    texts, readers = turn.texts, await scopes(turn.tx, turn.person)
    if press.scope not in readers:
        press = press.model_copy(update={"scope": "all"})
    reader = readers[press.scope]
    counts = await sheet_lists.counts(turn.tx, reader)
    after = Place(at=_EPOCH + press.at * _MICROSECOND, id=press.after) if press.after else None
    found = await sheet_lists.page(turn.tx, reader, press.filter, after, MOST_ON_PAGE + 1)
    lines = [_line(turn, sheet) for sheet in found]
    shown = fitting(lines, MOST_ON_PAGE)
    more = found[shown - 1].place if len(found) > shown else None
    buttons = _buttons(turn, press, list(readers), counts, more)
    if found:
        buttons.append(turn.button("export", ListExport(scope=press.scope, filter=press.filter)))
    buttons += _opening(turn, found[:shown])[: MOST_BUTTONS - len(buttons)]
    text = texts.say(
        f"listing-{press.filter}" if found else f"listing-none-{press.filter}",
        count=counts.open if press.filter == Filter.OPEN else getattr(counts, press.filter, 0),
        scope="" if press.scope == "all" else texts.plain(f"listing-of-{press.scope}"),
        lines=Markup("\n".join(lines[:shown])),
    )
    return text, pairs(buttons)


def _line(turn: Turn, sheet: Listed) -> Markup:
    owner = sheet.owner_name or "—"
    if sheet.closed_at is None:
        return cards.list_line(turn, sheet, key="list-line-owner", owner=owner)
    day = turn.texts.short_day(turn.calendar.day_of(sheet.closed_at))
    return cards.list_line(turn, sheet, key="list-line-closed", owner=owner, day=day)


def _buttons(
    turn: Turn, press: ListPress, readers: Sequence[ListScope], counts: Counts, more: Place | None
) -> list[Button]:
    """Filters that hold something, the next scope of those there are, the next page or the first again."""
    start = press.model_copy(update={"at": 0, "after": 0})
    waiting = {
        Filter.OPEN: counts.open,
        Filter.OVERDUE: counts.overdue,
        Filter.UNSIGNED: counts.unsigned,
        Filter.REVIEW: counts.review,
    }
    buttons = [
        turn.button(
            f"listing-to-{chosen}", start.model_copy(update={"filter": chosen}), count=waiting.get(chosen, 0)
        )
        for chosen in Filter
        if chosen != press.filter and waiting.get(chosen, 1)
    ]
    if len(readers) > 1:
        scope = readers[(readers.index(press.scope) + 1) % len(readers)]
        buttons.append(turn.button(f"listing-to-{scope}", start.model_copy(update={"scope": scope})))
    if more:
        at = (more.at - _EPOCH) // _MICROSECOND
        following = press.model_copy(update={"at": at, "after": more.id})
        buttons.append(turn.button("listing-next", following))
    elif press.after:
        buttons.append(turn.button("listing-first", start))
    return buttons


def _opening(turn: Turn, found: Sequence[Listed]) -> list[Button]:
    return [turn.choice(sheet.code, SheetPress(do="open", sheet=sheet.id)) for sheet in found]
