"""Slips in every state, to which the person under test stands in every way, about issues that are late."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import product

from handlers.desk import Desk
from storage import counters, feedback, issues, slips
from storage.db import Database, Tx
from storage.slips import ISSUED, Colour, SlipState
from tests.access.world import CHAT, FAR, MATE, ME, MISSING, PICTURE, Someone, World, roster, settle
from tests.conftest import STATION

STANDS = ("recipient", "sender", "team", "other")


@dataclass(frozen=True)
class SlipAim:
    """A slip, and how the person stands to it."""

    stands: str
    state: SlipState
    colour: Colour
    id: int

    @property
    def subject(self) -> str:
        """As everything else names it."""
        return f"slip:{self.id}"

    @property
    def words(self) -> str:
        """What only this one says."""
        return f"筼筜示例逾期{self.stands}{self.state}{self.colour}"

    def __str__(self) -> str:
        return f"{self.state} {self.colour} slip: {self.stands}"


NONE = [SlipAim("missing", SlipState.CONFIRMED, colour, MISSING) for colour in (Colour.WHITE, Colour.RED)]
"""Such that do not exist."""


async def open_slipped(database: Database, desk: Desk, who: Someone) -> tuple[World, list[SlipAim]]:
    """A station in which deadlines were missed yesterday."""
    world = World(database, desk, who)
    aims: list[SlipAim] = []
    async with database.transaction(STATION) as tx:
        await roster(tx, who)
        for stands, state in product(STANDS, SlipState):
            aims.append(await _slip(tx, stands, state, Colour.WHITE, len(aims) + 1))
        for stands, state in product(STANDS, (SlipState.PROPOSED, SlipState.APPEALED)):
            aims.append(await _slip(tx, stands, state, Colour.RED, len(aims) + 1))
        for colour in Colour:
            await counters.raise_to(tx, f"slips-{colour}-2023", len(aims))
    await settle(world)
    return world, aims


async def _slip(tx: Tx, stands: str, state: SlipState, colour: Colour, serial: int) -> SlipAim:
    recipient = {"recipient": ME, "team": MATE}.get(stands, FAR)
    missed_at = tx.now - timedelta(days=1)
    issue = await issues.add(
        tx,
        state="rectifying",
        year=2023,
        serial=serial,
        number=f"问题〔2023〕{serial:03d}号",
        element="case",
        problem="缺审批手续",
        owner_id=recipient,
        author_id=FAR,
        lister_id=FAR,
        assigned_at=missed_at - timedelta(days=3),
        due_at=missed_at,
    )
    aim = SlipAim(stands, state, colour, 0)
    made = await slips.propose(
        tx, issue.subject, missed_at, recipient, colour, code=issue.code, words=aim.words
    )
    assert made is not None
    fields: dict[str, object] = {}
    if state in ISSUED:
        fields = {"year": 2023, "serial": serial, "number": f"单〔2023〕{serial:03d}号"}
        fields |= {"answer_by": tx.now + timedelta(days=1), "appeal_by": tx.now + timedelta(days=2)}
    if state not in (SlipState.PROPOSED, SlipState.LAPSED):
        fields |= {"decided_by": ME if stands == "sender" else "P-ELSE", "decided_at": tx.now}
    await slips.change(tx, made, state, **fields)
    if state in ISSUED:
        round_ = await feedback.begin(tx, made.subject, recipient)
        await feedback.add_text(tx, round_.id, f"phones/{CHAT}/said-{made.id}", "扫描仪送修")
        await feedback.add_photo(tx, round_.id, None, PICTURE)
        if state != SlipState.CONFIRMED:
            await feedback.submit(tx, round_.id, None, None)
    return SlipAim(stands, state, colour, made.id)
