"""本月统计: what became of the sheets of a month, group by group (S15).

room:     本月统计
bot:      📊 2023年4月督导单
          全所 下发12 签收11 反馈8 退回1 未签收1 逾期2
          甲组 下发4 签收4 反馈3 退回0 未签收0 逾期1 …
          签收、反馈只数按时的,未签收、逾期为现在。       [上月]
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.access import Action
from handlers.denied import require
from handlers.moments import at
from handlers.sheets import rules
from handlers.sheets.presses import FIRST_YEAR, MonthExport, MonthPress
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import Rows
from storage import sheet_months, stations
from storage.db import Tx
from storage.records import Record
from storage.sheet_lists import Listed
from storage.sheets import Sheet, SheetState

AT_ONCE = 500


class Tally(Record):
    """Of so many sheets: how many were signed for and answered in time, were returned, are late now by either clock."""

    issued: int = 0
    signed: int = 0
    answered: int = 0
    returned: int = 0
    unsigned: int = 0
    overdue: int = 0


def tally(sheets: Iterable[Sheet], now: datetime) -> Tally:
    """Count; what was issued by mistake and voided counts for nothing."""
    counted = [sheet for sheet in sheets if sheet.state != SheetState.VOIDED]
    return Tally(
        issued=len(counted),
        signed=sum(_signed_in_time(sheet) for sheet in counted),
        answered=sum(_answered_in_time(sheet) for sheet in counted),
        returned=sum(sheet.returns > 0 for sheet in counted),
        unsigned=sum(rules.is_unsigned(sheet, now) for sheet in counted),
        overdue=sum(rules.is_overdue(sheet, now) for sheet in counted),
    )


def _signed_in_time(sheet: Sheet) -> bool:
    return (
        sheet.acknowledged_at is not None
        and sheet.sign_by is not None
        and sheet.acknowledged_at <= sheet.sign_by
    )


def _answered_in_time(sheet: Sheet) -> bool:
    return sheet.submitted_at is not None and sheet.due_at is not None and sheet.submitted_at <= sheet.due_at


def month_of(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first moment of a day's month, and of the next, on the station's clock."""
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return at(first, time(), zone), at(following, time(), zone)


async def issued_between(tx: Tx, start: datetime, end: datetime) -> list[Listed]:
    """Every sheet issued from `start` on and before `end`, read in portions."""
    found = portion = await sheet_months.issued(tx, start, end, AT_ONCE)
    while len(portion) == AT_ONCE:
        portion = await sheet_months.issued_after(tx, portion[-1], end, AT_ONCE)
        found = [*found, *portion]
    return found


async def asked(turn: Turn) -> None:
    """本月统计: the month that is running."""
    text, buttons = await _month(turn, turn.calendar.day_of(turn.tx.now))
    await turn.say(text, buttons=buttons)


async def pressed(turn: Turn, press: MonthPress) -> None:
    """Another month, in place of the one that was pressed."""
    require(turn, Action.SHEET_REVIEW)
    text, buttons = await _month(turn, date(press.year, press.month, 1))
    await turn.show(text, buttons=buttons)


async def _month(turn: Turn, day: date) -> tuple[Markup, Rows]:
    texts, today = turn.texts, turn.calendar.day_of(turn.tx.now)
    found = await issued_between(turn.tx, *month_of(day, turn.calendar.zone))
    month = {"year": day.year, "month": texts.plain(f"month-{day.month}")}
    before = day.replace(day=1) - timedelta(days=1)
    buttons = []
    if before.year >= FIRST_YEAR:
        buttons.append(turn.button("statistics-before", MonthPress(year=before.year, month=before.month)))
    if (day.year, day.month) != (today.year, today.month):
        buttons.append(turn.button("statistics-now", MonthPress(year=today.year, month=today.month)))
    if not found:
        return texts.say("statistics-none", **month), [buttons]
    buttons.append(turn.button("export", MonthExport(year=day.year, month=day.month)))
    lines = turn.listed(await _by_group(turn, found))
    return texts.say("statistics", **month, lines=lines), [buttons]


async def _by_group(turn: Turn, found: list[Listed]) -> list[Markup]:
    """A line for the station, one for each of its groups, and one for what belongs to none."""
    group_of = {place.community_id: place.group_id for place in await stations.all_communities(turn.tx)}
    parts = {turn.texts.plain("statistics-all"): found}
    for group in await stations.all_groups(turn.tx):
        parts[group.name] = [s for s in found if group_of.get(s.community_id or "") == group.group_id]
    if elsewhere := [s for s in found if group_of.get(s.community_id or "") is None]:
        parts[turn.texts.plain("statistics-elsewhere")] = elsewhere
    return [
        turn.texts.say("statistics-line", group=name, **dict(tally(sheets, turn.tx.now)))
        for name, sheets in parts.items()
    ]
