"""An officer with thirty open sheets: home, lists, reminders and the lead's overview still read well.

That no message is longer than a channel takes, and no label longer than a phone shows, `tests/conventions.py` looks at.
"""

import pytest

from handlers.sheets.rules import MOST
from tests.scenario import Member, Station
from tests.scenarios.steps import hand_in, issue

MANY = 30
LONG = "仙岳示例里3栋501、502两户邻里噪音" * 3


@pytest.fixture
async def burdened(station: Station, room: Member, officer: Member) -> Member:
    """警员乙01 with thirty sheets, each with an object as long as they come."""
    for number in range(MANY):
        await issue(room, object_=f"第{number + 1}件 {LONG}"[: MOST["object"]])
    officer.clears_chat()
    return officer


async def test_home_counts_them_and_the_list_names_the_nearest_and_counts_the_rest(burdened: Member) -> None:
    await burdened.says("菜单")
    burdened.sees(f"督导单{MANY}件")
    await burdened.says("我的任务")
    burdened.sees(f"我的任务 督导单{MANY}件", "D001", "……另有18件")
    assert burdened.last.labels == ["D001", "D002", "D003", "D004", "D005", "D006"]


async def test_what_waits_for_the_officer_comes_before_what_is_in_review(burdened: Member) -> None:
    await burdened.says("D001")
    await burdened.presses("签收")
    await hand_in(burdened)
    await burdened.says("我的任务")
    assert burdened.last.labels == ["D002", "D003", "D004", "D005", "D006", "D007"]


async def test_every_one_of_them_is_reached_page_by_page(burdened: Member) -> None:
    await burdened.says("督导单")
    seen = set[str]()
    for _ in range(MANY):
        seen |= {
            word
            for word in burdened.last.text.replace("</b>", " ").replace("<b>", " ").split()
            if word[0] == "D"
        }
        if "下一页" not in burdened.last.labels:
            break
        await burdened.presses("下一页")
    assert seen == {f"D{number:03d}" for number in range(1, MANY + 1)}


async def test_a_morning_has_one_digest_and_the_lead_one_overview(station: Station, burdened: Member) -> None:
    lead = station.member("P-SQ00")
    for number in range(1, MANY + 1):
        await burdened.says(f"签收 D{number:03d}")
    await station.time_is(27, 8, 30)
    burdened.clears_chat()
    await station.time_is(27, 9, 30)
    (digest,) = [message for message in burdened.messages if "待办" in message.text]
    assert "……另有18件" in digest.text
    lead.clears_chat()
    burdened.clears_chat()
    await station.time_is(28, 9, 30)
    (late,) = [message for message in burdened.messages if "D001" in message.text]
    assert "已逾期1天" in late.text
    (overview,) = [message for message in lead.messages if f"逾期{MANY}件" in message.text]
    assert "……另有18件" in overview.text
