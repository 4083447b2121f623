"""The hint card, followed to the letter in a real browser against the real demo."""

from functools import partial
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser

from bot.sandbox.demo import demo
from bot.sandbox.script import STEPS
from bot.sandbox.world import World
from tests.sandbox.reader import Reader

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
async def test_who_does_what_the_card_says_comes_to_its_end(
    browser: Browser, tmp_path: Path, width: int, theme: Literal["light", "dark"]
) -> None:
    async with demo(tmp_path, "127.0.0.1", 0) as (url, world):
        page = await browser.new_page(viewport={"width": width, "height": 860}, color_scheme=theme)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(url)
        assert await Reader(page).reads_to_the_end() == [step.title for step in STEPS]
        await page.close()
        for person, words in (("P-SQ00", "逾期"), ("P-ZX01", "逾期"), ("P-YI01", "已逾期1天")):
            await world.until(partial(_has_heard, world, person, words))
    officer = [message.text for message in world.chat("P-YI01")]
    assert any("D018 已通过" in text for text in officer)
    assert len([each for each in world.chat("P-YI01") if each.photo]) == 3
    assert complaints == []


def _has_heard(world: World, person: str, words: str) -> bool:
    return any(words in message.text for message in world.chat(person))
