"""A channel that is heard or spoken to no more is noticed, told of once, and so is that it works again."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels import telegram_listening
from bot.channels.base import TransientError, UnauthorisedError
from bot.channels.telegram import TelegramChannel
from bot.clock import Clock
from bot.delivery import Delivery
from bot.pulse import Ailment, Pulse
from bot.sandbox.botapi import create_app
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault
from bot.sandbox.world import World
from bot.serving import serve
from bot.watchdog import Watchdog
from storage import addresses, outbox
from storage.messages import Lane, Outgoing
from storage.photos import PhotoStore
from tests.conftest import STATION
from tests.scenario import Member, Phones, Station
from tests.service import TOKEN


class Kennel:
    """A watchdog at the demo station, and the pulse by which its phones are heard."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.heard = Pulse(station.clock.monotonic, steady=True)
        self.dog = Watchdog(
            station.database,
            STATION,
            station.desk,
            station.clock,
            {"phones": self.heard},
            station.delivery.pulses,
        )

    async def after(self, seconds: float) -> list[str]:
        """What the watchdog finds so many seconds later."""
        self.station.clock.advance(timedelta(seconds=seconds))
        await self.dog.look()
        await self.station.settle()
        return self.dog.troubles


@pytest.fixture
def kennel(station: Station) -> Kennel:
    return Kennel(station)


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (Ailment.TOKEN, "令牌被拒绝"),
        (Ailment.CONFLICT, "另有程序在用同一令牌接收"),
        (Ailment.NETWORK, "网络不通或对方无应答"),
    ],
)
async def test_administrators_hear_once_that_nothing_comes_in_and_once_that_it_does_again(
    kennel: Kennel, admin: Member, why: Ailment, words: str
) -> None:
    kennel.heard.fail(why)
    assert await kennel.after(29) == []
    kennel.heard.fail(why)
    assert await kennel.after(1) == [f"phones in: {why}"]
    assert len(admin.spoken_to) == 1
    admin.sees("⚠️ Phones接收中断", words)
    for _ in range(3):
        kennel.heard.fail(why)
        await kennel.after(200)
    assert len(admin.spoken_to) == 1
    kennel.heard.beat()
    assert await kennel.after(1) == []
    admin.sees("✅ Phones接收已恢复,中断约10分钟")
    await kennel.after(10)
    assert len(admin.spoken_to) == 2


async def test_what_fails_now_and_then_is_no_trouble(kennel: Kennel, admin: Member) -> None:
    for _ in range(10):
        kennel.heard.fail(Ailment.NETWORK)
        assert await kennel.after(20) == []
        kennel.heard.beat()
    assert admin.spoken_to == []


async def test_a_poll_of_which_nothing_is_heard_any_more_is_noticed(kennel: Kennel, admin: Member) -> None:
    assert await kennel.after(89) == []
    assert await kennel.after(1) == ["phones in: silent"]
    admin.sees("⚠️ Phones接收中断:没有任何动静")


async def test_a_channel_that_has_nothing_to_say_is_not_ill_one_that_hangs_is(
    kennel: Kennel, officer: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = kennel.station
    hangs = asyncio.Event()

    async def hang(*_: object) -> None:
        await hangs.wait()

    kennel.heard.beat()
    assert not [each for each in await kennel.after(10_000) if "out" in each]
    monkeypatch.setattr(station.phones, "send", hang)
    async with station.database.transaction(STATION) as tx:
        for text in ("1", "2"):
            await outbox.append(tx, "phones", officer.chat, Outgoing(text=text), lane=Lane.ROUTINE)
    station.clock.advance(timedelta(seconds=91))
    await kennel.dog.look()
    assert "phones out: silent" in kennel.dog.troubles
    monkeypatch.undo()
    hangs.set()
    await station.settle()
    await kennel.dog.look()
    assert not [each for each in kennel.dog.troubles if "out" in each]


@pytest.mark.parametrize(
    ("error", "why"), [(UnauthorisedError(""), "token"), (TransientError(""), "network")]
)
async def test_what_cannot_be_said_is_noticed_and_a_refusal_of_one_message_is_not(
    kennel: Kennel, officer: Member, error: Exception, why: str
) -> None:
    kennel.station.phones.failures[officer.chat] = [error] * 6  # type: ignore[list-item]
    await officer.says("菜单")
    for _ in range(8):
        kennel.heard.beat()
        kennel.station.clock.advance(timedelta(seconds=20))
        await kennel.station.delivery.wake_due()
        await kennel.station.settle()
    await kennel.dog.look()
    assert kennel.dog.troubles == [f"phones out: {why}"]


async def test_a_channel_that_still_works_brings_the_news_and_on_the_other_it_dies_with_its_time(
    station: Station, admin: Member
) -> None:
    other = Phones(name="telegram")
    async with station.database.transaction(STATION) as tx:
        await addresses.bind(tx, "telegram", "admin-elsewhere", "P-AD01")
    await station.delivery.stop(1)
    station.delivery = Delivery(
        station.database,
        STATION,
        {"phones": station.phones, "telegram": other},
        station.desk,
        station.clock,
        run_id="both",
    )
    station.phones.failures[admin.chat] = [UnauthorisedError("")] * 20
    kennel = Kennel(station)
    kennel.heard.fail(Ailment.TOKEN)
    await kennel.after(30)
    assert [each.text for each in other.chats["admin-elsewhere"]] == [
        "⚠️ Phones接收中断:令牌被拒绝,请核对。正在自动重试,恢复后告知。"
    ]
    station.clock.advance(timedelta(minutes=11))
    station.phones.failures.clear()
    await station.delivery.wake_due()
    await station.settle()
    assert not any("中断" in text for text in admin.spoken_to)


# Over HTTP


@pytest.fixture
async def listening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[World, Pulse]]:
    """A sandbox server and the pulse of a channel that polls it; it comes back without a pause."""
    monkeypatch.setattr(telegram_listening, "ALARM_SECONDS", 0.01)
    world = World(Clock(), token=TOKEN, bot_name="筼小筜", bot_username="dudao_bot")
    pulse = Pulse(Clock().monotonic, steady=True)

    async def receive(_: object) -> None: ...

    async with serve(create_app(world)) as url:
        channel = TelegramChannel(TOKEN, url, PhotoStore(tmp_path))
        task = asyncio.create_task(channel.listen(receive, pulse))
        try:
            yield world, pulse
        finally:
            task.cancel()
            await asyncio.wait([task])
            await channel.close()


@pytest.mark.parametrize(
    ("code", "says", "why"),
    [
        (401, "Unauthorized", Ailment.TOKEN),
        (404, "Not Found", Ailment.TOKEN),
        (409, "Conflict: terminated by other getUpdates request", Ailment.CONFLICT),
        (502, "Bad Gateway", Ailment.NETWORK),
    ],
)
async def test_polling_notes_what_telegram_answers_and_goes_on_by_itself(
    listening: tuple[World, Pulse],
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    says: str,
    why: Ailment,
) -> None:
    world, pulse = listening
    noted: asyncio.Queue[Ailment | None] = asyncio.Queue()
    monkeypatch.setattr(pulse, "fail", noted.put_nowait)
    monkeypatch.setattr(pulse, "beat", lambda: noted.put_nowait(None))
    world.add_person("X", "x", "")
    async with asyncio.timeout(10):
        while not world.calls["getUpdates"]:  # noqa: ASYNC110 - the sandbox tells nobody of a call
            await asyncio.sleep(0.01)
        world.faults.add(Fault("getUpdates", ApiError(code, says)))
        for answered in (why, None):  # the next poll is refused, the one after it is not
            world.send_text("X", "菜单")
            while await noted.get() != answered:
                pass
