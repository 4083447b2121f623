"""M9 on the page of phones, in a real browser: the supervisor, the officer and a leader, and a clock that is moved."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.sandbox.demo import demo

pytestmark = pytest.mark.asyncio(loop_scope="module")
SUPERVISOR, OFFICER, LEADER = "P-JD01", "P-BA03", "P-LD01"


class Phone:
    """One person's phone on the page."""

    def __init__(self, page: Page, person: str) -> None:
        self.phone: Locator = page.get_by_test_id(f"phone-{person}")

    async def taps(self, label: str) -> None:
        await self.phone.get_by_test_id("key").get_by_text(label, exact=True).last.click()

    async def says(self, words: str) -> None:
        await self.phone.get_by_test_id("input").fill(words)
        await self.phone.get_by_test_id("send").click()

    async def sees(self, words: str) -> None:
        await expect(self.phone.get_by_text(words).last).to_be_visible(timeout=15_000)


async def test_from_the_white_reminder_to_the_red_slip(browser: Browser, tmp_path: Path) -> None:
    async with demo(tmp_path, "127.0.0.1", 0) as (url, _):
        page = await browser.new_page(viewport={"width": 1500, "height": 950}, locale="zh-CN")
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{url}/#{SUPERVISOR},{OFFICER},{LEADER}")
        supervisor, officer, leader = (Phone(page, each) for each in (SUPERVISOR, OFFICER, LEADER))
        await supervisor.sees("建议:白单提醒")
        await supervisor.taps("发白单")
        await officer.sees("⬜ 白单提醒 白〔2023〕006号")
        await officer.taps("申诉")
        await officer.sees("请说明理由,可附照片")
        await officer.says("4月18日扫描仪送修,有报修单")
        await officer.taps("提交申诉")
        await leader.sees("“4月18日扫描仪送修,有报修单”")
        await leader.taps("维持")
        await leader.sees("理由是什么")
        await leader.says("送修前已逾期")
        await officer.sees("申诉后维持:送修前已逾期")
        for _ in range(2):
            await page.get_by_test_id("clock-24h").click()
        await supervisor.sees("🛠 Z031 逾期3天 办案员03")
        await page.get_by_test_id("clock-168h").click()
        await leader.sees("🟥 Z031 逾期10天 办案员03")
        await leader.taps("发红单")
        await leader.taps("确认发出")
        await officer.sees("🟥 红单 红〔2023〕001号")
        await officer.taps("已整改")
        await officer.sees("整改(1/2)")
        await officer.says("已补扫42页并核对页码")
        await officer.taps("无需照片")
        await officer.sees("✅ Z031 已提交核验")
        await page.close()
    assert complaints == []
