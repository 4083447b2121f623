"""Copies of what was said to many, at the moments when something else happens to them: on both databases."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from bot.clock import Clock
from storage import addresses, audiences, batches, outbox, people, receipts, waiting
from storage.audiences import Kind, Part
from storage.batches import Fate, Progress
from storage.db import Database, Tx
from storage.messages import Lane, Outgoing
from storage.outbox import Notice
from storage.people import Person, Team
from tests.conftest import STATION

BATCH, SAY, REVISED, RECALLED = "announcement:1", "test.say/1", "test.revised/1", "test.recalled/1"


@pytest.fixture
async def told(database: Database) -> Database:
    """P-1, P-2 and P-3 are to be told something; nothing has left yet."""
    async with database.transaction(STATION) as tx:
        for number in (1, 2, 3):
            await people.put(tx, Person(staff_id=f"P-{number}", name=f"示例{number}", team=Team.VOLUNTEERS))
            await addresses.bind(tx, "phones", f"c{number}", f"P-{number}")
        audience = await audiences.new(tx)
        await audiences.put(tx, audience, [Part(kind=Kind.STATION)])
        await audiences.enlist(tx, audience, "P-0", BATCH)
        await batches.tell(tx, BATCH, SAY, lane=Lane.BULK, sender="P-0")
    return database


async def leased(tx: Tx, *numbers: int, lane: Lane = Lane.BULK) -> list[Notice]:
    chats = [f"c{number}" for number in numbers]
    return sorted(await outbox.lease(tx, "phones", lane, chats, "this run"), key=lambda notice: notice.chat)


async def sent(tx: Tx, notices: Iterable[Notice]) -> None:
    await outbox.sent(tx, [(notice, [f"m{notice.id}"]) for notice in notices])


async def revise(tx: Tx) -> None:
    await batches.revise(tx, BATCH, REVISED, lane=Lane.ROUTINE, sender="P-0")


async def revise_late(tx: Tx, since: Tx) -> None:
    await batches.revise_late(tx, BATCH, REVISED, since.now, lane=Lane.ROUTINE, sender="P-0")


async def recall(tx: Tx) -> None:
    await batches.recall(tx, BATCH, RECALLED, lane=Lane.ROUTINE, sender="P-0")


async def test_what_was_being_sent_when_it_was_revised_is_revised_once_it_is_there(
    told: Database, clock: Clock
) -> None:
    async with told.transaction(STATION) as tx:
        in_flight = await leased(tx, 1)
    clock.advance(timedelta(seconds=1))
    async with told.transaction(STATION) as then:
        await revise(then)
        assert await batches.edits_left(then, BATCH) == 0
    async with told.transaction(STATION) as tx:
        await revise_late(tx, then)
        assert await batches.edits_left(tx, BATCH) == 0, "it has no name yet"
        await sent(tx, in_flight)
        await sent(tx, await leased(tx, 2))
        await revise_late(tx, then)
        (edit,) = await leased(tx, 1, 2, 3, lane=Lane.ROUTINE)
        assert (edit.chat, edit.replaces) == ("c1", f"m{in_flight[0].id}")
        await revise_late(tx, then)
        assert await batches.edits_left(tx, BATCH) == 1, "once is enough"


async def test_corrections_do_not_reach_an_account_that_is_lost_or_somebody_elses(told: Database) -> None:
    async with told.transaction(STATION) as tx:
        await sent(tx, await leased(tx, 1, 2, 3))
        await addresses.unbind(tx, "P-1")
        await addresses.unbind(tx, "P-2")
        await addresses.bind(tx, "phones", "c2", "P-0")
        await revise(tx)
        assert [edit.chat for edit in await leased(tx, 1, 2, 3, lane=Lane.ROUTINE)] == ["c3"]


async def test_neither_a_pause_nor_a_stop_holds_corrections_back(told: Database) -> None:
    async with told.transaction(STATION) as tx:
        await sent(tx, await leased(tx, 1))
        await revise(tx)
        await batches.pause(tx, BATCH)
        assert await batches.progress(tx, BATCH) == Progress(paused=2, sent=1)
        await batches.stop(tx, BATCH)
        assert await batches.progress(tx, BATCH) == Progress(stopped=2, sent=1)
        assert len(await leased(tx, 1, 2, 3, lane=Lane.ROUTINE)) == 1


async def test_what_is_paused_is_not_sent_to_an_account_that_is_lost_meanwhile(told: Database) -> None:
    async with told.transaction(STATION) as tx:
        await batches.pause(tx, BATCH)
        await waiting.cancel(tx, "phones", "c1")
        await batches.resume(tx, BATCH, tx.now)
        assert [notice.chat for notice in await leased(tx, 1, 2, 3)] == ["c2", "c3"]


async def test_what_is_paused_goes_where_its_chat_has_gone(told: Database) -> None:
    async with told.transaction(STATION) as tx:
        await batches.pause(tx, BATCH)
        await waiting.move(tx, "phones", "c1", "c9")
        await batches.resume(tx, BATCH, tx.now)
        assert [notice.chat for notice in await leased(tx, 1, 9)] == ["c9"]


async def test_whoever_was_not_told_before_a_stop_is_not_waited_for(told: Database) -> None:
    async with told.transaction(STATION) as tx:
        await sent(tx, await leased(tx, 1))
        in_flight = await leased(tx, 2)
        await batches.stop(tx, BATCH)
        assert await receipts.count(tx, BATCH) == (0, 2)
        assert await receipts.get(tx, BATCH, "P-3") is None
        await waiting.keep(tx, in_flight[0], "blocked")
        await batches.stop(tx, BATCH)
        assert await receipts.count(tx, BATCH) == (0, 1)
        assert await batches.progress(tx, BATCH) == Progress(stopped=2, sent=1)


async def test_who_has_lost_the_account_loses_what_was_taken_back_all_the_same(told: Database) -> None:
    async with told.transaction(STATION) as tx:
        await sent(tx, await leased(tx, 1, 2, 3))
        await recall(tx)
        await waiting.cancel(tx, "phones", "c1")
        assert len(await leased(tx, 1, 2, 3, lane=Lane.ROUTINE)) == 3


async def test_what_is_taken_back_waits_for_a_person_longer_than_what_is_said(
    told: Database, clock: Clock
) -> None:
    async with told.transaction(STATION) as tx:
        await sent(tx, await leased(tx, 1))
        await recall(tx)
        await outbox.append(tx, "phones", "c1", Outgoing(text="早安"), lane=Lane.ROUTINE)
        await waiting.keep_all(tx, "phones", "c1")
    clock.advance(waiting.KEPT_FOR * 2)
    async with told.transaction(STATION) as tx:
        await waiting.release(tx, "phones", "c1")
        (taking_back,) = await leased(tx, 1, lane=Lane.ROUTINE)
        assert taking_back.recalls
        await sent(tx, [taking_back])
        assert await leased(tx, 1, lane=Lane.ROUTINE) == []


async def test_every_copy_is_in_one_line_of_the_report(told: Database) -> None:
    async with told.transaction(STATION) as tx:
        first, second, third = await leased(tx, 1, 2, 3)
        await outbox.fail(tx, first.id, "malformed")
        await outbox.leave_unknown(tx, second.id, "ReadTimeout")
        await recall(tx)
        assert await batches.fates(tx, BATCH) == {Fate.UNSENT: 1, Fate.LOST: 1, Fate.WAITING: 1}
        await outbox.hand_back(tx, third.id, tx.now, "ConnectError")
        assert await batches.fates(tx, BATCH) == {Fate.UNSENT: 1, Fate.LOST: 1, Fate.WAITING: 1}
        await recall(tx)
        assert await batches.fates(tx, BATCH) == {Fate.UNSENT: 2, Fate.LOST: 1}


async def test_a_recall_ends_where_the_chat_has_another_id_by_now(told: Database) -> None:
    async with told.transaction(STATION) as tx:
        await sent(tx, await leased(tx, 1))
        await addresses.move(tx, "phones", "c1", "c9")
        await recall(tx)
        assert await batches.fates(tx, BATCH) == {Fate.LOST: 1, Fate.UNSENT: 2}
        assert [left.name for left in await batches.left(tx, BATCH, 9)] == ["示例1"]


async def test_of_what_may_have_been_said_twice_one_may_be_left(told: Database) -> None:
    async with told.transaction(STATION) as tx:
        (copy,) = await leased(tx, 1)
        await outbox.hand_back(tx, copy.id, tx.now, "ReadTimeout", doubted=True)
        await sent(tx, await leased(tx, 1))
        await recall(tx)
        (taking_back,) = await leased(tx, 1, lane=Lane.ROUTINE)
        await outbox.sent(tx, [(taking_back, [])])
        assert await batches.fates(tx, BATCH) == {Fate.LOST: 1, Fate.UNSENT: 2}
