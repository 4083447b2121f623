import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import Conflict

from bot.sandbox.world import World
from bot.serving import serve


class Hook:
    """The bot's end of a webhook: what came, with which secret; `refusals` are answered first."""

    def __init__(self) -> None:
        self.url = ""
        self.came: list[tuple[str, Any]] = []
        self.refusals: list[str] = []

    async def receive(self, request: Request) -> Response:
        update = await request.json()
        text = update["message"]["text"]
        self.came.append((request.headers.get("x-telegram-bot-api-secret-token", ""), text))
        if text in self.refusals:
            self.refusals.remove(text)
            return Response(status_code=500)
        return Response()

    def texts(self) -> list[str]:
        return [text for _, text in self.came]

    async def until(self, number: int) -> None:
        async with asyncio.timeout(5):
            while len(self.came) < number:  # noqa: ASYNC110 - the other end is a web server
                await asyncio.sleep(0.01)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    async with serve(Starlette(routes=[Route("/tg", hook.receive, methods=["POST"])])) as base:
        hook.url = f"{base}/tg"
        yield hook


async def test_updates_are_delivered_with_the_secret_in_order(bot: Bot, world: World, hook: Hook) -> None:
    world.send_text("alice", "一")
    await bot.set_webhook(hook.url, secret_token="open-sesame")
    world.send_text("alice", "二")
    await hook.until(2)
    assert hook.came == [("open-sesame", "一"), ("open-sesame", "二")]
    await asyncio.sleep(0.05)
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_what_is_not_answered_2xx_is_repeated_and_holds_up_its_own_chat_only(
    bot: Bot, world: World, hook: Hook
) -> None:
    hook.refusals = ["一", "一", "一"]
    await bot.set_webhook(hook.url)
    world.send_text("alice", "一")
    world.send_text("alice", "二")
    world.send_text("bob", "三")
    await hook.until(6)
    assert [text for text in hook.texts() if text != "三"] == ["一", "一", "一", "一", "二"]
    assert hook.texts().index("三") < hook.texts().index("二")
    assert "500" in ((await bot.get_webhook_info()).last_error_message or "")


async def test_fetching_is_refused_beside_a_webhook(bot: Bot, world: World, hook: Hook) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    await bot.set_webhook(hook.url)
    with pytest.raises(Conflict, match="webhook is active"):
        await poll
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    world.send_text("alice", "一")
    assert len(await bot.get_updates(timeout=1)) == 1
    assert hook.came == []


async def test_an_address_that_does_not_answer_is_tried_until_it_does(
    bot: Bot, world: World, unused_tcp_port: int
) -> None:
    await bot.set_webhook(f"http://127.0.0.1:{unused_tcp_port}/tg")
    world.send_text("alice", "一")
    hook = Hook()
    await asyncio.sleep(0.05)
    app = Starlette(routes=[Route("/tg", hook.receive, methods=["POST"])])
    async with serve(app, port=unused_tcp_port):
        await hook.until(1)
    assert hook.texts() == ["一"]
