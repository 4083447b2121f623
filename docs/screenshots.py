"""Plays the hint card's script in the demo and takes the pictures of docs/images (`make screenshots`)."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import typst
from PIL import Image, ImageOps
from playwright.async_api import Locator, Page, ViewportSize, expect

from bot import logs
from bot.sandbox.demo import demo
from bot.sandbox.world import World
from handlers.paper import Paper, press
from handlers.paper.printing import printed
from handlers.sheets import printing
from tests.sandbox import chromium
from tests.sandbox.reader import Reader

IMAGES = Path(__file__).parent / "images"
ROOM, OFFICER, RETURNED, LEAD = "P-ZX01", "P-YI01", "P-JIA03", "P-SQ00"
DESK = ViewportSize(width=1500, height=900)
PHONE = ViewportSize(width=390, height=844)
PLAYED, DOTS = "D018", 120
"""The sheet of the script, and the paper's dots to the inch."""


async def main() -> None:
    """Every picture, in the order in which the script makes what they show."""
    logs.configure("warning", "auto")
    with TemporaryDirectory() as folder:
        async with demo(Path(folder), "127.0.0.1", 0) as (url, world), chromium.started() as browser:
            page = await browser.new_page(
                viewport=DESK, device_scale_factor=1.5, color_scheme="light", locale="zh-CN"
            )
            await page.goto(url)
            reader = Reader(page)
            await _reads_until(reader, "审核销号")
            await page.goto(f"{url}/#{ROOM},{OFFICER},{RETURNED}")
            await _take("desk", page)
            await _take("officer", page.get_by_test_id(f"phone-{OFFICER}"))
            await reader.reads_to_the_end()
            await page.get_by_test_id("theme").click()
            await page.goto(f"{url}/#{ROOM},{OFFICER},{LEAD}")
            await _take("desk-dark", page)
            await page.set_viewport_size(PHONE)
            await page.goto(f"{url}/#{OFFICER}")
            await _take("narrow-dark", page)
            await page.get_by_test_id("theme").click()
            await page.get_by_test_id("back").click()
            await _take("narrow-people", page)
            await _print("paper", world)


async def _reads_until(reader: Reader, title: str) -> None:
    while await reader.title.inner_text() != title:
        await reader.does_the_step()


async def _take(name: str, what: Page | Locator) -> None:
    """A picture of a page, or of a part of one, once everything on it has come to rest."""
    page = what if isinstance(what, Page) else what.page
    await page.mouse.move(0, 0)
    for moving in (".toast", ".scrolling", ".pressed"):
        await expect(page.locator(moving)).to_have_count(0)
    taken = Image.open(BytesIO(await what.screenshot(animations="disabled")))
    taken.convert("RGB").save(IMAGES / f"{name}.webp", quality=82, method=6)


async def _print(name: str, world: World) -> None:
    """A picture of the first page that the room's phone gets of the sheet that was played through."""
    papers: list[tuple[Paper, dict[str, str], int]] = []

    async def noted(paper: Paper, path: Callable[[str], Path], at: datetime) -> bytes:
        papers.append((paper, {photo: str(path(photo)) for photo in paper.photos}, int(at.timestamp())))
        return await printed(paper, path, at)

    with patch.object(printing, "printed", noted):
        world.send_text(ROOM, f"打印 {PLAYED}")
        await world.until(lambda: any(message.document for message in world.chat(ROOM)), 30)
    ((paper, photos, at),) = papers
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        press.printed(paper.model_dump(), photos, at, folder)  # lays everything out, as for the PDF
        typst.compile(
            folder / press.FORM.name,
            folder / "{p}.png",
            root=folder,
            font_paths=press.FONTS,
            format="png",
            ppi=DOTS,
            timestamp=at,
        )
        taken = Image.open(folder / "1.png").convert("RGB")
    ImageOps.expand(taken, border=1, fill="#999").save(IMAGES / f"{name}.webp", quality=82, method=6)


if __name__ == "__main__":
    asyncio.run(main())
