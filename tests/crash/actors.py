"""Who keeps the bot busy while it is killed: people with phones, who wait for answers and act on them."""

import asyncio
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.sandbox.chats import Button, Message
from bot.sandbox.world import World
from handlers.texts import unmarked
from storage.messages import Outgoing
from tests.scenario import picture

T = TypeVar("T")
PATIENCE = 60.0
"""Seconds within which an answer comes, the bot's restarts included."""
PICTURES = [picture(1), picture(2), picture(3)]
WORDS = "双方约定22点后不搬动家具,下周回看"


class NeverSaidError(Exception):
    """What is waited for was in flight at two kills: nobody knows whether it was said, and it is not said again.

    `would` is what would have been found in it.
    """

    def __init__(self, would: Any) -> None:
        super().__init__(would)
        self.would = would


@dataclass
class Actor:
    """Somebody with a phone; `begun` is their message with which the present piece of work began.

    `unsaid` holds what they may never get to see: whoever waits for that does what a person does in the end, and asks
    once more.
    """

    world: World
    key: str
    chance: random.Random
    begun: int = 0
    unsaid: list[Message] = field(default_factory=list)

    async def rests(self, most: float) -> None:
        """A moment of human time."""
        await asyncio.sleep(self.chance.uniform(0, most))

    def says(self, text: str) -> Message:
        """Send a text."""
        return self.world.send_text(self.key, text)

    async def presses(self, label: str = "", *, of: str) -> None:
        """Wait for a button whose payload ends so, with this label if one is named; press it."""

        def find(heard: Iterable[Message]) -> tuple[Message, Button] | None:
            for message in heard:
                for button in buttons(message):
                    if label in ("", button.label) and (button.data or "").endswith(of):
                        return message, button
            return None

        message, button = await self.finds(find, f"[{label}] {of}")
        self.world.press(self.key, message.message_id, button.data or "")

    def heard(self, since: int = 0) -> list[Message]:
        """What the bot has said since a message, the newest first."""
        shown = self.world.chat(self.key)
        return [m for m in reversed(shown) if m.from_bot and m.message_id > since]

    async def finds(
        self,
        find: Callable[[Iterable[Message]], T | None],
        what: str,
        *,
        since: int = 0,
        patience: float = PATIENCE,
    ) -> T:
        """Wait until `find` finds something in what the bot has said; NeverSaidError if it is in what is unsaid."""

        def is_over() -> bool:
            return find(self.heard(since)) is not None or find(self.unsaid) is not None

        try:
            await self.world.until(is_over, patience)
        except TimeoutError:
            raise AssertionError(f"{self.key} waits for {what} in vain") from None
        found = find(self.heard(since))
        if found is None:
            would = find(self.unsaid)
            self.unsaid = [message for message in self.unsaid if find([message]) is None]
            raise NeverSaidError(would)
        return found

    def hears_no_more(self, of: Outgoing) -> None:
        """A message was in flight at two kills."""
        rows = tuple(tuple(Button(each.label, each.data) for each in row) for row in of.buttons)
        text, now = unmarked(of.text).strip(), self.world.clock.now()
        self.unsaid.append(Message(0, from_bot=True, date=now, text=text, keyboard=rows))
        self.world.changes.touch()


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
        words = {"(1/3)对象": subject, "(2/3)内容": "30天内6次报警,请查明起因,当面调解"}
        to_press = {group, place, "🟡 黄", "照常规要求", "下发", "确认下发"}

        def asked(heard: Iterable[Message]) -> tuple[Message, str] | None:
            for message in heard:
                for part in ("✅ 已下发", *words):
                    if part in message.text:
                        return message, part
                for button in buttons(message):
                    if button.label in to_press:
                        return message, button.label
            return None

        self.unsaid.clear()
        self.begun = self.says("拟督导单").message_id
        while True:
            try:
                message, what = await self.finds(asked, " or ".join([*words, *to_press]), since=self.begun)
            except NeverSaidError:
                to_press |= {"继续拟1", group, place}  # of a draft without a word nothing is offered
                self.begun = self.says("拟督导单").message_id
                continue
            if what in words:
                self.says(words.pop(what))
            elif what in to_press:
                to_press.remove(what)
                self.world.press(self.key, message.message_id, what)
            else:
                break
        self.issued.append(subject)


@dataclass
class Officer(Actor):
    """Signs for every sheet that comes, answers it in many messages without waiting, hands it in."""

    said: dict[int, list[str]] = field(default_factory=dict)

    async def works(self, over: asyncio.Event) -> None:
        """Until it is over, which is when everything is handed in."""
        while not over.is_set():
            try:
                sheet = await self.finds(self._unsigned, "another sheet", patience=3600)
            except NeverSaidError as card:
                await self.looks_for(card.would)
            else:
                await self.answers(sheet)

    async def looks_for(self, sheet: int) -> None:
        """Open the card of a sheet among one's tasks."""
        while True:
            self.says("我的任务")
            try:
                await self.presses(of=f"sh:open:{sheet}")
            except NeverSaidError:
                continue
            return

    async def answers(self, sheet: int) -> None:
        """One sheet; whoever is left without a way on presses once more that they want to answer."""
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
        while True:
            try:
                await self.presses("照片发完了", of=f":{sheet}")
            except NeverSaidError:
                await self.presses("反馈结果", of=f":{sheet}")
            else:
                break
        await self.presses("已化解", of=f":{sheet}")

    def handed_in(self) -> int:
        """How many sheets the bot says are handed in."""
        return len(
            {code for message in self.heard() for code in re.findall(r"✅ (D\d+) 已提交", message.text)}
        )

    def _unsigned(self, heard: Iterable[Message]) -> int | None:
        """The oldest sheet that is to be signed for, and was not begun with."""
        for message in reversed(list(heard)):
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
