"""What one has in hand, and what a team's lead sees of each of the team."""

from pathlib import Path

import pytest

from bot.clock import Clock
from storage.db import Database
from tests.scenario import Station, open_station


@pytest.fixture
async def demo(database: Database, clock: Clock, tmp_path: Path) -> Station:
    station = await open_station(database, clock, tmp_path / "photos", with_issues=True)
    await station.moments_pass()
    supervisor = station.member("P-JD01")
    await supervisor.presses("发白单", on=supervisor.has_seen("🛠 Z031 逾期1天"))
    return station


async def test_one_sees_ones_own_issues_and_slips(demo: Station) -> None:
    handler = demo.member("P-BA03")
    await handler.says("我的任务")
    handler.sees(
        "📋 我的任务\n问题1件,逾期1件\nZ031 案卷材料未扫描上传 整改中,已逾期1天",
        "亮单1张,近30天有效1张\n⬜ 白〔2023〕006号 办案员03 已发出",
    )
    assert handler.last.labels == ["Z031", "白006"]
    await handler.presses("白006")
    handler.sees("⬜ 白单提醒 白〔2023〕006号")


async def test_what_is_closed_stays_in_ones_history(demo: Station) -> None:
    handler = demo.member("P-BA07")
    await handler.says("我的任务")
    handler.sees("📋 我的任务 问题0件\nZ028 候问室门锁松动 已销号")


async def test_a_lead_sees_each_of_the_team_and_opens_one(demo: Station) -> None:
    lead = demo.member("P-BA00")
    await lead.says("本队")
    lead.sees("👥 本队", "办案员03 问题1件,逾期1件|亮单1张,近30天有效1张", "办案员04 问题1件,逾期1件|亮单1张")
    await lead.presses("办案员04")
    lead.sees("👥 办案员04", "Z030", "白〔2023〕005号")
    await lead.presses_data("pp:P-YI01")
    lead.sees("没有找到")
    other = demo.member("P-SQ00")
    await other.says("本队")
    other.has_not_seen("办案员")
