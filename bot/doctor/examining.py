"""What only whoever has the database can tell: asked by `bot/doctor/records.py`, answered by the bot."""

from datetime import timedelta
from typing import Any

from storage import addresses, inbox, outbox, people, timers
from storage.db import Database, Tx
from storage.people import Role
from storage.records import Backlog
from storage.revisions import newest

LATELY = timedelta(days=7)


async def examine(database: Database, station: str) -> dict[str, Any]:
    """The schema, the database's faults, minutes that the oldest things wait, how many were given up."""
    async with database.transaction(station) as tx:
        since = tx.now - LATELY
        lanes = (await outbox.backlogs(tx)).values()
        given_up = [each for each in await outbox.failed(tx, since) if each.message.answers is None]
        answer = {
            "schema": newest(),
            "waiting": {
                "inbox": _minutes(tx, await inbox.backlog(tx)),
                "outbox": max(_minutes(tx, lane) for lane in lanes),
                "timers": _minutes(tx, await timers.backlog(tx)),
            },
            "given_up": {
                "inbox": await inbox.parked(tx, since),
                "outbox": len(given_up),
                "timers": await timers.parked(tx, since),
            },
            **await _administrators(tx),
        }
    return answer | {"faults": await database.faults()}


def _minutes(tx: Tx, backlog: Backlog) -> int:
    return int(backlog.seconds(tx.now) // 60)


async def _administrators(tx: Tx) -> dict[str, int]:
    holding = await people.holding(tx, Role.ADMIN)
    of_each = [await addresses.of(tx, person.staff_id) for person in holding]
    reachable = [each for each in of_each if any(address.unreachable is None for address in each)]
    return {"administrators": len(holding), "reachable": len(reachable)}
