"""How many messages a second leave: the transport against its peers, to a server that takes everything.

The floor is aiohttp's bare client. Server and sender have a process each, on the same machine.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import aiohttp
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.request import HTTPXRequest

from bench.answering import answering
from bench.peers import aiogram_sends
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_request import AiohttpRequest
from storage.messages import Button, Outgoing
from tests.service import TOKEN

MESSAGES = 6_000
IN_FLIGHT = 16
TEXT = "📋 <b>D017</b> 办理中 剩7天\n仙岳示例里3栋501、502 邻里\n最近记录:4月19日 09:20 已签收"
LABELS = {"签收": "sh:sign:1", "反馈": "sh:feed:1"}
BUTTONS = (tuple(Button(label=label, data=data) for label, data in LABELS.items()),)
Send = Callable[[int], Awaitable[object]]


async def rate(send: Send, messages: int = MESSAGES) -> float:
    """Messages a second, so many in flight."""
    numbers = iter(range(messages))

    async def one_after_the_other() -> None:
        for number in numbers:
            await send(number)

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(IN_FLIGHT)))
    return messages / (time.perf_counter() - began)


async def bare(url: str) -> float:
    """The client of aiohttp and nothing else."""
    keyboard = [[{"text": label, "callback_data": data} for label, data in LABELS.items()]]
    body = {"text": TEXT, "parse_mode": "HTML", "reply_markup": {"inline_keyboard": keyboard}}
    async with aiohttp.ClientSession() as session:

        async def send(number: int) -> None:
            async with session.post(
                f"{url}/bot{TOKEN}/sendMessage", json={"chat_id": number, **body}
            ) as answer:
                await answer.json()

        return await rate(send)


async def ours(url: str) -> float:
    """The channel, as delivery calls it."""
    channel = TelegramChannel(TOKEN, url, store=None)  # type: ignore[arg-type] # no picture is sent
    message = Outgoing(text=TEXT, buttons=BUTTONS)
    try:
        return await rate(lambda number: channel.send(str(number), message))
    finally:
        await channel.close()


async def library(url: str, request: HTTPXRequest | AiohttpRequest, messages: int) -> float:
    """python-telegram-bot's `send_message`."""
    bot = Bot(TOKEN, base_url=f"{url}/bot", request=request, get_updates_request=request)
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(*each) for each in LABELS.items()]])
    try:
        return await rate(
            lambda number: bot.send_message(number, TEXT, parse_mode="HTML", reply_markup=keyboard), messages
        )
    finally:
        await request.shutdown()


async def main() -> None:
    """Each in turn, and what it is of the floor."""
    async with answering() as url:
        floor = await bare(url)
        results = {
            "bare aiohttp client": floor,
            "our channel": await ours(url),
            "python-telegram-bot's send_message on our request class": await library(
                url, AiohttpRequest(IN_FLIGHT), MESSAGES
            ),
            "aiogram's send_message": await aiogram_sends(url, MESSAGES, IN_FLIGHT),
            "python-telegram-bot's send_message on its own": await library(
                url, HTTPXRequest(), MESSAGES // 5
            ),
        }
    for name, found in results.items():
        print(f"{name}: {found:,.0f}/s, {found / floor:.2f}")


if __name__ == "__main__":
    asyncio.run(main())
