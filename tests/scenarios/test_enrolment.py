"""Enrolment (M1): codes, strangers, lost phones."""

import asyncio
import re

from sqlalchemy import select

from bot.channels.base import UnreachableError
from storage import people
from storage.query import STATION as QUERY_STATION
from storage.query import Query
from storage.schema import metadata
from tests.scenario import STATION, Member, Station
from tests.scenarios.steps import FEEDBACK, issue


async def code_for(admin: Member, staff_id: str) -> str:
    await admin.says("发绑定码")
    await admin.says(staff_id)
    found = re.search(r"<code>(.+)</code>", admin.last.text)
    assert found
    return found[1]


async def test_a_code_binds_a_new_phone_once(station: Station, admin: Member) -> None:
    code = await code_for(admin, "P-JIA01")
    phone = station.member("new-phone")
    await phone.says(code)
    phone.sees("警员甲01|社区警务队|甲组", "负责社区:仙阁社区")
    await phone.presses("是我,绑定")
    phone.sees("✅ 绑定成功")
    admin.sees("警员甲01(P-JIA01)已绑定账号")
    other = station.member("other-phone")
    await other.says(code)
    other.sees("绑定码无效或已用过")


async def test_a_stranger_learns_nothing_about_the_station(station: Station) -> None:
    stranger = station.member("stranger")
    for text in ("你好", "/start", "D001", "菜单"):
        await stranger.says(text)
    await stranger.presses_data("sh:open:1")
    assert all("筼筜" not in m.text and "警" not in m.text for m in stranger.messages)


async def test_a_stranger_is_answered_once_an_hour_and_their_code_at_once(
    station: Station, admin: Member
) -> None:
    stranger = station.member("stranger")
    for text in ("你好", "在吗", "/start", "D001", "111"):
        await stranger.says(text)
    await stranger.presses_data("sh:open:1")
    assert len(stranger.spoken_to) == 1
    await station.hours_pass(1)
    await stranger.says("在吗")
    assert len(stranger.spoken_to) == 2
    await stranger.says(await code_for(admin, "P-JIA01"))
    await stranger.presses("是我,绑定")
    stranger.sees("✅ 绑定成功")
    await admin.says("解绑 P-JIA01")
    admin.sees("已解绑 警员甲01")
    await stranger.says("在吗")
    stranger.sees("本账号已停用")


async def test_five_wrong_codes_bring_an_hour_of_silence(station: Station) -> None:
    stranger = station.member("stranger")
    for _ in range(5):
        await stranger.says("AAAA-2222")
    answered = len(stranger.messages)
    await stranger.says("AAAA-2222")
    assert len(stranger.messages) == answered
    await station.hours_pass(2)
    await stranger.says("AAAA-2222")
    assert len(stranger.messages) == answered + 1


async def test_not_me_locks_the_code(station: Station, admin: Member) -> None:
    code = await code_for(admin, "P-JIA01")
    phone = station.member("new-phone")
    await phone.says(code)
    await phone.presses("不是我")
    admin.sees("P-JIA01", "不是我")
    await phone.says(code)
    phone.sees("绑定码无效")


async def test_an_unbound_phone_is_out_of_use_at_once(
    station: Station, admin: Member, officer: Member
) -> None:
    await admin.says("/unbind P-YI01")
    admin.sees("已解绑 警员乙01")
    await officer.says("菜单")
    officer.sees("本账号已停用")


async def test_a_late_code_is_no_good(station: Station, admin: Member) -> None:
    code = await code_for(admin, "P-JIA01")
    await station.hours_pass(25)
    phone = station.member("new-phone")
    await phone.says(code)
    phone.sees("绑定码无效或已用过")


async def test_a_code_that_runs_out_before_it_is_confirmed_is_no_good(
    station: Station, admin: Member
) -> None:
    code = await code_for(admin, "P-JIA01")
    phone = station.member("new-phone")
    await phone.says(code)
    await station.hours_pass(25)
    await phone.presses("是我,绑定")
    phone.sees("绑定码无效或已用过")


async def test_a_newer_code_replaces_the_older(station: Station, admin: Member) -> None:
    older = await code_for(admin, "P-JIA01")
    newer = await code_for(admin, "P-JIA01")
    phone = station.member("new-phone")
    await phone.says(older)
    phone.sees("绑定码无效或已用过")
    await phone.says(newer.lower().replace("-", " "))
    phone.sees("请核对")


async def test_the_deep_link_brings_the_code(station: Station, admin: Member) -> None:
    code = await code_for(admin, "P-JIA01")
    phone = station.member("new-phone")
    await phone.says(f"/start {code.replace('-', '')}")
    phone.sees("警员甲01|社区警务队|甲组")


async def test_a_lost_phone_is_replaced_in_the_middle_of_a_dialogue(
    station: Station, admin: Member, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says(FEEDBACK)
    await admin.says("解绑")
    await admin.says(officer.staff_id)
    officer.clears_chat()
    await officer.says("双方约定22点后不搬动家具")
    assert officer.spoken_to == ["本账号已停用。如有疑问请联系管理员。"]
    code = await code_for(admin, officer.staff_id)
    phone = Member(station, officer.staff_id, "new-phone")
    await phone.says(code)
    await phone.presses("是我,绑定")
    phone.sees("督导单1件")
    await phone.says("反馈结果 D001")
    phone.sees("您的文字和照片都还在", "双方约定22点后不搬动家具")


async def test_two_phones_of_one_person_hear_the_same(
    station: Station, admin: Member, room: Member, officer: Member
) -> None:
    code = await code_for(admin, officer.staff_id)
    second = Member(station, officer.staff_id, "second-phone")
    await second.says(code)
    await second.presses("是我,绑定")
    await issue(room)
    officer.sees("督〔2023〕001号(D001)")
    second.sees("督〔2023〕001号(D001)")
    await second.presses("签收")
    await officer.presses("签收")
    assert officer.toast == "已记录,无需重复点击。"
    officer.sees("已签收")


async def test_whoever_has_left_is_out_at_once(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    officer.clears_chat()
    async with station.database.transaction(STATION) as tx:
        await people.leave(tx, officer.staff_id)
    await officer.says("D001")
    await officer.presses_data("sh:sign:1")
    assert set(officer.spoken_to) == {"本账号已停用。如有疑问请联系管理员。"}


async def test_two_who_use_the_same_code_at_once_do_not_share_it(station: Station, admin: Member) -> None:
    code = await code_for(admin, "P-JIA01")
    phones = [station.member(f"phone-{n}") for n in range(4)]
    for phone in phones:
        await phone.says(code)
    await asyncio.gather(*(phone.presses("是我,绑定") for phone in phones))
    bound = [phone for phone in phones if any("绑定成功" in message.text for message in phone.messages)]
    assert len(bound) == 1


async def test_a_code_is_nowhere_in_the_database(station: Station, admin: Member) -> None:
    code = await code_for(admin, "P-JIA01")
    await station.settle()
    async with station.database.transaction(STATION) as tx:
        for table in metadata.sorted_tables:
            for row in await tx.rows(Query(select(table).where(table.c.station_id == QUERY_STATION))):
                assert code not in str(row), table.name


async def test_a_blocked_bot_is_told_to_the_admin_once_and_lifted_when_they_write(
    station: Station, admin: Member, room: Member, officer: Member
) -> None:
    station.phones.failures[officer.chat] = [UnreachableError("blocked")] * 5
    admin.clears_chat()
    await issue(room)
    await issue(room, object_="仙岳示例苑1栋 邻里")
    assert admin.spoken_to == ["⏰ 警员乙01 的账号已收不到消息(停用或屏蔽了本助手),请电话联系。"]
    station.phones.failures.clear()
    await officer.says("我的任务")
    officer.sees("📋 我的任务 督导单2件")
