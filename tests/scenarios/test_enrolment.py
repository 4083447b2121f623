"""Enrolment (M1): codes, strangers, lost phones."""

import re

from tests.scenario import Member, Station


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
