"""A newcomer who does what the hint card says, pressing the very labels that it names, and nothing else."""

import re

from playwright.async_api import Locator, Page, expect

CLOCK = re.compile(r"“(\+\d+\S+?)”")
PHOTOS = re.compile(r"挑三张示例照片")
PATIENCE = 15_000


class Reader:
    """Reads one page's card."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.card = page.get_by_test_id("hints")
        self.title = page.get_by_test_id("hint-title")

    async def reads_to_the_end(self) -> list[str]:
        """Do every step; gives their titles. Fails where a step cannot be done, or does not count as done."""
        titles = []
        while await self.has_more():
            titles.append(await self.does_the_step())
        return [*titles, await self.title.inner_text()]

    async def has_more(self) -> bool:
        return await self.page.get_by_test_id("hint-next").count() > 0

    async def does_the_step(self) -> str:
        """Do the present step, and see the card go on by itself; gives the step's title."""
        title = await self.title.inner_text()
        text = await self.card.locator("p").text_content() or ""
        labels = await self.card.locator("p b").all_text_contents()
        phone = await self.opens_the_phone()
        fill = self.page.get_by_test_id("hint-fill")
        if await fill.count():
            await fill.click()
            await phone.get_by_test_id("send").click()
        if PHOTOS.search(text):
            await _sends_three_photos(phone)
        for label in labels:
            await phone.get_by_test_id("key").get_by_text(label, exact=True).last.click()
        for label in CLOCK.findall(text):
            await self.page.get_by_role("button", name=label).click()
        await expect(self.title).not_to_have_text(title, timeout=PATIENCE)
        return title

    async def opens_the_phone(self) -> Locator:
        """Go to the phone of the step; at phone width it is offered only to who looks at another."""
        opening = self.page.get_by_test_id("hint-open")
        name = (await opening.text_content() or "").removeprefix("打开 ")
        if await opening.is_visible():
            await opening.click()
        phone = self.page.get_by_label(f"{name}的手机", exact=True)
        await expect(phone).to_be_visible()
        return phone


async def _sends_three_photos(phone: Locator) -> None:
    await phone.get_by_test_id("attach").click()
    await phone.get_by_test_id("attach-photos").click()
    for tile in (await phone.get_by_test_id("shelf").locator(".shelf-tile").all())[:3]:
        await tile.click()
    await phone.get_by_test_id("send-photos").click()
