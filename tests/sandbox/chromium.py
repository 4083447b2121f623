"""The machine's own Chromium, headless, talking to nobody but us."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)


def path() -> str | None:
    """Where it is, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@asynccontextmanager
async def started() -> AsyncIterator[Browser]:
    """A browser, closed when the block ends. FileNotFoundError without one."""
    found = path()
    if not found:
        raise FileNotFoundError("no Chromium on this machine")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=QUIET.split())
        yield browser
        await browser.close()
