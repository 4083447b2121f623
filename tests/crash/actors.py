"""Who keeps the bot busy while it is killed: people with phones, who wait for answers and act on them."""

import asyncio
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from bot.sandbox.chats import Button, Message
from bot.sandbox.world import World
from tests.scenario import picture

T = TypeVar("T")
PATIENCE = 60.0
"""Seconds within which an answer comes, the bot's restarts included."""
PICTURES = [picture(1), picture(2), picture(3)]
WORDS = "双方约定22点后不搬动家具,下周回看"


@dataclass
class Actor:
    """Somebody with a phone; `begun` is their message with which the present piece of work began."""

    world: World
    key: str
    chance: random.Random
    begun: int = 0

    async def rests(self, most: float) -> None:
        """A moment of human time."""
        await asyncio.sleep(self.chance.uniform(0, most))

    def says(self, text: str) -> Message:
        """Send a text."""
        return self.world.send_text(self.key, text)

    async def sees(self, part: str) -> None:
        """Wait for a message, since the work began, that says this."""
        await self.finds(lambda: next((m for m in self.heard(self.begun) if part in m.text), None), part)

    async def presses(self, label: str, *, of: str = "") -> None:
        """Wait for a button with this label, since the work began or with a payload that ends so; press it."""

        def find() -> tuple[Message, Button] | None:
            for message in self.heard(0 if of else self.begun):
                for button in buttons(message):
                    if button.label == label and (button.data or "").endswith(of):
                        return message, button
            return None

        message, button = await self.finds(find, f"[{label}]")
        self.world.press(self.key, message.message_id, button.data or "")

    def heard(self, since: int = 0) -> list[Message]:
        """What the bot has said since a message, the newest first."""
        shown = self.world.chat(self.key)
        return [m for m in reversed(shown) if m.from_bot and m.message_id > since]

    async def finds(self, find: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
        """Wait until `find` finds something."""
        try:
            await self.world.until(lambda: find() is not None, patience)
        except TimeoutError:
            raise AssertionError(f"{self.key} waits for {what} in vain") from None
        found = find()
        assert found is not None
        return found


def buttons(message: Message) -> Iterator[Button]:
    """Every button under a message."""
    return (button for row in message.keyboard for button in row)


@dataclass
class Room(Actor):
    """The command room: drafts and issues one sheet after the other."""

    places: tuple[tuple[str, str], ...] = ()
    issued: list[str] = field(default_factory=list)

    async def works(self, over: asyncio.Event) -> None:
        """Until it is over; what was begun is ended."""
        while not over.is_set():
            await self.issues(f"{self.key}第{len(self.issued) + 1}单")

    async def issues(self, subject: str) -> None:
        """One sheet, from the first word to the last press."""
        group, place = self.chance.choice(self.places)
        self.begun = self.says("拟督导单").message_id
        await self.presses(group)
        await self.presses(place)
        await self.sees("(1/3)对象")
        self.says(subject)
        await self.sees("(2/3)内容")
        self.says("30天内6次报警,请查明起因,当面调解")
        await self.presses("🟡 黄")
        await self.presses("照常规要求")
        await self.presses("下发")
        await self.presses("确认下发")
        await self.sees("✅ 已下发")
        self.issued.append(subject)


@dataclass
class Officer(Actor):
    """Signs for every sheet that comes, answers it in many messages without waiting, hands it in."""

    said: dict[int, list[str]] = field(default_factory=dict)

    async def works(self, over: asyncio.Event) -> None:
        """Until it is over, which is when everything is handed in."""
        while not over.is_set():
            await self.answers(await self.finds(self._unsigned, "another sheet", patience=3600))

    async def answers(self, sheet: int) -> None:
        """One sheet."""
        said = self.said[sheet] = []
        await self.presses("签收", of=f":{sheet}")
        await self.presses("反馈结果", of=f":{sheet}")
        for n in range(self.chance.randint(3, 6)):
            said.append(f"{self.key}单{sheet}第{n}条:{WORDS}")
            if n == 1:
                self.world.send_photos(self.key, PICTURES, caption=said[-1])
            else:
                self.says(said[-1])
            await self.rests(0.4)
        await self.presses("照片发完了", of=f":{sheet}")
        await self.presses("已化解", of=f":{sheet}")

    def handed_in(self) -> int:
        """How many sheets the bot says are handed in."""
        return len(
            {code for message in self.heard() for code in re.findall(r"✅ (D\d+) 已提交", message.text)}
        )

    def _unsigned(self) -> int | None:
        for message in reversed(self.heard()):
            for button in buttons(message):
                sheet = int((button.data or "").rpartition(":")[2]) if button.label == "签收" else None
                if sheet and sheet not in self.said:
                    return sheet
        return None


@dataclass
class Asker(Actor):
    """Wants to know something all the time."""

    async def works(self, over: asyncio.Event) -> None:
        """Until it is over."""
        while not over.is_set():
            self.says(self.chance.choice(["菜单", "帮助", "我的任务", "D001", "你好", "/start"]))
            await self.rests(3)
