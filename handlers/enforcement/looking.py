"""Looking at issues: one by its code (Z031), the list of them (问题清单), what was done to one."""

from collections.abc import Awaitable, Callable
from functools import partial

from handlers import access
from handlers.access import Action, Scope
from handlers.capability import Queued
from handlers.denied import require
from handlers.enforcement import cards, handing_over, reminders, rules, working
from handlers.enforcement.collecting import RECTIFICATION
from handlers.enforcement.exporting import exports
from handlers.enforcement.presses import IssueExport, IssueListPress, IssuePress
from handlers.enforcement.standing import handles, may_see, read, verifies, visible
from handlers.history import acts
from handlers.texts import Markup
from handlers.turn import Turn
from handlers.voice import MOST_BUTTONS, Part, Rows, pairs
from storage import issues
from storage.issues import WORKING, Element, Issue
from storage.people import Person

MOST_OF_PERSON = 10


async def open_code(turn: Turn, serial: int, word: str) -> bool:
    """Z031: the card, if the asker may see it (S18); 已整改 Z031: as if that button had been pressed."""
    do = next((do for do in _DOES if word.casefold() in turn.desk.labels(f"issue-do-{do}")), None)
    if word and do is None:
        return False
    issue = await visible(turn.tx, turn.person, await issues.by_serial(turn.tx, serial), f"Z{serial:03d}")
    await _DOES[do or "open"](turn, issue)
    return True


async def show_card(turn: Turn, key: str) -> None:
    """An issue as it now stands."""
    await cards.show(turn, await read(turn.tx, turn.person, int(key)))


async def pressed(turn: Turn, press: IssuePress) -> None:
    """A button of an issue."""
    await _DOES[press.do](turn, await read(turn.tx, turn.person, press.issue))


async def listed(turn: Turn) -> None:
    """问题清单: everything under way that one may see."""
    text, buttons = await _list(turn, "")
    await turn.say(text, buttons=buttons)


async def chosen(turn: Turn, press: IssueListPress) -> None:
    """That of one element."""
    require(turn, Action.ISSUE_READ)
    text, buttons = await _list(turn, press.element)
    await turn.show(text, buttons=buttons)


async def count(turn: Turn) -> str | None:
    """A person's part of the line of counts: what they have to put right, what waits to be verified."""
    if not access.may(turn.person, Action.ISSUE_READ):
        return None
    parts = []
    found = await issues.own(turn.tx, turn.person.staff_id)
    if own := sum(handles(turn.person, each) and each.state in WORKING for each in found):
        parts.append(turn.texts.plain("count-issues", own=own))
    if access.may(turn.person, Action.ISSUE_VERIFY) and (waiting := await issues.to_verify(turn.tx)):
        parts.append(turn.texts.plain("count-to-verify", waiting=waiting))
    return turn.texts.plain("list-join").join(parts) or None


async def to_review(turn: Turn) -> list[Queued]:
    """The rectifications that wait for this person to verify them (M10)."""
    if not access.may(turn.person, Action.ISSUE_VERIFY):
        return []
    return [
        Queued(
            issue.submitted_at or turn.tx.now,
            issue.code,
            issue.subject,
            partial(cards.card, turn, turn.person, issue),
        )
        for issue in await issues.submitted(turn.tx)
        if verifies(turn.person, issue)
    ]


async def of_person(turn: Turn, person: Person) -> Part | None:
    """What somebody is or was to put right, the newest: what is open first, the nearest deadline first."""
    found = await issues.of_person(turn.tx, person.staff_id, MOST_OF_PERSON)
    seen = [issue for issue in found if await may_see(turn.tx, turn.person, issue)]
    if not seen:
        return None
    seen.sort(key=lambda issue: (issue.closed_at is not None, issue.due_at or turn.tx.now))
    open_ = [issue for issue in seen if issue.closed_at is None]
    late = sum(rules.is_overdue(issue, turn.tx.now) for issue in open_)
    title = turn.texts.say("issues-of-person", open=len(open_), late=late)
    buttons = [turn.choice(issue.code, IssuePress(do="open", issue=issue.id)) for issue in seen]
    return Part(title, [reminders.line(turn, issue) for issue in seen], buttons)


async def _visible(turn: Turn) -> list[Issue]:
    """Everything under way that one may see; whoever puts issues right and no more is spared reading the others."""
    if access.scopes(turn.person, Action.ISSUE_READ) == {Scope.OWN} and not access.may(
        turn.person, Action.ISSUE_DRAFT
    ):
        return await issues.own(turn.tx, turn.person.staff_id)
    return [each for each in await issues.under_way(turn.tx) if await may_see(turn.tx, turn.person, each)]


async def _list(turn: Turn, element: str) -> tuple[Markup, Rows]:
    """Those of an element, or of all; whoever sees more than their own is offered the elements that have some."""
    everything = await _visible(turn)
    found = [each for each in everything if element in ("", each.element)]
    if not found:
        return turn.texts.say("issues-none"), ()
    lines = [await reminders.line_of(turn, issue) for issue in found]
    text = turn.texts.say("issues-listed", count=len(found), lines=turn.listed(lines))
    there = {each.element for each in everything}
    export = [turn.button("export", IssueExport.model_validate({"element": element}))]
    export = export if exports(turn.person) else []
    if element or len(there) == 1:
        opening = [turn.choice(issue.code, IssuePress(do="open", issue=issue.id)) for issue in found]
        return text, pairs([*opening[: MOST_BUTTONS - len(export)], *export])
    buttons = [
        turn.button(f"element-{each}", IssueListPress.model_validate({"element": each}))
        for each in Element
        if each in there
    ]
    return text, pairs([*buttons, *export][:MOST_BUTTONS])


async def _trail(turn: Turn, issue: Issue) -> None:
    """看经过: who did what, when."""
    text = turn.texts.say("issue-trail", code=issue.code, lines=await acts(turn, issue.subject))
    await turn.say(text, buttons=[cards.press(turn, issue, "open")], subject=issue.subject)


async def _requirements(turn: Turn, issue: Issue) -> None:
    """看要求: all that is to be done."""
    text = turn.texts.say("issue-all-requirements", code=issue.code, words=issue.requirements or "—")
    await turn.say(text, buttons=[cards.press(turn, issue, "open")], subject=issue.subject)


_DOES: dict[str, Callable[[Turn, Issue], Awaitable[None]]] = {
    "open": cards.show,
    "acknowledge": working.acknowledge,
    "rectify": working.rectify,
    "extend": working.extend,
    "object": working.object_,
    "trail": _trail,
    "requirements": _requirements,
    "reassign": handing_over.ask,
    "photos-done": working.photos_done,
    "no-photos": working.photos_done,
    "redo-text": RECTIFICATION.redo_text,
    "redo-photos": RECTIFICATION.redo_photos,
    "take-back": working.take_back,
    "accept": working.accept,
    "return": working.ask_return,
    "photos": working.photos,
}
