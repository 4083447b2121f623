import os
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser
from telegram import Bot

from bot.clock import Clock
from bot.sandbox.botapi import create_app
from bot.sandbox.world import World
from bot.serving import serve
from tests.sandbox import chromium

TOKEN = "4200:a-token-of-the-shape-telegram-gives"


class Seconds:
    """Real time, as far as the sandbox is concerned."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        self.passed += 0.001
        return self.passed


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def world(clock: Clock, seconds: Seconds) -> World:
    world = World(clock, token=TOKEN, bot_name="筼小筜", bot_username="dudao_bot", elapsed=seconds)
    world.add_person("alice", "质效员01", "综合指挥室")
    world.add_person("bob", "警员乙01", "乙组")
    return world


@pytest.fixture
async def url(world: World) -> AsyncIterator[str]:
    async with serve(create_app(world)) as base:
        yield base


@pytest.fixture
async def bot(url: str) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        yield bot


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    if not chromium.path() and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine: the page of phones is not tested")
    async with chromium.started() as browser:
        yield browser


def picture(colour: str = "teal", size: tuple[int, int] = (640, 480), kind: str = "JPEG") -> bytes:
    drawn = BytesIO()
    Image.new("RGB", size, colour).save(drawn, kind)
    return drawn.getvalue()
