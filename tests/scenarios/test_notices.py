"""What people are told without having asked: it reads on a lock screen, and only they are told who may know."""

import re

from sqlalchemy import select

from storage import outbox, people
from storage.db import Rows
from storage.messages import Lane, Outgoing
from storage.people import Person, Role, Team
from storage.query import STATION as STATION_ARGUMENT
from storage.query import Query
from tests.scenario import STATION, Member, Station, picture
from tests.scenarios.steps import FEEDBACK, answer, draft, issue

ICONS = "📋|⏰|↩️|✅"
KINDS = {
    "📋 任务督导单 督〔2023〕001号(D001)",
    "📋 D001 警员乙01 已签收",
    "📋 待审 D001 警员乙01",
    "↩️ D001 被退回 督〔2023〕001号",
    "✅ D001 已通过,销号归档。",
    "⏰ D001 还未签收,请尽快查看",
    "⏰ D001 警员乙01 还未签收",
    "⏰ D001 签收超时,剩6天",
    "⏰ D001 还剩3天,4月27日(周四)24:00前",
    "⏰ D001 明天到期,4月27日(周四)24:00前",
    "⏰ D001 今天到期,4月27日(周四)24:00前",
    "⏰ D001 已逾期1天,期限是4月27日(周四)24:00前",
}
_TOLD = Query(
    select(outbox.outbox.c.chat, outbox.outbox.c.subject, outbox.outbox.c.message)
    .where(
        outbox.outbox.c.station_id == STATION_ARGUMENT,
        outbox.outbox.c.lane.in_([Lane.ROUTINE, Lane.URGENT]),
    )
    .order_by(outbox.outbox.c.id)
)


async def told(station: Station) -> Rows:
    async with station.database.transaction(STATION) as tx:
        return await tx.rows(_TOLD)


async def a_whole_life(station: Station, room: Member, officer: Member) -> None:
    """A sheet that is signed late, answered late, returned, answered again and closed."""
    await draft(room)
    await room.presses("协办人")
    await room.says("办案员01")
    await room.presses("下发")
    await room.presses("确认下发")
    await station.time_is(21, 10)
    await officer.says("签收 D001")
    await station.time_is(28, 10)
    await answer(officer, photos=1)
    await officer.presses("已化解")
    await officer.says("当事人外出,昨天才回来")
    await room.says("退回 D001")
    await room.presses("缺照片")
    await officer.says("反馈结果 D001")
    await officer.says(FEEDBACK)
    await officer.sends_photos(picture(7))
    await station.moments_pass()
    await officer.presses("照片发完了")
    await officer.presses("已化解")
    await room.says("通过销号 D001")


async def test_every_notice_of_a_sheet_names_it_its_object_and_its_time(
    station: Station, room: Member, officer: Member
) -> None:
    await a_whole_life(station, room, officer)
    notices = [row for row in await told(station) if row["subject"]]
    firsts = set()
    for row in notices:
        text = Outgoing.model_validate(row["message"]).text
        first = text.partition("\n")[0]
        firsts.add(first)
        assert re.match(rf"({ICONS}) .{{0,30}}D001", first), first
        assert len(first) <= 40
        assert "仙岳示例里3栋501、502两户" in text
        assert re.search(r"4月[23]\d日\(周.\)24:00前", text), text
    assert firsts == KINDS


async def test_whoever_is_told_of_a_sheet_may_open_it(
    station: Station, room: Member, officer: Member
) -> None:
    await a_whole_life(station, room, officer)
    for chat in sorted({row["chat"] for row in await told(station)}):
        member = station.member(chat.removeprefix("chat-"))
        await member.says("D001")
        member.sees("D001", "仙岳示例里3栋501、502两户")


async def loses_posts(station: Station, staff_id: str) -> None:
    """Somebody goes on patrol, and is nothing else any more."""
    async with station.database.transaction(STATION) as tx:
        person = await people.get(tx, staff_id)
        assert person
        moved = Person(
            staff_id=staff_id, name=person.name, team=Team.PATROL, roles=frozenset({Role.PATROL_OFFICER})
        )
        await people.put(tx, moved)


async def test_whoever_has_lost_their_post_is_told_of_sheets_no_more(
    station: Station, room: Member, officer: Member
) -> None:
    await draft(room)
    await room.presses("协办人")
    await room.says("办案员01")
    await room.presses("下发")
    await room.presses("确认下发")
    helper = station.member("P-BA01")
    for member in (room, helper):
        await loses_posts(station, member.staff_id)
        member.clears_chat()
    await officer.says("签收 D001")
    await answer(officer)
    await officer.presses("已化解")
    director = station.member("P-ZHR01")
    await director.says("通过销号 D001")
    assert room.spoken_to == helper.spoken_to == []


async def test_a_group_is_watched_by_whoever_still_leads_it(station: Station, room: Member) -> None:
    await issue(room, group="甲组", community="竹溪社区")
    lead = station.member("P-JIA01")
    await station.time_is(28, 10)
    lead.has_seen("⏰ 甲组逾期1件")
    await loses_posts(station, lead.staff_id)
    lead.clears_chat()
    await station.time_is(29, 10)
    assert lead.spoken_to == []
