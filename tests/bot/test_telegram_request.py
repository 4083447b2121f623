"""Requests to Telegram: whether one that failed can have been done, and no word of the token."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram import Bot
from telegram.error import NetworkError, TelegramError

from bot.channels import telegram_request
from bot.channels.base import TransientError
from bot.channels.telegram_errors import classified
from bot.channels.telegram_request import AiohttpRequest, NeverLeftError
from tests.service import TOKEN

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
ANSWER = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 25\r\n\r\n{"ok":true,"result":true}'


@asynccontextmanager
async def server(talk: Talk) -> AsyncIterator[str]:
    """A server that does `talk` with whoever connects."""
    talking: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talking.add(task)
        try:
            await talk(reader, writer)
        finally:
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1")
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)


@asynccontextmanager
async def bot_at(url: str, connections: int = 4) -> AsyncIterator[Bot]:
    request = AiohttpRequest(connections)
    yield Bot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=request)
    await request.shutdown()


async def request_read(reader: asyncio.StreamReader) -> bytes:
    """The head of a request."""
    return await reader.readuntil(b"\r\n\r\n")


async def never_answers(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await request_read(reader)
    await asyncio.Event().wait()


async def hangs_up(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await request_read(reader)


async def answers_half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request_read(reader)
    writer.write(ANSWER[:-5])
    await writer.drain()


async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while (await request_read(reader)).startswith(b"POST"):
        await reader.readuntil(b"}")
        writer.write(ANSWER)


async def failure(call: Awaitable[object]) -> TransientError:
    with pytest.raises(TelegramError) as caught:
        await call
    assert TOKEN not in str(caught.value)
    error = classified(caught.value)
    assert isinstance(error, TransientError)
    return error


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONNECT_SECONDS", "POOL_SECONDS", "READ_SECONDS", "WRITE_SECONDS"):
        monkeypatch.setattr(telegram_request, name, 0.05)


@pytest.mark.parametrize("talk", [hangs_up, answers_half, never_answers])
async def test_a_request_that_went_out_and_was_not_answered_is_unknown(talk: Talk, impatient: None) -> None:
    async with server(talk) as url, bot_at(url) as bot:
        assert (await failure(bot.send_message(1, "D017"))).unknown


async def test_where_nobody_listens_nothing_was_sent() -> None:
    async with server(hangs_up) as url:
        pass
    async with bot_at(url) as bot:
        assert not (await failure(bot.send_message(1, "D017"))).unknown


async def test_what_found_no_free_connection_was_not_sent(impatient: None) -> None:
    async with server(never_answers) as url, bot_at(url, connections=1) as bot:
        first = asyncio.create_task(bot.do_api_request("getupdates", read_timeout=60))
        await asyncio.sleep(0)
        assert not (await failure(bot.send_message(1, "D017"))).unknown
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)


async def test_a_connection_serves_one_request_after_the_other() -> None:
    connections = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(1)
        await answers(reader, writer)

    async with server(talk) as url, bot_at(url) as bot:
        for _ in range(3):
            assert await bot.delete_webhook(drop_pending_updates=True)
    assert len(connections) == 1


async def test_the_environment_may_name_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    heads = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await request_read(reader))
        writer.write(ANSWER)

    async with server(talk) as proxy:
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        async with bot_at("http://telegram.test") as bot:
            assert await bot.delete_webhook()
    assert heads[0].startswith(b"POST http://telegram.test/bot")


async def test_after_it_was_closed_nothing_is_sent() -> None:
    request = AiohttpRequest(1)
    await request.shutdown()
    with pytest.raises(NeverLeftError):
        await request.do_request("http://telegram.test", "GET")
    assert issubclass(NeverLeftError, NetworkError)


@pytest.mark.parametrize("text", [b'"\\ud83d"', b'"\xff"', b'"\xf0\x9f"'])
def test_half_a_character_does_not_make_an_answer_unreadable(text: bytes) -> None:
    answer = AiohttpRequest.parse_json_payload(b'{"ok": true, "result": [{"text": ' + text + b"}]}")
    assert answer["result"]


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b'"ok"', b'{"ok"'])
def test_what_is_no_answer_is_refused_and_not_repeated_in_the_error(answer: bytes) -> None:
    with pytest.raises(TelegramError, match=r"Invalid server response$"):
        AiohttpRequest.parse_json_payload(answer)
