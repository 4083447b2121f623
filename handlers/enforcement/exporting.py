"""导出Excel: the issue list as a table that opens anywhere, for whoever sees more than their own.

supervision:  问题清单 → [导出Excel]
bot:          (执法问题-2023-04-20.xlsx) 导出12件。内部资料,请勿转发。
"""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from handlers import access
from handlers.access import Action, Scope
from handlers.documents import Making
from handlers.enforcement import rules
from handlers.enforcement.presses import IssueExport
from handlers.enforcement.standing import may_see
from handlers.refusal import Refused
from handlers.tables.writing import Table, headed, on_the_clock, workbook
from handlers.texts import Markup, Texts
from handlers.turn import Turn
from storage import audit, issues, people
from storage.issues import Issue
from storage.messages import File
from storage.people import Person

LIST = "enforcement.list"
COLUMNS = {
    "number": 20, "code": 8, "element": 10, "problem": 50, "case": 14, "requirements": 40, "owner": 14,
    "given-out": 17, "due": 17, "state": 12, "handed-in": 17, "overdue": 14,
}  # fmt: skip
"""What each is called in the texts, and how many characters wide it is."""


def exports(person: Person) -> bool:
    """Whether somebody may have the list as a file: it can be passed on, so only whoever answers for others' work."""
    return bool(access.scopes(person, Action.ISSUE_READ) & {Scope.TEAM, Scope.STATION})


async def chosen(turn: Turn, press: IssueExport) -> None:
    """The list of one element, or of all."""
    if not exports(turn.person):
        raise Refused("button-unknown")
    await audit.add(turn.tx, turn.actor, "issues.export", "issues", message=turn.ref, element=press.element)
    await turn.toast(turn.texts.plain("export-coming"))
    await turn.send_document(LIST, element=press.element)


async def made(making: Making, data: Mapping[str, Any]) -> tuple[Markup, File]:
    """The list as its reader may see it by now; written in a thread."""
    press = IssueExport.model_validate(data)
    if not exports(making.person):  # the post was lost since it was asked for
        raise Refused("not-found-this")
    async with making.transaction() as tx:
        found = [
            issue
            for issue in await issues.under_way(tx)
            if press.element in ("", issue.element) and await may_see(tx, making.person, issue)
        ]
        names = {person.staff_id: person.name for person in await people.everyone(tx)}
        now = tx.now
    title = making.texts.plain("export-of-issues")
    table = Table(
        title, headed(making.texts, COLUMNS), [list(_row(making.texts, each, names, now)) for each in found]
    )
    content = await asyncio.to_thread(workbook, table)
    day = making.desk.calendar.day_of(now)
    return making.texts.say("exported", count=len(found)), File(name=f"{title}-{day}.xlsx", content=content)


def _row(texts: Texts, issue: Issue, names: Mapping[str, str], now: datetime) -> Iterator[Any]:
    yield from (issue.number, issue.code, texts.plain(f"element-{issue.element}"), issue.problem)
    yield from (issue.case_code, issue.requirements, names.get(issue.owner_id or ""))
    yield from (on_the_clock(texts, issue.assigned_at), on_the_clock(texts, issue.due_at))
    yield from (texts.plain(f"issue-state-{issue.state}"), on_the_clock(texts, issue.submitted_at))
    yield texts.left(issue.due_at, now) if issue.due_at and rules.is_overdue(issue, now) else None
