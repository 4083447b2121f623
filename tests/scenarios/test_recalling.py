"""A recall of a thousand copies, a third of them still queued, some blocked, some older than 48 hours: told exactly."""

from datetime import timedelta

from sqlalchemy import update

from bot.channels.base import UnreachableError
from storage import addresses, audiences, batches, outbox, people
from storage.audiences import Kind, Part
from storage.batches import Fate
from storage.db import Tx
from storage.people import Person, Team
from storage.query import STATION as STATION_ARGUMENT
from storage.query import Query, arg
from tests.scenario import STATION, Member, Phones, Shown, Station

PEOPLE = 1_000
OLD, YOUNG, BLOCKED = 200, 400, 50
"""So many got it three days ago; so many today; of each so many have blocked the bot since."""
BATCH = "announcement:1"

_HOLD = Query(
    update(outbox.outbox)
    .where(outbox.outbox.c.station_id == STATION_ARGUMENT, outbox.outbox.c.chat > arg("after"))
    .where(outbox.outbox.c.batch.is_not(None), outbox.outbox.c.state == "pending")
    .values(state="paused")
)
"""As if the bot had been stopped half-way: what is behind a chat is not sent yet."""


def chat(number: int) -> str:
    return f"v-{number:04}"


async def thousand_volunteers(tx: Tx) -> None:
    for number in range(PEOPLE):
        key = f"V-{number:04}"
        await people.put(tx, Person(staff_id=key, name=f"志愿者{number:04}", team=Team.VOLUNTEERS))
        await addresses.bind(tx, "phones", chat(number), key)


async def test_a_recall_of_a_thousand_copies_is_told_exactly(station: Station, room: Member) -> None:
    async with station.database.transaction(STATION) as tx:
        await thousand_volunteers(tx)
    await sent_in_three_parts(station, room)
    phones = station.phones
    assert len(holders(phones)) == OLD + YOUNG
    for number in (*range(BLOCKED), *range(OLD, OLD + BLOCKED)):
        phones.failures[chat(number)] = [UnreachableError("blocked")]
    await room.says("T001")
    await room.presses("撤回")
    await room.presses("确认撤回")
    await station.moments_pass(10)
    async with station.database.transaction(STATION) as tx:
        fates = await batches.fates(tx, BATCH)
    assert fates == {
        Fate.UNSENT: PEOPLE - OLD - YOUNG,
        Fate.DELETED: YOUNG - BLOCKED,
        Fate.BLANKED: OLD - BLOCKED,
        Fate.UNREACHABLE: 2 * BLOCKED,
    }
    room.sees(
        "没有发出:400份",
        "已删除:350份",
        "改为“已撤回”:150份",
        "对方收不到,恢复后再撤:100份",
        "志愿者0000:停用或屏蔽",
    )
    assert len(holders(phones)) == 2 * BLOCKED
    assert not any("没能送达" in message.text for message in room.messages)  # not a word for each of them
    await the_blocked_come_back(station)
    assert holders(phones) == []
    await station.moments_pass(300)
    await room.says("T001")
    room.sees("已删除:400份", "改为“已撤回”:200份")


async def sent_in_three_parts(station: Station, room: Member) -> None:
    """One part three days ago, one today; the rest is not sent when it is recalled."""
    async with station.database.transaction(STATION) as tx:
        audience = await audiences.new(tx)
        await audiences.put(tx, audience, [Part(kind=Kind.TEAM, key=Team.VOLUNTEERS)])
        await audiences.save(tx, audience, "志愿者")
    await station.time_is(20, 23)  # at night nothing goes out
    await room.says("发通知")
    await room.says("周六上午8点集合")
    await room.presses("常用")
    await room.presses("志愿者")
    room.sees("发给:志愿服务队 1000人")
    await room.presses("发送")
    async with station.database.transaction(STATION) as tx:
        await tx.run(_HOLD, after=chat(OLD - 1))
    await station.away_for(0.5)
    assert len(holders(station.phones)) == OLD
    await station.away_for(3)
    async with station.database.transaction(STATION) as tx:
        await batches.resume(tx, BATCH, tx.now + timedelta(hours=1))
        await tx.run(_HOLD, after=chat(OLD + YOUNG - 1))
    await station.hours_pass(1)


async def the_blocked_come_back(station: Station) -> None:
    for number in (*range(BLOCKED), *range(OLD, OLD + BLOCKED)):
        member = Member(station, f"V-{number:04}", chat(number))
        await member.says("/help")
        member.messages[:] = [each for each in member.messages if "集合" in each.text]


def holders(phones: Phones) -> list[Shown]:
    """The copies that still say what was recalled."""
    return [
        message
        for key, shown in phones.chats.items()
        if key.startswith("v-")
        for message in shown
        if "周六上午8点集合" in message.text
    ]
