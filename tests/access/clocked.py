"""Legal clocks that run, are extended, over or stopped, to which the person under test stands in every way."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import product

from handlers.desk import Desk
from storage import audit, counters, legal_clocks
from storage.db import Database, Tx
from storage.legal_clocks import ClockState
from tests.access.world import FAR, MATE, ME, MISSING, Someone, World, roster, settle
from tests.conftest import STATION

STANDS = ("own", "team", "other")
STATES = ("running", "extended", "over", "stopped")


@dataclass(frozen=True)
class ClockAim:
    """A clock, and how the person stands to it."""

    stands: str
    state: str
    id: int
    code: str

    @property
    def subject(self) -> str:
        """As everything else names it."""
        return f"clock:{self.id}"

    @property
    def words(self) -> str:
        """What only this one says."""
        return f"示例期限{self.stands}{self.state}"

    def __str__(self) -> str:
        return f"{self.state} clock: {self.stands}"


NONE = [ClockAim("missing", "running", MISSING, "K654")]
"""One that does not exist."""


async def open_clocked(database: Database, desk: Desk, who: Someone) -> tuple[World, list[ClockAim]]:
    """A station with clocks that began three hours ago."""
    world = World(database, desk, who)
    aims: list[ClockAim] = []
    async with database.transaction(STATION) as tx:
        await roster(tx, who)
        for stands, state in product(STANDS, STATES):
            aims.append(await _clock(tx, stands, state, len(aims) + 1))
        await counters.raise_to(tx, "clocks-2023", len(aims))
    await settle(world)
    return world, aims


async def _clock(tx: Tx, stands: str, state: str, serial: int) -> ClockAim:
    made = await legal_clocks.start(
        tx,
        year=2023,
        serial=serial,
        kind="questioning",
        name=f"示例期限{stands}{state}",
        case_code="演案2023-0021",
        staff_id={"own": ME, "team": MATE}.get(stands, FAR),
        began_at=tx.now - timedelta(hours=3),
        due_at=tx.now + timedelta(hours=-1 if state == "over" else 5),
    )
    if state == "extended":
        await legal_clocks.change(tx, made, ClockState.RUNNING, extended=True)
    if state == "stopped":
        await legal_clocks.change(tx, made, ClockState.STOPPED, stopped_at=tx.now, stopped_by=FAR)
    await audit.add(tx, FAR, "clock.start", made.subject)
    return ClockAim(stands, state, made.id, made.code)
