"""Somebody leaves the station with sheets in hand (S1)."""

from handlers.unbinding import depart
from tests.scenario import STATION, Member, Station
from tests.scenarios.steps import FEEDBACK, hand_in, issue


async def leaves(station: Station, staff_id: str) -> None:
    async with station.database.transaction(STATION) as tx:
        await depart(tx, staff_id, "system")
    await station.settle()


async def test_the_group_lead_answers_until_it_is_given_away(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await room.says("改承办人 D001")
    await room.presses("警员乙02")
    leaver = station.member("P-YI02")
    await leaver.says("反馈结果 D001")
    await leaver.says(FEEDBACK)
    await station.time_is(27, 10)
    leaver.clears_chat()
    await leaves(station, "P-YI02")
    officer.sees("任务督导单 督〔2023〕001号(D001)", "4月29日(周六)24:00前", "状态:待签收")
    room.sees("🔁 D001 原承办人已离所,暂由警员乙01承办", "仙岳示例里3栋501、502两户")
    assert leaver.messages == []
    await station.hours_pass(4)
    officer.sees("⏰ D001 还未签收")
    await hand_in(officer)
    room.sees("待审 D001 警员乙01")


async def test_without_a_lead_who_may_own_it_the_room_is_told(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await leaves(station, officer.staff_id)
    room.sees("⏰ D001 承办人警员乙01已离所,请改承办人", "4月27日(周四)24:00前")
    station.member("P-SQ00").sees("⏰ D001 承办人警员乙01已离所")
    await room.says("改承办人 D001")
    await room.presses("警员乙02")
    station.member("P-YI02").sees("任务督导单 督〔2023〕001号(D001)")


async def test_what_is_in_review_stays_there(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    await hand_in(officer)
    await leaves(station, officer.staff_id)
    await room.says("D001")
    await room.presses("通过销号")
    room.sees("✅ D001 已通过")
