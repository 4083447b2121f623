"""A card lies open on somebody's phone while their post changes: what counts is what they are when they press."""

from storage import feedback, people, sheets
from storage.people import Role
from storage.sheets import Sheet, SheetState
from tests.scenario import STATION, Member, Station
from tests.scenarios.steps import FEEDBACK, hand_in, issue


async def becomes(member: Member, *roles: Role) -> None:
    """From now on they hold these posts and no others."""
    async with member.station.database.transaction(STATION) as tx:
        person = await people.get(tx, member.staff_id)
        assert person
        await people.put(tx, person.model_copy(update={"roles": frozenset(roles)}))


async def sheet(station: Station) -> Sheet:
    async with station.database.transaction(STATION) as tx:
        found = await sheets.by_serial(tx, 1)
    assert found
    return found


async def test_a_reviewer_who_loses_the_post_decides_nothing_from_an_open_card(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await hand_in(officer)
    card = room.has_seen("待审 D001")
    await becomes(room, Role.LEGAL_OFFICER)
    for label in card.labels:
        room.clears_chat()
        await room.presses(label, on=card)
        room.sees("没有找到这一项,或您无权查看。")
        assert room.last.labels == ["菜单"]
    assert (await sheet(station)).state == SheetState.SUBMITTED
    director = station.member("P-ZHR01")
    await director.says("待审反馈")
    director.sees("待审 D001")


async def test_an_officer_who_becomes_an_auxiliary_in_the_middle_of_feedback_hands_nothing_in(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says(FEEDBACK)
    card = officer.last
    await becomes(officer, Role.COMMUNITY_AUX)
    await officer.says("再补一句")
    officer.sees("没有找到")
    await officer.presses("不附照片", on=card)
    officer.sees("没有找到")
    async with station.database.transaction(STATION) as tx:
        round_ = await feedback.last(tx, "sheet:1")
        assert round_
        contents = await feedback.contents(tx, round_.id)
    assert contents.text == FEEDBACK, "what was written before is kept for whoever goes on"
    await room.says("改承办人 D001")
    await room.says("P-YI02")
    assert (await sheet(station)).owner_id == "P-YI02"


async def test_an_officer_who_joins_the_room_reviews_others_and_never_their_own(
    station: Station, room: Member, officer: Member
) -> None:
    await issue(room)
    await issue(room, group="甲组", community="仙阁社区")
    await hand_in(officer)
    await hand_in(station.member("P-JIA01"), "D002")
    await becomes(officer, Role.COMMUNITY_OFFICER, Role.QUALITY_POST)
    await officer.says("待审反馈")
    officer.sees("待审 D002")
    officer.has_not_seen("待审 D001")
    await officer.presses_data("sh:accept:1")
    assert (await sheet(station)).state == SheetState.SUBMITTED
    await officer.presses("通过销号", on=officer.has_seen("待审 D002"))
    officer.sees("✅ D002 已通过")


async def test_a_menu_that_lies_open_does_what_its_owner_may_do_now(station: Station, room: Member) -> None:
    await issue(room)
    await room.says("菜单")
    menu = room.last
    await becomes(room, Role.VOLUNTEER)
    for label in menu.labels:
        room.clears_chat()
        await room.presses(label, on=menu)
        assert "D001" not in "".join(message.text for message in room.messages), label
