"""What can be done to an enforcement issue (S5).

Each checks, changes by compare-and-set, sets the timers, audits, and tells those concerned, all in the
transaction of its turn.
"""

from datetime import datetime
from typing import Any

from handlers import access, asking
from handlers.access import Action
from handlers.denied import not_found, require
from handlers.enforcement import reminders, rules, telling, weekly
from handlers.enforcement.cards import EXTENSION, OBJECTION
from handlers.enforcement.rules import Act
from handlers.enforcement.standing import decides, handles, read, verifies, writes
from handlers.history import moved
from handlers.refusal import Refused
from handlers.turn import Turn
from storage import audit, counters, feedback, issues, people, requests
from storage.feedback import Feedback, FeedbackState
from storage.issues import WORKING, Element, Issue, IssueState
from storage.people import Person
from storage.requests import Request, RequestState


async def begin(turn: Turn, element: Element) -> Issue:
    """A draft about one of the six elements; one that was left is taken up again."""
    require(turn, Action.ISSUE_DRAFT)
    draft = await issues.draft_of(turn.tx, turn.person.staff_id)
    if draft is None:
        return await issues.add(turn.tx, element=element, author_id=turn.person.staff_id)
    return await revise(turn, draft, element=element, problem="", case_code=None, due_at=None)


async def unsent(turn: Turn, issue_id: int) -> Issue:
    """An issue that the person of this turn may still change; refuses any other."""
    issue = await read(turn.tx, turn.person, issue_id)
    if not writes(turn.person, issue):
        raise Refused("card-outdated", redraw=issue.subject)
    return issue


async def revise(turn: Turn, issue: Issue, **fields: Any) -> Issue:
    """Change what an issue says that nobody has yet."""
    changed = await issues.change(turn.tx, issue, issue.state, **fields)
    if changed is None:
        raise Refused("card-outdated", redraw=issue.subject)
    if issue.state == IssueState.LISTED:
        await audit.add(
            turn.tx, turn.actor, "issue.revise", issue.subject, message=turn.ref, **_plain(fields)
        )
    return changed


async def list_(turn: Turn, issue: Issue) -> Issue:
    """Put a draft on the list: it gets its number; whoever gives issues out is told, if the author may not."""
    _complete(issue)
    year = turn.texts.local(turn.tx.now).year
    serial = await counters.draw(turn.tx, f"issues-{year}")
    pattern = turn.settings.issue.no_pattern
    number = pattern.replace("{YYYY}", str(year)).replace("{NNN}", f"{serial:03d}")
    listed = await change(turn, issue, Act.LIST, year=year, serial=serial, number=number)
    if not access.may(turn.person, Action.ISSUE_LIST):
        await telling.those_who(turn, Action.ISSUE_LIST, listed)
    return listed


async def born(
    turn: Turn, *, element: Element, problem: str, owner_id: str, case_code: str | None, review_id: int
) -> Issue:
    """An issue that the review of a case has found, for whoever may make one of it: on the list at once.

    It is given out by whoever may; where its owner is not here any more, or the finder gives nothing out, those who
    do hear of it.
    """
    issue = await issues.add(
        turn.tx,
        element=element,
        problem=problem,
        owner_id=owner_id,
        author_id=turn.person.staff_id,
        case_code=case_code,
        review_id=review_id,
    )
    listed = await list_(turn, issue)
    owner = await people.get(turn.tx, owner_id)
    if access.may(turn.person, Action.ISSUE_LIST) and owner and access.may(owner, Action.ISSUE_HANDLE):
        return await assign(turn, listed)
    return listed


async def assign(turn: Turn, issue: Issue) -> Issue:
    """Give it to its owner: the clock runs from now (S5)."""
    require(turn, Action.ISSUE_LIST)
    _complete(issue)
    owner = await people.get(turn.tx, issue.owner_id or "")
    if owner is None or not access.may(owner, Action.ISSUE_HANDLE):
        raise Refused("issue-needs-owner")
    if issue.state == IssueState.DRAFT:
        issue = await list_(turn, issue)
    now, settings = turn.tx.now, turn.settings
    due = rules.due_at(issue, now, settings.issue, settings.time_zone)
    if due <= now:
        raise Refused("issue-due-past")
    assigned = await change(
        turn, issue, Act.ASSIGN, due_at=due, assigned_at=now, lister_id=turn.person.staff_id
    )
    await reminders.plan(turn, assigned)
    await weekly.plan(turn)
    await telling.owner(turn, assigned)
    return assigned


async def acknowledge(turn: Turn, issue: Issue) -> Issue:
    """知道了: the owner is at it."""
    require_owner(turn, issue)
    return await change(turn, issue, Act.ACKNOWLEDGE)


async def open_round(turn: Turn, issue: Issue) -> Feedback:
    """What the owner is writing of what was done; after a return it begins with what was there (M10)."""
    require_owner(turn, issue)
    if issue.state not in WORKING:
        raise Refused("card-outdated", redraw=issue.subject)
    return await feedback.begin(turn.tx, issue.subject, issue.owner_id or "")


async def submit(turn: Turn, issue: Issue) -> Issue:
    """What was done, in words and pictures, for somebody else to verify (M10)."""
    round_ = await open_round(turn, issue)
    if not (await feedback.contents(turn.tx, round_.id)).text:
        raise Refused("rectify-no-words", code=issue.code)
    submitted = await change(turn, issue, Act.SUBMIT, submitted_at=turn.tx.now)
    if not await feedback.submit(turn.tx, round_.id, None, None):
        raise Refused("card-outdated", redraw=issue.subject)
    await requests.lapse(turn.tx, issue.subject)
    await reminders.settled(turn, submitted)
    await telling.those_who(turn, Action.ISSUE_VERIFY, submitted)
    return submitted


async def withdraw(turn: Turn, issue: Issue) -> Issue:
    """The owner takes back what is not verified yet, to write on (M5, for issues alike)."""
    require_owner(turn, issue)
    back = await change(turn, issue, Act.TAKE_BACK, submitted_at=None)
    round_ = await feedback.last(turn.tx, issue.subject)
    if round_ is None or not await feedback.withdraw(turn.tx, round_.id):
        raise Refused("card-outdated", redraw=issue.subject)
    await reminders.plan(turn, back)
    return back


async def accept(turn: Turn, issue: Issue) -> Issue:
    """Verified by somebody else, and struck off the list (M10)."""
    await _judge(turn, issue, FeedbackState.ACCEPTED, None)
    verified = await change(turn, issue, Act.VERIFY)
    closed = await change(turn, verified, Act.CLOSE, closed_at=turn.tx.now)
    await telling.owner_hears(turn, closed, "issue-closed")
    return closed


async def return_(turn: Turn, issue: Issue, reason: str, until: datetime) -> Issue:
    """Not enough: why, and by when it is to be done now."""
    await _judge(turn, issue, FeedbackState.RETURNED, reason)
    returned = await change(turn, issue, Act.RETURN, due_at=until, submitted_at=None)
    await reminders.plan(turn, returned)
    await telling.owner(turn, returned)
    return returned


async def _judge(turn: Turn, issue: Issue, verdict: FeedbackState, reason: str | None) -> None:
    require_verifier(turn, issue)
    round_ = await feedback.last(turn.tx, issue.subject)
    by = turn.person.staff_id
    if round_ is None or not await feedback.decide(turn.tx, round_.id, verdict, by, reason):
        raise Refused("card-outdated", redraw=issue.subject)


async def reassign(turn: Turn, issue: Issue, person: Person) -> Issue:
    """Give it to another owner, with enough time; what the last one wrote stays theirs, what they asked for lapses."""
    require_may_reassign(turn, issue)
    if person.staff_id == issue.owner_id:
        raise Refused("issue-same-owner", name=person.name)
    settings = turn.settings
    due = rules.reassigned_due_at(issue, turn.tx.now, settings.issue, settings.time_zone)
    given = await change(
        turn, issue, Act.REASSIGN, owner_id=person.staff_id, due_at=due, assigned_at=turn.tx.now
    )
    await requests.lapse(turn.tx, issue.subject)
    await feedback.leave(turn.tx, issue.subject)
    await reminders.plan(turn, given)
    await telling.owner(turn, given)
    await telling.owner_hears(turn, issue, "issue-given-away", name=person.name)
    return given


def require_may_reassign(turn: Turn, issue: Issue) -> None:
    """Refuse whoever does not give issues out, and what is with nobody, or over; nobody passes on their own."""
    if not access.may(turn.person, Action.ISSUE_LIST) or issue.owner_id == turn.person.staff_id:
        raise not_found(issue.code)
    if issue.state not in WORKING:
        raise Refused("card-outdated", redraw=issue.subject)


async def ask(turn: Turn, issue: Issue, kind: str, **details: Any) -> None:
    """Ask for more time, or object: the supervision post decides; until then the deadline stands."""
    require_owner(turn, issue)
    require_may_ask(turn, issue, kind)
    request = await requests.ask(turn.tx, kind, issue.subject, turn.person.staff_id, details)
    if request is None:
        raise Refused("issue-asked-already", redraw=issue.subject)
    await audit.add(turn.tx, turn.actor, f"{kind}-ask", issue.subject, message=turn.ref, **_plain(details))
    await asking.await_decision(turn, request)
    await telling.deciders(turn, issue, request)


def require_may_ask(turn: Turn, issue: Issue, kind: str) -> None:
    """Refuses what comes too late, or a second time."""
    if issue.state not in WORKING:
        raise Refused("card-outdated", redraw=issue.subject)
    if kind == EXTENSION:
        if rules.is_overdue(issue, turn.tx.now):
            raise Refused("issue-too-late-to-extend", redraw=issue.subject, code=issue.code)
        if rules.extension_limit(issue, turn.settings.issue) is None:
            raise Refused("issue-extended-already", redraw=issue.subject, code=issue.code)


async def decide(turn: Turn, request_id: int, *, granted: bool) -> tuple[Issue, Request]:
    """More time or not; the objection is right or not (S5: the supervision post)."""
    request = await requests.get(turn.tx, request_id)
    if request is None or request.kind not in (EXTENSION, OBJECTION):
        raise not_found()
    issue = await read(turn.tx, turn.person, int(request.subject.partition(":")[2]))
    if not decides(turn.person, issue):
        raise not_found()
    state = RequestState.GRANTED if granted else RequestState.REFUSED
    if not await requests.decide(turn.tx, request_id, state, turn.person.staff_id):
        raise Refused("card-outdated", redraw=issue.subject)
    await asking.decided(turn, request)
    if request.kind == EXTENSION:
        return await _extended(turn, issue, request, granted=granted), request
    return await _judged(turn, issue, granted=granted), request


async def _extended(turn: Turn, issue: Issue, request: Request, *, granted: bool) -> Issue:
    if not granted:
        await audit.add(turn.tx, turn.actor, "issue.extend-refuse", issue.subject, message=turn.ref)
        await telling.owner_hears(turn, issue, "issue-not-extended")
        return issue
    until = datetime.fromisoformat(request.details["due"])
    extended = await change(turn, issue, Act.EXTEND, due_at=until, extended=True)
    await reminders.plan(turn, extended)
    await telling.owner_hears(turn, extended, "issue-extended")
    return extended


async def _judged(turn: Turn, issue: Issue, *, granted: bool) -> Issue:
    if not granted:
        await audit.add(turn.tx, turn.actor, "issue.object-refuse", issue.subject, message=turn.ref)
        await telling.owner_hears(turn, issue, "issue-upheld")
        return issue
    withdrawn = await change(turn, issue, Act.WITHDRAW, closed_at=turn.tx.now)
    await requests.lapse(turn.tx, issue.subject)
    await reminders.settled(turn, withdrawn)
    await telling.owner_hears(turn, withdrawn, "issue-withdrawn")
    return withdrawn


async def change(turn: Turn, issue: Issue, act: Act, **fields: Any) -> Issue:
    """Compare-and-set along the table of transitions, with its audit row.

    Refuses when the state does not permit the act, or somebody else was first.
    """
    states, to = rules.TRANSITIONS[act]
    changed = (
        await issues.change(turn.tx, issue, to or issue.state, **fields) if issue.state in states else None
    )
    return await moved(turn, issue, changed, act, **_plain(fields))


def require_owner(turn: Turn, issue: Issue) -> None:
    """Refuse whoever is not to put it right."""
    if not handles(turn.person, issue):
        raise Refused("issue-not-yours", code=issue.code)


def require_verifier(turn: Turn, issue: Issue) -> None:
    """Refuse whoever may not verify it: its owner, above all (S5)."""
    if not verifies(turn.person, issue):
        raise not_found(issue.code)
    if issue.state != IssueState.SUBMITTED:
        raise Refused("card-outdated", redraw=issue.subject)


def _complete(issue: Issue) -> None:
    if not issue.problem or not issue.owner_id:
        raise Refused("issue-incomplete")


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) for name, value in fields.items()}
