"""Chinese and English side by side: each person reads their own, on every phone, on the same notice too."""

import re

import pytest

from handlers.texts import unmarked
from storage import addresses, people, stations
from tests.scenario import STATION, Member, Shown, Station, picture
from tests.scenarios.steps import FEEDBACK, issue

CHINESE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")
ENGLISH_FEEDBACK = "Met both sides at the centre; the cause was clutter on the stairs; it goes by Tuesday."


async def reads_english(member: Member) -> None:
    await member.says("语言")
    await member.presses("English")


async def test_a_sheet_from_issue_to_closing_in_the_language_of_each(
    station: Station, room: Member, officer: Member
) -> None:
    await reads_english(officer)
    await issue(room)
    officer.sees("📋 Supervision sheet 督〔2023〕001号 (D001)", "State: not signed for")
    officer.sees("<b>Object</b>: 仙岳示例里3栋501、502两户", "<b>Due</b>: Thu 27 Apr 24:00")
    assert officer.last.labels == ["Sign for", "Why this day"]
    await officer.presses("Sign for")
    assert officer.toast == "Signed for at 11:55"
    room.sees("📋 D001 警员乙01 已签收")
    await station.time_is(24, 10)
    officer.sees("⏰ D001 3 days left, Thu 27 Apr 24:00")
    await officer.presses("Feedback")
    await officer.says(FEEDBACK)
    await officer.sends_photos(picture(1))
    await station.moments_pass()
    officer.sees("D001 photos received: 1.")
    await officer.presses("Photos done")
    await officer.presses("Settled")
    officer.sees("✅ D001 handed in, 24 Apr 10:00, 3 days early.")
    room.sees("📋 待审 D001 警员乙01", "结果:已化解", FEEDBACK)
    await room.presses("退回")
    await room.presses("自己写")
    await room.says("请补楼道照片")
    officer.sees("↩️ D001 was returned", "Reason: 请补楼道照片", "Your text and photos are still here.")
    await officer.presses("Go on")
    await officer.presses("Photos done")
    await officer.presses("Part settled")
    await room.presses("通过销号")
    officer.sees(
        "✅ D001 accepted and closed.\nYou will be reminded to visit again on 1 May, 24 May. Thank you."
    )


async def test_the_same_notice_reads_as_each_of_its_readers_reads(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await reads_english(officer)
    director = station.member("P-ZHR01")
    await director.says("挂账 D001")
    await director.says("5月10日")
    await director.says("当事人住院")
    officer.sees("⏸ D001 is suspended; the clock goes on on Wed 10 May", "Reason: 当事人住院")
    room.sees("⏸ D001 已挂账,5月10日(周三)恢复计时", "原因:当事人住院")


async def test_the_language_changes_in_the_middle_of_a_dialogue_and_nothing_is_lost(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says(FEEDBACK)
    await reads_english(officer)
    officer.sees("All right, in English from now on.")
    await officer.sends_photos(picture(1))
    await station.moments_pass()
    officer.sees("D001 photos received: 1.")
    await officer.presses("不附照片")  # a button from before still does what it says
    officer.sees("Please check D001", FEEDBACK)
    await officer.says("/language")
    await officer.presses("中文")
    officer.sees("好的,以后用中文。")
    await officer.says("Cancel")
    officer.sees("已退出")


async def test_all_phones_of_a_person_change_and_so_does_the_platforms_menu(
    station: Station, room: Member, officer: Member
) -> None:
    second = Member(station, officer.staff_id, "second")
    async with station.database.transaction(STATION) as tx:
        await addresses.bind(tx, "phones", second.chat, officer.staff_id)
    await reads_english(officer)
    await issue(room)
    second.sees("📋 Supervision sheet")
    await second.says("menu")
    for member in (officer, second):
        says = {entry.name: entry.says for entry in station.phones.menus[member.chat]}
        assert says["help"] == "Everything you can do, explained"


@pytest.mark.parametrize("typed", ["签收 D001", "Sign for D001", "sign for d1", "SIGN FOR D001"])
@pytest.mark.parametrize("english", [False, True])
async def test_labels_may_be_typed_in_either_language(
    station: Station, room: Member, officer: Member, typed: str, *, english: bool
) -> None:
    await issue(room)
    if english:
        await reads_english(officer)
    await officer.says(typed)
    room.sees("已签收")


@pytest.mark.parametrize("typed", ["5月3日", "5-3", "3 May", "3 may", "May 3"])
async def test_days_may_be_typed_in_either_language(
    station: Station, room: Member, officer: Member, typed: str
) -> None:
    await issue(room)
    await reads_english(officer)
    await officer.says("More time D001")
    await officer.presses("Party away")
    await officer.says("Both have been phoned")
    await officer.says(typed)
    officer.sees("from 27 Apr to 3 May")


@pytest.mark.parametrize("typed", ["3 Mai", "Monday 3", "31 Feb", "May"])
async def test_what_is_no_day_is_asked_for_again(
    station: Station, room: Member, officer: Member, typed: str
) -> None:
    await issue(room)
    await reads_english(officer)
    await officer.says("More time D001")
    await officer.presses("Party away")
    await officer.says("Both have been phoned")
    await officer.says(typed)
    officer.sees("I could not read the date.")


async def test_a_stranger_is_spoken_to_in_the_stations_language(station: Station) -> None:
    stranger = station.member("P-NOBODY")
    await stranger.says("Hello")
    stranger.sees("您好,这里是工作助手。")


async def all_names_are_latin(station: Station) -> None:
    async with station.database.transaction(STATION) as tx:
        for person in await people.everyone(tx):
            await people.put(tx, person.model_copy(update={"name": f"Staff {person.staff_id}"}))
            await people.speak(tx, person.staff_id, "en")
        for group in await stations.all_groups(tx):
            await stations.put_group(tx, group.model_copy(update={"name": f"Group {group.group_id}"}))
        for place in await stations.all_communities(tx):
            name = f"Place {place.community_id}"
            await stations.put_community(tx, place.model_copy(update={"name": name}))


async def issue_in_english(room: Member) -> None:
    await room.says("New sheet")
    await room.presses("Group G2")
    await room.presses("Place C05")
    await room.says("Building 3, 501 and 502")
    await room.says("Six calls in thirty days")
    await room.presses("🔴 Red")
    await room.presses("As usual")
    await room.presses("Co-handlers")
    await room.says("P-BA01")
    await room.presses("Issue")
    await room.presses("Yes, issue")


def in_chinese(shown: Shown) -> list[str]:
    said = unmarked(shown.text).replace("督〔2023〕001号", "").replace("(中文或英文)", "")
    return [text for text in (said, *shown.labels) if CHINESE.search(text)]


async def test_whoever_reads_english_meets_no_word_of_chinese(
    station: Station, room: Member, officer: Member
) -> None:
    await all_names_are_latin(station)
    await issue_in_english(room)
    director = station.member("P-ZHR01")
    await officer.says("D001")
    for word in ("Why this day", "History", "More", "More time"):
        await officer.says(f"{word} D001")
    await officer.presses("Awaits reply")
    await officer.says("Asked twice")
    await officer.presses("+5 days")
    await director.presses("Refuse")
    await officer.says("Ask reviewer D001")
    await officer.says("Are photos needed?")
    await room.presses("Reply")
    await room.says("Yes, please")
    await officer.says("Not my team D001")
    await officer.says("Somebody was hurt")
    await director.presses("Refuse")
    await station.time_is(29, 10)
    await officer.says("Feedback D001")
    await officer.says(ENGLISH_FEEDBACK)
    await officer.sends_photos(picture(1))
    await station.moments_pass()
    await officer.presses("Photos done")
    await officer.presses("Interim")
    await officer.says("Feedback D001")
    await officer.says(ENGLISH_FEEDBACK)
    await officer.presses("No photos")
    await officer.presses("Settled")
    await officer.says("The parties were away")
    await room.says("To review")
    await room.presses("Return")
    await room.presses("Too vague")
    await officer.says("My tasks")
    await officer.says("Help")
    await officer.says("Menu")
    await officer.says("what?")
    await director.says("Void D001")
    await director.says("Not ours")
    await director.presses("Yes, void it")
    await officer.says("D001")
    chats = station.phones.chats
    assert sum(len(shown) for shown in chats.values()) > 60
    assert [text for shown in chats.values() for each in shown for text in in_chinese(each)] == []
    toasts = [toast for each in station.phones.toasts.values() for toast in each if CHINESE.search(toast)]
    assert not toasts
