"""Reviews of cases in every state, to which the person under test stands in every way."""

from dataclasses import dataclass
from datetime import timedelta

from handlers.desk import Desk
from storage import audit, case_reviews, counters
from storage.case_reviews import WAITING, ReviewState, Stage
from storage.db import Database, Tx
from tests.access.world import FAR, MATE, ME, MISSING, Someone, World, roster, settle
from tests.conftest import STATION

STANDS = ("own", "first", "team", "other")
BOTH_OR_FIRST = (ReviewState.LEADER_OK, ReviewState.DONE)


@dataclass(frozen=True)
class ReviewAim:
    """A review, and how the person stands to it."""

    stands: str
    state: ReviewState
    id: int
    code: str
    words: str = "演案2023-9999"
    """The code of its case, which only this one says."""

    @property
    def subject(self) -> str:
        """As everything else names it."""
        return f"case_review:{self.id}"

    @property
    def returns(self) -> int:
        """How often it was sent back."""
        return int(self.state == ReviewState.SENT_BACK)

    def __str__(self) -> str:
        return f"{self.state} review: {self.stands}"


NONE = [
    ReviewAim("missing", state, MISSING, "V654")
    for state in (ReviewState.SENT_BACK, ReviewState.OPEN, ReviewState.LEADER_OK)
]
"""Such that do not exist."""


async def open_reviewed(database: Database, desk: Desk, who: Someone) -> tuple[World, list[ReviewAim]]:
    """A station with reviews, handed in an hour ago."""
    world = World(database, desk, who)
    aims: list[ReviewAim] = []
    async with database.transaction(STATION) as tx:
        await roster(tx, who)
        for state in ReviewState:
            for stands in STANDS:
                if state != ReviewState.LEGAL_OK and (stands != "first" or state in BOTH_OR_FIRST):
                    aims.append(await _review(tx, stands, state, len(aims) + 1))
        await counters.raise_to(tx, "case-reviews-2023", len(aims))
    await settle(world)
    return world, aims


async def _review(tx: Tx, stands: str, state: ReviewState, serial: int) -> ReviewAim:
    sent_back = state == ReviewState.SENT_BACK
    made = await case_reviews.add(
        tx,
        year=2023,
        serial=serial,
        state=state,
        case_code=f"演案2023-{serial:04d}",
        stage=Stage.PRE,
        checklist=("权利告知", "期限"),
        officers=({"own": ME, "team": MATE}.get(stands, FAR),),
        returns=int(sent_back),
        since=tx.now - timedelta(hours=1),
        due_at=tx.now + timedelta(hours=23) if state in WAITING else None,
        first_by=(ME if stands == "first" else "P-ELSE") if state in BOTH_OR_FIRST else None,
        second_by="P-ELSE" if state == ReviewState.DONE else None,
        sent_back_by="P-ELSE" if sent_back else None,
        missing="期限" if sent_back else None,
        done_at=tx.now if state == ReviewState.DONE else None,
    )
    assert made is not None
    await audit.add(tx, FAR, "review.hand-in", made.subject)
    return ReviewAim(stands, state, made.id, made.code, made.case_code)
