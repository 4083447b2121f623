"""So many notices a person and day and no more: the rest is in the next digest, nothing is lost (S18)."""

from datetime import time, timedelta
from pathlib import Path

from bot.channels.base import RetryAfterError
from bot.clock import Clock
from handlers.settings import QuietHours, RemindSettings, Settings
from handlers.sheets import reminders, rules
from handlers.voice import Voice
from storage import outbox, people, sheets
from storage.db import Database
from storage.outbox import OutboxState
from storage.people import Person, Role, Team
from storage.sheets import HandlingClass, Risk, SheetState
from tests.rows import rows
from tests.scenario import STATION, Member, Station, open_station
from tests.scenarios.steps import hand_in, issue

CEILING = Settings().remind.daily_ceiling


async def held(station: Station) -> list[str]:
    return [
        row["state"]
        for row in await rows(station.database, outbox.outbox)
        if row["state"] in (OutboxState.HELD, OutboxState.MERGED)
    ]


async def signed(station: Station, room: Member, officer: Member, count: int) -> None:
    """So many sheets are issued and signed for; everybody's phone is empty afterwards but for what came of it."""
    for n in range(count):
        await issue(room, object_=f"仙岳示例里{n}栋 邻里", risk="🟡 黄")
    room.clears_chat()
    for n in range(count):
        await officer.says(f"签收 D{n + 1:03d}")


async def test_beyond_the_ceiling_news_waits_for_the_next_digest(
    station: Station, room: Member, officer: Member
) -> None:
    await signed(station, room, officer, CEILING + 3)
    assert len(room.spoken_to) == CEILING
    await station.time_is(21, 8)
    assert len(room.spoken_to) == CEILING
    room.clears_chat()
    await station.time_is(21, 9)
    assert room.spoken_to == ["⏰ 其余消息3条"]
    room.sees(*[f"📋 D{n:03d} 警员乙01 已签收" for n in range(CEILING + 1, CEILING + 4)])
    await station.time_is(22, 12)
    assert room.spoken_to == ["⏰ 其余消息3条"], "they are said once"
    assert await held(station) == [OutboxState.HELD] * 3, "merged as the next digest is gathered"


async def test_a_new_day_has_a_new_ceiling(station: Station, room: Member, officer: Member) -> None:
    await signed(station, room, officer, CEILING + 1)
    await station.time_is(21, 10)
    room.clears_chat()
    await issue(room, risk="🟡 黄")
    await officer.says(f"签收 D{CEILING + 2:03d}")
    room.sees(f"📋 D{CEILING + 2:03d} 警员乙01 已签收")


async def test_the_day_is_the_stations(database: Database, clock: Clock, tmp_path: Path) -> None:
    """At 23:30 in the station it is the 20th still, at 00:30 the 21st: in UTC both are the 20th."""
    never = QuietHours(start=time(0), end=time(0))
    settings = Settings(remind=RemindSettings(quiet_hours=never))
    station = await open_station(database, clock, tmp_path / "photos", settings=settings)
    room, officer = station.member("P-ZX01"), station.member("P-YI01")
    for n in range(2 * CEILING):
        await issue(room, object_=f"仙岳示例里{n}栋 邻里", risk="🟡 黄")
    await station.time_is(20, 23, 30)
    for n in range(CEILING):
        await officer.says(f"签收 D{n + 1:03d}")
    await station.time_is(21, 0, 30)
    for n in range(CEILING, 2 * CEILING):
        await officer.says(f"签收 D{n + 1:03d}")
    assert await held(station) == []


async def test_what_comes_at_night_is_heard_and_counted_in_the_morning(
    station: Station, room: Member, officer: Member
) -> None:
    for n in range(2 * CEILING):
        await issue(room, object_=f"仙岳示例里{n}栋 邻里", risk="🟡 黄")
    await station.time_is(20, 23, 30)
    for n in range(CEILING):
        await officer.says(f"签收 D{n + 1:03d}")
    await station.time_is(21, 8, 30)
    room.clears_chat()
    for n in range(CEILING, 2 * CEILING):
        await officer.says(f"签收 D{n + 1:03d}")
    assert (await held(station), room.spoken_to) == ([OutboxState.HELD] * CEILING, [])
    await station.time_is(21, 9)
    assert room.spoken_to == [f"⏰ 其余消息{CEILING}条"]


async def test_orders_returns_and_what_is_urgent_are_never_held_back(
    station: Station, room: Member, officer: Member
) -> None:
    count = CEILING + 2
    for n in range(count):
        await issue(room, object_=f"仙岳示例里{n}栋 邻里", risk="🟡 黄")
    assert len([line for line in officer.spoken_to if line.startswith("📋 任务督导单")]) == count
    for n in range(count):
        await hand_in(officer, f"D{n + 1:03d}")
        await room.says(f"退回 D{n + 1:03d}")
        await room.presses("缺照片")
    assert len([line for line in officer.spoken_to if line.startswith("↩️")]) == count
    await issue(room, risk="🔴 红")
    officer.sees("📋 任务督导单", f"(D{count + 1:03d})")


async def test_what_waits_and_stops_being_true_is_not_in_the_digest(
    station: Station, room: Member, officer: Member
) -> None:
    await signed(station, room, officer, CEILING + 1)
    await hand_in(officer, "D001")
    await hand_in(officer, "D002")
    assert not [line for line in room.spoken_to if line.startswith("📋 待审")]
    await room.says("通过销号 D001")
    room.clears_chat()
    await station.time_is(21, 9)
    assert room.spoken_to == ["⏰ 其余消息2条"]
    room.sees(f"📋 D{CEILING + 1:03d} 警员乙01 已签收", "📋 待审 D002 警员乙01")
    assert "D001" not in room.last.text


async def test_a_digest_that_could_not_be_sent_leaves_what_it_gathered_to_the_next(
    station: Station, room: Member, officer: Member
) -> None:
    await signed(station, room, officer, CEILING + 2)
    await station.time_is(21, 8)
    room.clears_chat()
    station.phones.failures[room.chat] = [RetryAfterError(2 * 3600)] * 13
    await station.time_is(22, 12)
    assert room.spoken_to == ["⏰ 其余消息2条"]


async def sixty_people_each_with_a_sheet(station: Station) -> None:
    """Handed out a minute apart: at sixty moments somebody has not signed."""
    async with station.database.transaction(STATION) as tx:
        voice = Voice(tx, station.desk)
        for n in range(60):
            owner = Person(
                staff_id=f"P-X{n:02d}",
                name=f"警员丁{n:02d}",
                team=Team.COMMUNITY_TEAM,
                roles=frozenset({Role.COMMUNITY_OFFICER}),
            )
            await people.put(tx, owner)
            handed = tx.now - timedelta(minutes=60 - n)
            sheet_id = await sheets.load(
                tx,
                **dict.fromkeys(
                    ("acknowledged_at", "submitted_at", "closed_at", "outcome", "suspended_until", "batch")
                ),
                year=2023,
                serial=n + 1,
                number=f"督〔2023〕{n + 1:03d}号",
                state=SheetState.ISSUED,
                object=f"仙岳示例里{n}栋",
                content="请查明起因",
                supporting="",
                requirements="见到双方",
                handling_class=HandlingClass.ORDINARY,
                risk=Risk.YELLOW,
                community_id="C05",
                owner_id=owner.staff_id,
                issuer_id="P-ZX01",
                issued_at=handed,
                handed_at=handed,
                sign_by=rules.sign_by(handed, Risk.YELLOW, station.desk.settings),
                due_at=tx.now + timedelta(days=7),
                returns=0,
            )
            sheet = await sheets.get(tx, sheet_id)
            assert sheet
            await reminders.await_signature(voice, sheet)
            await reminders.plan(voice, sheet)


async def test_the_lead_of_sixty_people_hears_of_them_so_often_and_in_the_morning_of_all(
    station: Station,
) -> None:
    lead = station.member("P-SQ00")
    await sixty_people_each_with_a_sheet(station)
    for _ in range(10 * 60):
        station.clock.advance(timedelta(minutes=1))
        await station.timekeeper.settle()
        await station.delivery.settle()
    assert [line.partition(" ")[0] for line in lead.spoken_to] == ["⏰"] * CEILING
    await station.time_is(21, 8)
    lead.clears_chat()
    await station.time_is(21, 9)
    assert lead.spoken_to == ["⏰ 社区警务队未签收60件"]
    lead.sees("……另有48件")
    assert lead.last.labels == ["未签收60"]
    assert len(lead.last.text.encode()) <= 2048
    assert await held(station) == [], "what the digest says by itself is not kept beside it"
