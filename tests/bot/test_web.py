"""The bot's own web server: health, and the webhook's door."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.web import MOST_BYTES, WEBHOOK_PATH, create_web

SECRET = "a-secret-of-the-webhook"
TOLD = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


class Door:
    """What is behind the webhook: takes updates when it is let."""

    def __init__(self) -> None:
        self.pushed: list[dict[str, Any]] = []
        self.asked = asyncio.Event()
        self.open = asyncio.Event()
        self.troubles: list[str] = []

    async def push(self, update: dict[str, Any]) -> None:
        self.asked.set()
        await self.open.wait()
        self.pushed.append(update)

    async def ready(self) -> list[str]:
        return self.troubles

    async def measure(self) -> bytes:
        return b"dudao_turns_total 1.0"


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
async def client(door: Door) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_web(door.ready, door.measure, door.push, SECRET))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as opened:
        yield opened


async def test_an_update_is_confirmed_only_once_it_is_committed(
    door: Door, client: httpx.AsyncClient
) -> None:
    posting = asyncio.create_task(client.post(WEBHOOK_PATH, json={"update_id": 1}, headers=TOLD))
    await door.asked.wait()
    assert not posting.done()
    door.open.set()
    assert (await posting).status_code == 200
    assert door.pushed == [{"update_id": 1}]


async def test_an_update_that_could_not_be_committed_is_not_confirmed(client: httpx.AsyncClient) -> None:
    async def fail(_: dict[str, Any]) -> None:
        raise ConnectionError

    transport = httpx.ASGITransport(
        create_web(Door().ready, Door().measure, fail, SECRET), raise_app_exceptions=False
    )
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as other:
        assert (await other.post(WEBHOOK_PATH, json={"update_id": 1}, headers=TOLD)).status_code == 500


@pytest.mark.parametrize("headers", [{}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}])
async def test_without_the_secret_there_is_nothing_here(
    door: Door, client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    door.open.set()
    assert (await client.post(WEBHOOK_PATH, json={"update_id": 1}, headers=headers)).status_code == 404
    assert door.pushed == []


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"x" * (MOST_BYTES + 1), 413), (b"{", 400), (b"\xff\xfe", 400), (b"[1]", 400), (b"null", 400)],
)
async def test_what_is_no_update_is_refused(
    door: Door, client: httpx.AsyncClient, body: bytes, status: int
) -> None:
    door.open.set()
    assert (await client.post(WEBHOOK_PATH, content=body, headers=TOLD)).status_code == status
    assert door.pushed == []


async def test_health_says_that_the_process_lives_and_whether_it_can_work(
    door: Door, client: httpx.AsyncClient
) -> None:
    assert (await client.get("/healthz")).status_code == 200
    assert (await client.get("/readyz")).status_code == 200
    door.troubles = ["telegram in: token"]
    assert (await client.get("/healthz")).status_code == 200
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "telegram in: token")


async def test_what_was_counted_is_there_to_be_read(client: httpx.AsyncClient) -> None:
    answer = await client.get("/metrics")
    assert answer.text == "dudao_turns_total 1.0"
    assert answer.headers["content-type"].startswith("text/plain; version=")


async def test_where_updates_are_fetched_there_is_no_webhook() -> None:
    transport = httpx.ASGITransport(create_web(Door().ready, Door().measure))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as other:
        assert (await other.post(WEBHOOK_PATH, json={})).status_code == 404
