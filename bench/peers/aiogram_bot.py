"""What aiogram does in the benches, in a process and an environment of its own: its pydantic is older than ours.

`send URL MESSAGES IN_FLIGHT` prints messages a second, `echo URL` answers what it polls until it is killed.
"""

import asyncio
import sys
import time

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

TOKEN = "123456789:" + "a-token-that-is-nobodys-" + "0" * 11
TEXT = "📋 <b>D017</b> 办理中 剩7天\n仙岳示例里3栋501、502 邻里\n最近记录:4月19日 09:20 已签收"
LABELS = {"签收": "sh:sign:1", "反馈": "sh:feed:1"}


async def send(bot: Bot, messages: int, in_flight: int) -> float:
    """Messages a second, so many in flight."""
    row = [InlineKeyboardButton(text=label, callback_data=data) for label, data in LABELS.items()]
    keyboard = InlineKeyboardMarkup(inline_keyboard=[row])
    numbers = iter(range(messages))

    async def one_after_the_other() -> None:
        for number in numbers:
            await bot.send_message(number, TEXT, parse_mode="HTML", reply_markup=keyboard)

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(in_flight)))
    return messages / (time.perf_counter() - began)


async def echo(bot: Bot) -> None:
    """The echo bot of its documentation: everything in memory, nothing kept."""
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def answer(message: Message) -> None:
        await message.answer(message.text or "")

    await dispatcher.start_polling(bot)


async def main() -> None:
    """As the command line says."""
    does, url, *numbers = sys.argv[1:]
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    try:
        if does == "send":
            print(await send(bot, *map(int, numbers)))
        else:
            await echo(bot)
    finally:
        await bot.session.close()


if __name__ == "__main__":
    asyncio.run(main())
