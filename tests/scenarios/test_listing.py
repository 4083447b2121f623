"""督导单: what one may see, filtered, a page at a time."""

from datetime import timedelta

import pytest

from storage import sheets
from storage.sheets import HandlingClass, Outcome, Risk, SheetState
from tests.scenario import STATION, Member, Station
from tests.scenarios.steps import hand_in, issue


@pytest.fixture
def leader(station: Station) -> Member:
    """The station's leader, who reads every sheet."""
    return station.member("P-LD01")


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
