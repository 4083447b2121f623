"""An announcement to a hundred thousand people: in the outbox in one statement, with flat memory; then what follows.

Its words are kept once: the bytes of a row are those of its address.
"""

import asyncio
import resource
import time
import tracemalloc
from collections.abc import Awaitable, Callable
from typing import Any

from bench.databases import both
from bench.seeding import STATION, _write
from bot import logs
from bot.clock import Clock
from bot.sandbox.demo_station import demo_now
from storage import audiences, batches, receipts
from storage.audiences import Kind, Part
from storage.db import Tx
from storage.messages import Lane
from storage.opening import open_database

PEOPLE = 100_000
BATCH = "announcement:1"
Step = Callable[[Tx], Awaitable[Any]]


async def add_people(tx: Tx) -> None:
    """A hundred thousand of them, each with an account."""
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {PEOPLE})"
    moment = "0" if tx._session.database == "sqlite" else "timestamptz '2023-01-01'"
    await _write(
        tx,
        f"""INSERT INTO people (station_id, staff_id, name, team) {numbers}
        SELECT '{STATION}', 'B-' || i, '志愿者' || i, 'volunteers' FROM n""",
    )
    await _write(
        tx,
        f"""INSERT INTO addresses (station_id, channel, chat, staff_id, bound_at) {numbers}
        SELECT '{STATION}', 'telegram', '' || (7000000 + i), 'B-' || i, {moment} FROM n""",
    )


async def sent_half(tx: Tx) -> None:
    """As if half of the copies had been sent."""
    half = f"(SELECT min(id) FROM outbox) + {PEOPLE // 2}"
    await _write(tx, f"UPDATE outbox SET state = 'sent', provider_id = '' || id WHERE id < {half}")


async def measure(url: str) -> list[tuple[str, float, float]]:
    """What is done, milliseconds, MiB that Python held more at its peak."""
    database = await open_database(url, Clock(demo_now()).now)
    async with database.transaction(STATION) as tx:
        await add_people(tx)
        audience = await audiences.new(tx)
        await audiences.put(tx, audience, [Part(kind=Kind.TEAM, key="volunteers")])
    about = {"lane": Lane.BULK, "sender": "P-ZX01"}
    steps: dict[str, Step] = {
        "how many, whom it reaches": lambda tx: audiences.reach(tx, audience, ""),
        "whose receipts": lambda tx: audiences.enlist(tx, audience, "", BATCH),
        "into the outbox": lambda tx: batches.tell(tx, BATCH, "announcements.say/1", **about),
        "how far it is": lambda tx: batches.progress(tx, BATCH),
        "pause": lambda tx: batches.pause(tx, BATCH),
        "resume": lambda tx: batches.resume(tx, BATCH, tx.now),
        "": sent_half,
        "revise those sent": lambda tx: batches.revise(tx, BATCH, "announcements.say/1", **about),
        "revise those in flight then": lambda tx: batches.revise_late(
            tx, BATCH, "announcements.revised/1", tx.now, **about
        ),
        "stop, wait for no others": lambda tx: batches.stop(tx, BATCH),
        "recall all": lambda tx: batches.recall(tx, BATCH, "announcements.recalled/1", **about),
        "report of the recall": lambda tx: batches.fates(tx, BATCH),
        "count the receipts": lambda tx: receipts.count(tx, BATCH),
    }
    found = []
    for name, step in steps.items():
        tracemalloc.start()
        began = time.perf_counter()
        async with database.transaction(STATION) as tx:
            await step(tx)
        took = (time.perf_counter() - began) * 1000
        found.append((name, took, tracemalloc.get_traced_memory()[1] / 2**20))
        tracemalloc.stop()
    async with database.transaction(STATION) as tx:
        fates = await batches.fates(tx, BATCH)
    if sum(fates.values()) != PEOPLE:  # a bench that measures nothing is none
        raise RuntimeError(fates)
    await database.close()
    return [each for each in found if each[0]]


async def main() -> None:
    """Print the table."""
    logs.configure("error", "auto")
    print(f"{PEOPLE:,} people: ms, and MiB that Python held at the peak of each")
    with both() as urls:
        for name, url in urls.items():
            for step, took, held in await measure(url):
                print(f"{name:<12}{step:<28}{took:>9.1f} ms {held:>7.2f} MiB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"the whole process at its peak: {peak:.0f} MiB")


if __name__ == "__main__":
    asyncio.run(main())
