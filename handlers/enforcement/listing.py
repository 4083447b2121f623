"""Putting a problem on the issue list (M9).

legal:  列问题
bot:    哪个要素?                              [警情] [案件] / [人员] [财物] / [卷宗] [场所]
legal:  [卷宗]
bot:    (1/2)卷宗有什么问题?                    [缺签名] [未扫描上传] / …        (or own words)
legal:  [未扫描上传]
bot:    (2/2)涉及案件的,发案号后四位             [不涉及案件]
legal:  0021
bot:    由谁整改?                              [办案员01] …                  (or types 办案员03)
legal:  办案员03
bot:    🛠 问题预览 … 期限:4月27日(周四)18:00前  [交办] [改承办人] / [改期限] [写要求] / [不列]
legal:  [交办]
bot:    ✅ 已交办 问题〔2023〕034号(Z034)…

An auxiliary has [提交法制] in the place of [交办]: the issue gets its number, and a legal officer gives it out.
ways out: 取消 leaves it a draft, 列问题 goes on with it · an identity card or phone number is refused
"""

import re
from datetime import datetime

from handlers import typed
from handlers.access import Action
from handlers.enforcement import cards, rules, usecases
from handlers.enforcement.presses import IssueDraftPress
from handlers.namesakes import the_one_called
from handlers.personal_numbers import clean
from handlers.refusal import Refused
from handlers.turn import Turn
from handlers.voice import MOST_BUTTONS, pairs
from storage import issues
from storage.issues import Element, Issue

PROBLEM, CASE, OWNER, DUE, REQUIREMENTS = (
    "enforcement.problem",
    "enforcement.case",
    "enforcement.owner",
    "enforcement.due",
    "enforcement.requirements",
)
_DIGITS = re.compile(r"\d{4}")


async def asked(turn: Turn) -> None:
    """列问题: the draft that was left, or a new one."""
    draft = await issues.draft_of(turn.tx, turn.person.staff_id)
    if draft and draft.problem:
        await _go_on(turn, draft)
        return
    buttons = [
        turn.button(f"element-{element}", IssueDraftPress(do="element", issue=0, value=element))
        for element in Element
    ]
    await turn.say(turn.texts.say("issue-which-element"), buttons=pairs(buttons))


async def pressed(turn: Turn, press: IssueDraftPress) -> None:
    """A choice while an issue is written, or before it is given to somebody."""
    if press.do == "element" and not press.issue:  # it begins one
        await _ask_problem(turn, await usecases.begin(turn, _element(press.value)))
        return
    issue = await usecases.unsent(turn, press.issue)
    match press.do:
        case "element":  # forged
            raise Refused("button-unknown")
        case "problem":
            await _problem(turn, issue, _catalogued(turn, issue, press.value))
        case "no-case":
            await _go_on(turn, await usecases.revise(turn, issue, case_code=None))
        case "owner" if press.value:
            await _owner(turn, issue, press.value)
        case "owner":
            await _ask_owner(turn, issue)
        case "due":
            await turn.ask(DUE, issue=issue.id)
            await turn.say(turn.texts.say("issue-which-due"))
        case "requirements":
            await turn.ask(REQUIREMENTS, issue=issue.id)
            most = rules.MOST_REQUIREMENTS
            await turn.say(turn.texts.say("issue-which-requirements", most=most))
        case "list":
            await _done(turn, await usecases.list_(turn, issue), "issue-listed")
        case "assign":
            await _done(turn, await usecases.assign(turn, issue), "issue-assigned")
        case "discard":
            await _discard(turn, issue)


async def problem_typed(turn: Turn) -> None:
    """The problem in own words."""
    issue = await usecases.unsent(turn, turn.data["issue"])
    await _problem(turn, issue, clean(turn.need_text(rules.MOST_PROBLEM)))


async def case_typed(turn: Turn) -> None:
    """The last four digits of the case's number, and no more of it."""
    issue = await usecases.unsent(turn, turn.data["issue"])
    digits = turn.need_text(30)
    if not _DIGITS.fullmatch(digits):
        raise Refused("issue-four-digits")
    await _go_on(turn, await usecases.revise(turn, issue, case_code=digits))


async def owner_typed(turn: Turn) -> None:
    """Who is to put it right, by name or staff id."""
    issue = await usecases.unsent(turn, turn.data["issue"])
    among = await turn.those_who_may(Action.ISSUE_HANDLE)
    await _owner(turn, issue, the_one_called(turn.need_text(20), among, turn.texts).staff_id)


async def due_typed(turn: Turn) -> None:
    """Another deadline than the proposed one: a day (18:00) or a moment."""
    issue = await usecases.unsent(turn, turn.data["issue"])
    due = moment_typed(turn)
    await turn.close()
    await cards.show(turn, await usecases.revise(turn, issue, due_at=due))


async def requirements_typed(turn: Turn) -> None:
    """What is to be done about it."""
    issue = await usecases.unsent(turn, turn.data["issue"])
    words = clean(turn.need_text(rules.MOST_REQUIREMENTS))
    await turn.close()
    await cards.show(turn, await usecases.revise(turn, issue, requirements=words))


def moment_typed(turn: Turn) -> datetime:
    """The next such moment, or 18:00 of the next such day; refuses what is neither."""
    now = turn.tx.now
    today, zone = turn.calendar.day_of(now), turn.settings.time_zone
    due = typed.deadline(turn.need_text(30), now, today, rules.END_OF_DAY, zone)
    if due is None:
        raise Refused("issue-no-moment")
    return due


async def _ask_problem(turn: Turn, issue: Issue) -> None:
    await turn.ask(PROBLEM, issue=issue.id)
    element = turn.texts.plain(f"element-{issue.element}")
    known = turn.settings.issue.problems.get(issue.element, ())[:MOST_BUTTONS]
    buttons = [
        turn.choice(problem, IssueDraftPress(do="problem", issue=issue.id, value=str(n)))
        for n, problem in enumerate(known)
    ]
    await turn.show(turn.texts.say("issue-which-problem", element=element), buttons=pairs(buttons))


async def _problem(turn: Turn, issue: Issue, problem: str) -> None:
    issue = await usecases.revise(turn, issue, problem=problem)
    await turn.ask(CASE, issue=issue.id)
    await turn.show(turn.texts.say("issue-which-case"), buttons=[cards.draft_press(turn, issue, "no-case")])


async def _go_on(turn: Turn, issue: Issue) -> None:
    """The owner, if nobody is yet; else the preview."""
    if issue.owner_id is None:
        await _ask_owner(turn, issue)
    else:
        await turn.close()
        await cards.show(turn, issue)


async def _ask_owner(turn: Turn, issue: Issue) -> None:
    await turn.ask(OWNER, issue=issue.id)
    found = [p for p in await turn.those_who_may(Action.ISSUE_HANDLE) if p.staff_id != turn.person.staff_id]
    buttons = [
        turn.choice(person.name, IssueDraftPress(do="owner", issue=issue.id, value=person.staff_id))
        for person in found[:MOST_BUTTONS]
    ]
    await turn.show(turn.texts.say("issue-which-owner"), buttons=pairs(buttons))


async def _owner(turn: Turn, issue: Issue, staff_id: str) -> None:
    may = {person.staff_id for person in await turn.those_who_may(Action.ISSUE_HANDLE)}
    if staff_id not in may:
        raise Refused("issue-needs-owner")
    await turn.close()
    await cards.show(turn, await usecases.revise(turn, issue, owner_id=staff_id))


async def _discard(turn: Turn, issue: Issue) -> None:
    if not await issues.discard(turn.tx, issue.id):
        raise Refused("card-outdated", redraw=issue.subject)
    await turn.close()
    await turn.show(turn.texts.say("issue-discarded"))


async def _done(turn: Turn, issue: Issue, key: str) -> None:
    await turn.close()
    text = turn.texts.say(
        key,
        number=issue.number or "",
        code=issue.code,
        owner=await turn.name_of(issue.owner_id),
        until=cards.until(turn, issue),
    )
    await turn.show(text, buttons=[cards.press(turn, issue, "open")], subject=issue.subject)


def _element(value: str) -> Element:
    if value not in list(Element):  # old, or forged
        raise Refused("button-unknown")
    return Element(value)


def _catalogued(turn: Turn, issue: Issue, value: str) -> str:
    known = turn.settings.issue.problems.get(issue.element, ())
    if not value.isdecimal() or int(value) >= len(known):  # the catalogue has changed, or forged
        raise Refused("button-unknown")
    return known[int(value)]
