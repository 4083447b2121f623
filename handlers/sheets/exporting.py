"""导出Excel: a list or a month of sheets as a table that opens anywhere, for whoever may read them.

leader:   督导单 → [导出Excel]
bot:      (督导单-2023-04-20.xlsx) 导出12件。内部资料,请勿转发。
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from handlers import access
from handlers.access import Action
from handlers.denied import require
from handlers.documents import Making, Open
from handlers.refusal import Refused
from handlers.sheets import listing, statistics
from handlers.sheets.presses import ListExport, MonthExport
from handlers.tables.writing import Table, headed, on_the_clock, workbook
from handlers.texts import Markup, Texts
from handlers.turn import Turn
from storage import audit, sheet_lists, sheet_months, stations
from storage.db import Tx
from storage.messages import File
from storage.sheet_lists import Listed

MOST = 10_000
"""Sheets in one file."""
AT_ONCE = 500
"""Sheets that are read in one transaction."""
LIST, MONTH = "sheets.list", "sheets.month"
COLUMNS = {
    "number": 20, "code": 8, "state": 10, "object": 30, "content": 50, "supporting": 30, "requirements": 30,
    "class": 8, "risk": 8, "community": 14, "owner": 14, "issued": 17, "signed": 17, "due": 17, "submitted": 17,
    "closed": 17, "outcome": 12, "returns": 10,
}  # fmt: skip
"""What each is called in the texts, and how many characters wide it is."""

Portion = Callable[[Tx, Listed | None], Awaitable[list[Listed]]]
"""Reads the next `AT_ONCE` sheets behind the given one (None: the first)."""


async def list_chosen(turn: Turn, press: ListExport) -> None:
    """The whole list that was pressed."""
    require(turn, Action.SHEET_READ)
    await _send(turn, LIST, scope=press.scope, filter=press.filter)


async def month_chosen(turn: Turn, press: MonthExport) -> None:
    """The sheets that were issued in a month."""
    require(turn, Action.SHEET_REVIEW)
    await _send(turn, MONTH, year=press.year, month=press.month)


async def _send(turn: Turn, kind: str, **which: Any) -> None:
    await audit.add(turn.tx, turn.actor, "sheets.export", "sheets", message=turn.ref, kind=kind, **which)
    await turn.toast(turn.texts.plain("export-coming"))  # a large one takes some seconds
    await turn.send_document(kind, **which)


async def list_made(making: Making, data: Mapping[str, Any]) -> tuple[Markup, File]:
    """The list as its reader may see it by now."""
    chosen = ListExport.model_validate(data)
    _require(making, Action.SHEET_READ)
    async with making.transaction() as tx:
        readers = await listing.scopes(tx, making.person)
        day = making.desk.calendar.day_of(tx.now)
    reader = readers.get(chosen.scope, readers["all"])

    async def portion(tx: Tx, last: Listed | None) -> list[Listed]:
        return await sheet_lists.page(tx, reader, chosen.filter, last.place if last else None, AT_ONCE)

    title = making.texts.plain(f"export-of-{chosen.filter}")
    return await _made(making, title, str(day), portion)


async def month_made(making: Making, data: Mapping[str, Any]) -> tuple[Markup, File]:
    """The sheets issued in a month."""
    chosen = MonthExport.model_validate(data)
    _require(making, Action.SHEET_REVIEW)
    zone = making.desk.calendar.zone
    start, end = statistics.month_of(date(chosen.year, chosen.month, 1), zone)
    title = making.texts.plain("export-of-month")
    return await _made(making, title, f"{chosen.year}-{chosen.month:02d}", issued(start, end))


def issued(start: datetime, end: datetime) -> Portion:
    """Reads the sheets issued from `start` on and before `end` (UTC)."""

    async def portion(tx: Tx, last: Listed | None) -> list[Listed]:
        if last is None:
            return await sheet_months.issued(tx, start, end, AT_ONCE)
        return await sheet_months.issued_after(tx, last, end, AT_ONCE)

    return portion


async def book(transaction: Open, texts: Texts, title: str, portion: Portion) -> tuple[bytes, int]:
    """The sheets as the bytes of an .xlsx file, and how many they are.

    Read in portions, each in a transaction of its own, and written in a thread: nothing else waits for it
    (what moves meanwhile is in it once, as it was read first). Refuses more than `MOST`.
    """
    found: dict[int, Listed] = {}
    last: Listed | None = None
    async with transaction() as tx:
        places = {place.community_id: place.name for place in await stations.all_communities(tx)}
    while True:
        async with transaction() as tx:
            read = await portion(tx, last)
        found |= {sheet.id: sheet for sheet in read if sheet.id not in found}
        if len(found) > MOST:
            raise Refused("export-too-many", most=MOST)
        if len(read) < AT_ONCE:
            break
        last = read[-1]
    return await asyncio.to_thread(_written, texts, title, found.values(), places), len(found)


async def _made(making: Making, title: str, of: str, portion: Portion) -> tuple[Markup, File]:
    content, count = await book(making.transaction, making.texts, title, portion)
    return making.texts.say("exported", count=count), File(name=f"{title}-{of}.xlsx", content=content)


def _require(making: Making, action: Action) -> None:
    if not access.may(making.person, action):  # the post was lost since it was asked for
        raise Refused("not-found-this")


def _written(texts: Texts, title: str, found: Iterable[Listed], places: Mapping[str, str]) -> bytes:
    said = cache(texts.plain)  # a few words, thousands of times
    return workbook(
        Table(title, headed(texts, COLUMNS), (_row(texts, said, sheet, places) for sheet in found))
    )


def _row(texts: Texts, said: Callable[[str], str], sheet: Listed, places: Mapping[str, str]) -> Iterator[Any]:
    yield from (sheet.number, sheet.code, said(f"state-{sheet.state}"))
    yield from (sheet.object, sheet.content, sheet.supporting, sheet.requirements)
    yield from (said(f"class-{sheet.handling_class}"), said(f"risk-{sheet.risk}"))
    yield from (places.get(sheet.community_id or ""), sheet.owner_name)
    for at in (sheet.issued_at, sheet.acknowledged_at, sheet.due_at, sheet.submitted_at, sheet.closed_at):
        yield on_the_clock(texts, at)
    yield said(f"outcome-{sheet.outcome}") if sheet.outcome else None
    yield sheet.returns
