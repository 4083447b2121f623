"""A stop in the middle of things: nothing is left half done, and the next start goes on."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault
from storage import outbox
from storage.messages import Lane, Outgoing
from storage.opening import open_database
from tests.conftest import STATION
from tests.service import Service, service

OFFICER = "P-YI01"


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Service]:
    async with service(tmp_path, Clock()) as prepared:
        yield prepared


async def say(service: Service, *texts: str) -> None:
    database = await open_database(f"sqlite:///{service.database}", Clock().now)
    chat = str(service.world.phones[OFFICER].person.user_id)
    async with database.transaction(STATION) as tx:
        for text in texts:
            await outbox.append(tx, "telegram", chat, Outgoing(text=text), lane=Lane.ROUTINE)
    await database.close()


def delivered(service: Service) -> list[str]:
    return [each.text for each in service.world.deliveries]


async def stopped_within_ten_seconds(service: Service) -> None:
    began = time.monotonic()
    assert await service.stop() == 0, service.log
    assert time.monotonic() - began < 10
    assert service.rows("SELECT count(*) FROM outbox WHERE state = 'sending'") == [(0,)]


async def test_notices_that_wait_for_their_pace_are_handed_back_and_sent_once_by_the_next_run(
    running: Service,
) -> None:
    texts = [f"第{n}条" for n in range(7)]
    await say(running, *texts)
    await running.start()
    await running.world.until(lambda: len(running.world.deliveries) >= 3, 10)
    await stopped_within_ten_seconds(running)
    assert len(delivered(running)) < len(texts)
    await running.start()
    await running.world.until(lambda: len(running.world.deliveries) >= len(texts), 15)
    await stopped_within_ten_seconds(running)
    assert delivered(running) == texts
    assert "exception" not in running.log


async def test_one_that_hangs_in_the_middle_is_handed_back_and_sent_by_the_next_run(
    running: Service,
) -> None:
    running.world.faults.add(Fault("sendMessage", ApiError(500, "Internal Server Error"), delay=20))
    await say(running, "第0条", "第1条")
    await running.start()
    async with asyncio.timeout(10):
        while not running.world.calls["sendMessage"]:  # noqa: ASYNC110 - the sandbox tells nobody of a call
            await asyncio.sleep(0.05)
    await stopped_within_ten_seconds(running)
    await running.start()
    await running.world.until(lambda: len(running.world.deliveries) >= 2, 15)
    assert delivered(running) == ["〔重发 № 1〕第0条", "第1条"]


async def test_what_was_said_while_nobody_ran_is_answered_by_the_next_run(running: Service) -> None:
    for key in (OFFICER, "P-JIA01", "P-ZX01"):
        running.world.send_text(key, "菜单")
    await running.start()
    await running.world.until(lambda: len(running.world.deliveries) == 3, 10)
    await stopped_within_ten_seconds(running)
    assert running.rows("SELECT state, count(*) FROM inbox GROUP BY state") == [("handled", 3)]
    assert "alembic" not in running.log


async def test_a_second_process_on_the_same_folder_is_refused(running: Service) -> None:
    await running.start()
    running.world.send_text(OFFICER, "菜单")
    await running.world.until(lambda: len(running.world.deliveries) == 1, 10)
    first = running.process
    await running.start()
    second, running.process = running.process, first
    assert second is not None
    assert await second.wait() == 1
    assert "正被另一个督导进程使用" in running.log
    await stopped_within_ten_seconds(running)
