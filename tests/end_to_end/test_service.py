"""The real process over HTTP: by webhook, through floods and failures, with a person who blocks it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.clock import Clock
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault
from bot.web import MOST_BYTES
from tests.service import Service, service

OFFICER, OTHER, ADMIN = "P-YI01", "P-JIA01", "P-AD01"
SECRET = "a-secret-of-the-webhook"
WEBHOOK = f'mode = "webhook"\nwebhook_url = "{{web}}/telegram"\nwebhook_secret = "{SECRET}"'


@pytest.fixture
async def polling(tmp_path: Path) -> AsyncIterator[Service]:
    async with service(tmp_path, Clock()) as prepared:
        await prepared.start()
        prepared.world.send_text(OTHER, "菜单")
        await prepared.world.until(lambda: len(heard(prepared, OTHER)) == 1, 10)
        yield prepared


def heard(service: Service, key: str) -> list[str]:
    return [message.text for message in service.world.chat(key) if message.from_bot]


async def test_by_webhook_updates_are_pushed_and_answered_and_strangers_find_nothing(tmp_path: Path) -> None:
    async with service(tmp_path, Clock(), telegram=WEBHOOK) as running, httpx.AsyncClient() as client:
        running.world.send_text(OFFICER, "菜单")
        await running.start()
        await running.world.until(lambda: len(heard(running, OFFICER)) == 1, 10)
        running.world.send_text(OFFICER, "我的任务")
        await running.world.until(lambda: len(heard(running, OFFICER)) == 2, 10)

        for path in ("healthz", "readyz"):
            assert (await client.get(f"{running.web}/{path}")).status_code == 200
        update = {
            "update_id": 1,
            "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}},
        }
        told = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        door = f"{running.web}/telegram"
        assert (await client.post(door, json=update)).status_code == 404
        assert (await client.post(door, content=b"x" * (MOST_BYTES + 1), headers=told)).status_code == 413
        for _ in range(2):
            assert (await client.post(door, json=update, headers=told)).status_code == 200

        await running.stop()
        assert running.rows("SELECT count(*) FROM inbox WHERE provider_id LIKE '1:%'") == [(1,)]
        running.world.send_text(OFFICER, "帮助")
        await running.start()
        await running.world.until(lambda: len(heard(running, OFFICER)) == 3, 15)


async def test_a_flooded_chat_waits_as_long_as_it_is_told_and_the_others_go_on(polling: Service) -> None:
    world = polling.world
    world.faults.flood(2, world.phones[OFFICER].person.user_id)
    began, calls = world.clock.now(), world.calls["sendMessage"]
    world.send_text(OFFICER, "菜单")
    world.send_text(OTHER, "菜单")
    await world.until(lambda: len(heard(polling, OTHER)) == 2, 10)
    assert world.clock.now() - began < timedelta(seconds=2)
    await world.until(lambda: len(heard(polling, OFFICER)) == 1, 10)
    assert world.deliveries[-1].at - began >= timedelta(seconds=2)
    assert world.calls["sendMessage"] - calls == 3, "it was asked once, refused, and asked once more"


@pytest.mark.parametrize(
    ("fault", "copies"),
    [
        (Fault("sendMessage", ApiError(502, "Bad Gateway")), 1),
        (Fault("sendMessage", ApiError(500, "Internal Server Error"), accepted=True), 2),
        (Fault("getUpdates", ApiError(502, "Bad Gateway")), 1),
    ],
)
async def test_what_fails_once_is_said_again(polling: Service, fault: Fault, copies: int) -> None:
    polling.world.faults.add(fault)
    polling.world.send_text(OFFICER, "菜单")
    await polling.world.until(lambda: len(heard(polling, OFFICER)) == copies, 15)


async def test_one_who_blocks_the_bot_is_marked_and_one_who_lets_it_in_again_is_heard(
    polling: Service,
) -> None:
    polling.world.block(OFFICER)
    await polling.world.until(lambda: any("警员乙01" in text for text in heard(polling, ADMIN)), 10)
    polling.world.unblock(OFFICER)
    polling.world.send_text(OFFICER, "菜单")
    await polling.world.until(lambda: len(heard(polling, OFFICER)) == 1, 10)
    await polling.stop()
    assert polling.rows("SELECT count(*) FROM addresses WHERE unreachable IS NOT NULL") == [(0,)]
