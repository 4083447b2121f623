"""How a person stands to an issue: who may see it, who puts it right, who verifies, who decides."""

from handlers import access
from handlers.access import Action, Relation
from handlers.denied import not_found
from storage import issues, people
from storage.db import Tx
from storage.issues import Issue, IssueState
from storage.people import Person

UNSENT = (IssueState.DRAFT, IssueState.LISTED)
"""No owner knows of it yet."""


async def read(tx: Tx, person: Person, issue_id: int) -> Issue:
    """An issue that a person may see; "missing" and "forbidden" are refused in the same words (S18)."""
    return await visible(tx, person, await issues.get(tx, issue_id))


async def visible(tx: Tx, person: Person, issue: Issue | None, code: str = "") -> Issue:
    """The same for one that was looked up, by its code or otherwise."""
    if issue is None or not await may_see(tx, person, issue):
        raise not_found(code)
    return issue


async def may_see(tx: Tx, person: Person, issue: Issue) -> bool:
    """Whether a person may know of an issue: a draft is its author's alone."""
    wrote = Relation(own=issue.author_id == person.staff_id)
    if issue.state == IssueState.DRAFT:
        return access.allows(person, Action.ISSUE_DRAFT, wrote)
    if issue.state == IssueState.LISTED:
        return access.allows(person, Action.ISSUE_READ, wrote)
    owner = await people.get(tx, issue.owner_id or "")
    own = wrote.own or issue.owner_id == person.staff_id
    team = owner is not None and owner.team == person.team
    return access.allows(person, Action.ISSUE_READ, Relation(own=own, team=team))


def writes(person: Person, issue: Issue) -> bool:
    """Whether a person may still change what it says: its author in a draft, whoever gives it out once it is listed."""
    if issue.state == IssueState.DRAFT:
        return issue.author_id == person.staff_id and access.may(person, Action.ISSUE_DRAFT)
    return issue.state == IssueState.LISTED and access.may(person, Action.ISSUE_LIST)


def handles(person: Person, issue: Issue) -> bool:
    """Whether a person is the one to put it right."""
    own = Relation(own=issue.owner_id == person.staff_id and issue.state not in UNSENT)
    return own.own and access.allows(person, Action.ISSUE_HANDLE, own)


def verifies(person: Person, issue: Issue) -> bool:
    """Whether a person may verify a rectification: nobody their own (S5)."""
    return access.may(person, Action.ISSUE_VERIFY) and issue.owner_id != person.staff_id


def decides(person: Person, issue: Issue) -> bool:
    """Whether a person may decide on an extension or an objection: nobody on their own."""
    return access.may(person, Action.ISSUE_DECIDE) and issue.owner_id != person.staff_id
