"""督导单: what one may see, filtered, a page at a time."""

from datetime import timedelta

from storage import sheets
from storage.sheets import HandlingClass, Outcome, Risk, SheetState
from tests.scenario import STATION, Member, Station
from tests.scenarios.steps import FEEDBACK, hand_in, issue


async def some_sheets(
    station: Station, number: int, *, owner: str = "P-YI01", community: str = "C05"
) -> None:
    """So many sheets under way, each due an hour after the one before."""
    async with station.database.transaction(STATION) as tx:
        for n in range(1, number + 1):
            await sheets.load(
                tx,
                year=2023,
                serial=n,
                number=f"督〔2023〕{n:03d}号",
                state=SheetState.ACKNOWLEDGED,
                object=f"仙岳示例里{n}栋",
                content="请查明起因",
                supporting="",
                requirements="见到双方",
                handling_class=HandlingClass.ORDINARY,
                risk=Risk.YELLOW,
                community_id=community,
                owner_id=owner,
                issuer_id="P-ZX01",
                issued_at=tx.now,
                acknowledged_at=tx.now,
                due_at=tx.now + timedelta(days=7, hours=n),
                submitted_at=None,
                closed_at=None,
                outcome=None,
                returns=0,
                suspended_until=None,
                batch=None,
                handed_at=tx.now,
                sign_by=tx.now + timedelta(hours=4),
            )


def codes(member: Member) -> list[str]:
    """The sheets that the newest message lists."""
    return [line.split()[0].strip("<b>/") for line in member.last.text.split("\n")[1:]]


async def test_pages_follow_one_another_and_hold_each_sheet_once(station: Station, leader: Member) -> None:
    await some_sheets(station, 20)
    await leader.says("督导单")
    leader.sees("在办督导单 20件")
    seen = codes(leader)
    assert len(seen) == 8
    await leader.presses("下一页")
    seen += codes(leader)
    await leader.presses("下一页")
    seen += codes(leader)
    assert seen == [f"D{n:03d}" for n in range(1, 21)]
    assert len(leader.messages) == 1
    assert "下一页" not in leader.last.labels
    await leader.presses("回首页")
    assert codes(leader)[0] == "D001"


async def test_a_sheet_that_is_struck_off_between_two_pages_moves_no_other(
    station: Station, leader: Member
) -> None:
    await some_sheets(station, 12)
    await leader.says("督导单")
    async with station.database.transaction(STATION) as tx:
        first = await sheets.by_serial(tx, 1)
        assert first
        await sheets.change(tx, first, SheetState.CLOSED, closed_at=tx.now)
    await leader.presses("下一页")
    assert codes(leader) == ["D009", "D010", "D011", "D012"]


async def test_filters_show_what_is_late_in_review_and_struck_off(
    station: Station, room: Member, officer: Member, leader: Member
) -> None:
    for _ in range(3):
        await issue(room)
    await hand_in(officer, "D001")
    await hand_in(officer, "D002")
    await room.says("通过销号 D001")
    await leader.says("督导单")
    leader.sees("在办督导单 2件", "D002", "D003")
    assert leader.last.labels[:2] == ["待审1", "已销号"]
    await leader.presses("待审1")
    leader.sees("待审督导单 1件", "D002")
    await leader.presses("已销号")
    leader.sees("已销号督导单", "D001", "4月20日销号")
    await station.away_for(9)
    await leader.says("督导单")
    await leader.presses("逾期1")
    leader.sees("逾期督导单 1件", "D003", "已逾期")
    await leader.presses("D003")
    leader.sees("任务督导单", "D003")


async def test_those_struck_off_come_newest_first_and_page_by_page(station: Station, leader: Member) -> None:
    await some_sheets(station, 10)
    async with station.database.transaction(STATION) as tx:
        for n in range(1, 11):
            sheet = await sheets.by_serial(tx, n)
            assert sheet
            closed_at = tx.now - timedelta(hours=n)
            await sheets.change(tx, sheet, SheetState.CLOSED, closed_at=closed_at, outcome=Outcome.SETTLED)
    await leader.says("督导单")
    leader.sees("目前没有您能看到的在办督导单")
    await leader.presses("已销号")
    assert codes(leader) == [f"D{n:03d}" for n in range(1, 9)]
    await leader.presses("下一页")
    assert codes(leader) == ["D009", "D010"]


async def test_whoever_leads_a_group_goes_from_all_to_the_groups_to_their_own(
    station: Station, room: Member
) -> None:
    lead_of_group = station.member("P-YI01")
    await issue(room)
    await issue(room, group="甲组", community="仙阁社区")
    await lead_of_group.says("督导单")
    lead_of_group.sees("在办督导单 1件", "D001")
    await lead_of_group.presses("本组")
    lead_of_group.sees("在办督导单 1件(本组)")
    await lead_of_group.presses("我的")
    lead_of_group.sees("在办督导单 1件(我的)")
    assert "全部" in lead_of_group.last.labels


async def test_a_forged_scope_shows_no_more_than_may_be_seen(station: Station, room: Member) -> None:
    await issue(room)
    other = station.member("P-YI02")
    await other.presses_data("ls:group:open:0:0")
    other.sees("目前没有您能看到的在办督导单")


async def test_whoever_reads_no_sheets_is_shown_none(station: Station, room: Member, admin: Member) -> None:
    await issue(room)
    await admin.presses_data("ls:all:open:0:0")
    admin.has_not_seen("D001")


async def test_words_of_two_characters_are_found_in_the_sheet_and_in_its_feedback(
    room: Member, officer: Member, leader: Member
) -> None:
    await issue(room)
    await issue(room, object_="仙岳示例苑1栋 邻里噪声")
    await leader.says("查 噪声")
    leader.sees("🔍 噪声", "D002", "警员乙01")
    assert "D001" not in leader.last.text
    await leader.says("查 堆物")
    leader.sees("没有找到含“堆物”的督导单")
    await hand_in(officer, "D001")
    await leader.says("督导单 堆物 家具")
    leader.sees("D001")
    assert leader.last.labels == ["D001"]
    await leader.presses("D001")
    leader.sees("任务督导单")
    await leader.says("/sheets 〔2023〕002号")
    leader.sees("D002")


async def test_nobody_finds_what_they_may_not_see(station: Station, room: Member, officer: Member) -> None:
    await issue(room)
    other = station.member("P-YI02")
    await other.says("查 楼道")
    other.sees("没有找到")
    await other.says("查 仙岳")
    other.sees("没有找到")
    await other.says("查 D001")
    other.sees("没有找到 D001")
    await officer.says("查 仙岳")
    officer.sees("D001")


async def test_what_is_still_being_written_is_not_found(
    room: Member, officer: Member, leader: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says(FEEDBACK)
    await leader.says("查 调处中心")
    leader.sees("没有找到")
    await hand_in(officer)
    await leader.says("查 调处中心")
    leader.sees("D001")


async def test_a_search_that_finds_too_much_or_asks_too_little_says_what_to_do(
    station: Station, room: Member, leader: Member
) -> None:
    for _ in range(9):
        await issue(room)
    await leader.says("查 仙岳")
    leader.sees("D009", "D002", "还有更多,请再加一个词")
    for too_little in ("查 仙", "查 甲乙 丙丁 戊己 庚辛"):
        await leader.says(too_little)
        leader.sees("请写一到3个词")
    await leader.says("查 %%")
    leader.sees("没有找到")


async def test_a_text_that_begins_like_a_search_belongs_to_the_question_that_is_open(
    room: Member, officer: Member
) -> None:
    await issue(room)
    await officer.says("反馈结果 D001")
    await officer.says("查 明起因是楼道堆物和夜间拖家具")
    officer.has_not_seen("🔍")
    officer.has_not_seen("没有找到")


async def test_a_sheets_code_after_the_word_opens_it(room: Member, leader: Member) -> None:
    await issue(room)
    await leader.says("查 D001")
    leader.sees("任务督导单")
