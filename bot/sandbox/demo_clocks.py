"""The legal clock that runs when the demo begins (S5)."""

from datetime import datetime

from bot.sandbox.demo_station import demo_data
from handlers.clocks import reminders, rules
from handlers.clocks.rules import Act
from handlers.desk import Desk
from handlers.voice import Voice
from storage import audit, counters, legal_clocks
from storage.db import Tx


async def load_clocks(tx: Tx, desk: Desk) -> None:
    """The clocks that run, and the warnings that they wait for; of a limit that the station has not, none."""
    for entry in demo_data()["clocks"]:
        limit = rules.limit_of(desk.settings.clock, entry["limit"])
        if limit is None:
            continue
        began_at, serial = datetime.fromisoformat(entry["began_at"]), int(entry["clock_id"][1:])
        clock = await legal_clocks.start(
            tx,
            year=began_at.year,
            serial=serial,
            kind=limit.key,
            name=limit.name,
            case_code=entry["case_code"],
            staff_id=entry["starter"],
            began_at=began_at,
            due_at=rules.after(began_at, limit.limit, desk.settings.time_zone),
        )
        await counters.raise_to(tx, f"clocks-{clock.year}", serial)
        await audit.add(tx, clock.staff_id, Act.START, clock.subject, at=began_at)
        await reminders.plan(Voice(tx, desk), clock)
