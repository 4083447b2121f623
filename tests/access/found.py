"""Enforcement issues in every state, to which the person under test stands in every way."""

from dataclasses import dataclass
from datetime import timedelta

from handlers.desk import Desk
from storage import audit, counters, feedback, issues, requests
from storage.db import Database, Tx
from storage.feedback import FeedbackState
from storage.issues import WORKING, IssueState
from tests.access.world import CHAT, FAR, MATE, ME, MISSING, NEW, PICTURE, Someone, World, roster, settle
from tests.conftest import STATION

STANDS = ("author", "owner", "team", "other")
HANDED_IN = (IssueState.SUBMITTED, IssueState.CLOSED)


@dataclass(frozen=True)
class IssueAim:
    """An issue, and how the person stands to it; `request` is what its owner asks for, if anything."""

    stands: str
    state: IssueState
    id: int
    code: str
    request: int = MISSING

    @property
    def subject(self) -> str:
        """As everything else names it."""
        return f"issue:{self.id}"

    @property
    def words(self) -> str:
        """What only this one says."""
        return f"筼筜示例问题{self.stands}{self.state}"

    def __str__(self) -> str:
        return f"{self.state} issue: {self.stands}"


NONE = IssueAim("missing", IssueState.CLOSED, MISSING, "Z654")
"""One that does not exist."""


async def open_found(database: Database, desk: Desk, who: Someone) -> tuple[World, list[IssueAim]]:
    """A station with issues, given out an hour ago."""
    world = World(database, desk, who)
    aims: list[IssueAim] = []
    async with database.transaction(STATION) as tx:
        await roster(tx, who)
        for state in IssueState:
            for stands in STANDS:
                if state != IssueState.VERIFIED:
                    aims.append(await _issue(tx, stands, state, len(aims) + 1))
        await counters.raise_to(tx, "issues-2023", len(aims))
    await settle(world)
    return world, aims


async def _issue(tx: Tx, stands: str, state: IssueState, serial: int) -> IssueAim:
    draft, unsent = state == IssueState.DRAFT, state in (IssueState.DRAFT, IssueState.LISTED)
    made = await issues.add(
        tx,
        state=state,
        year=None if draft else 2023,
        serial=None if draft else serial,
        number=None if draft else f"问题〔2023〕{serial:03d}号",
        element="case",
        problem=f"筼筜示例问题{stands}{state}",
        case_code="0001",
        owner_id=NEW if unsent else {"owner": ME, "team": MATE}.get(stands, FAR),
        author_id=ME if stands == "author" else FAR,
        lister_id=None if unsent else FAR,
        assigned_at=None if unsent else tx.now - timedelta(hours=1),
        due_at=tx.now + timedelta(days=3),
        closed_at=tx.now if state in (IssueState.CLOSED, IssueState.WITHDRAWN) else None,
    )
    request = None
    if state in WORKING:
        details = {"reason": "仪器送修", "until": "4月24日", "due": (tx.now + timedelta(days=4)).isoformat()}
        request = await requests.ask(tx, "issue.extend", made.subject, made.owner_id or "", details)
    if state in HANDED_IN or state in WORKING:
        round_ = await feedback.begin(tx, made.subject, made.owner_id or "")
        await feedback.add_text(tx, round_.id, f"phones/{CHAT}/said-{made.id}", "已补齐")
        await feedback.add_photo(tx, round_.id, None, PICTURE)
        if state in HANDED_IN:
            await feedback.submit(tx, round_.id, None, None)
        if state == IssueState.CLOSED:
            await feedback.decide(tx, round_.id, FeedbackState.ACCEPTED, FAR, None)
    await audit.add(tx, FAR, "issue.list", made.subject)
    return IssueAim(stands, state, made.id, made.code, request.id if request else MISSING)
