"""How long from a press to its answer: the real process, over HTTP, against the sandbox on the same machine.

First one press after the other, then so many a second: each comes at its time, whether or not those before it
were answered, and its wait counts from that time. What the presses bring besides their answers (a message each) is more
than Telegram takes, and waits behind them.
"""

import asyncio
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from bot.clock import Clock
from bot.sandbox.demo_station import enrolled
from bot.sandbox.world import World
from tests.service import service

EACH = 4
HELP = "go:help"
RATES, SECONDS = (50, 100), 20
PATIENCE = 30


class Finger:
    """Presses 帮助 in everybody's menu in turn, and notes when the answers come."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._due: dict[str, tuple[float, asyncio.Event]] = {}
        self._answer = world.answer
        world.answer = self._answered  # type: ignore[method-assign]
        self.waits: list[float] = []
        self._next = self._buttons()

    def _buttons(self) -> Iterator[tuple[str, int, str]]:
        cards = []
        for key in sorted(enrolled()):
            card = next(m for m in self._world.chat(key) if m.from_bot and m.keyboard)
            if any(button.data == HELP for row in card.keyboard for button in row):
                cards.append((key, card.message_id, HELP))
        return cycle(cards)

    def press(self, at: float) -> asyncio.Event:
        """One press that was due at a time; tells when it is answered."""
        answered = asyncio.Event()
        self._due[self._world.press(*next(self._next)).query_id] = (at, answered)
        return answered

    def _answered(self, query_id: str, text: str, *, alert: bool) -> bool:
        if query_id in self._due:
            at, answered = self._due.pop(query_id)
            self.waits.append((time.perf_counter() - at) * 1000)
            answered.set()
        return self._answer(query_id, text, alert=alert)

    def tell(self, what: str) -> None:
        """How long they took, milliseconds."""
        cuts = quantiles(self.waits, n=100)
        print(
            f"press to answer, {len(self.waits)} presses {what}: "
            f"p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms, worst {max(self.waits):.1f} ms"
        )
        self.waits = []


async def one_after_the_other(finger: Finger) -> None:
    """Slower than any limit."""
    for _ in range(EACH * len(enrolled())):
        await asyncio.wait_for(finger.press(time.perf_counter()).wait(), PATIENCE)
        await asyncio.sleep(0.04)


async def so_many_a_second(finger: Finger, rate: int) -> None:
    """Whatever becomes of those before."""
    began = time.perf_counter()
    waiting = []
    for number in range(rate * SECONDS):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        waiting.append(finger.press(due))
    async with asyncio.timeout(PATIENCE):
        for answered in waiting:
            await answered.wait()


async def main() -> None:
    """Everyone presses."""
    with TemporaryDirectory() as name:
        async with service(Path(name), Clock()) as bot:
            await bot.start()
            people = sorted(enrolled())
            for key in people:
                bot.world.send_text(key, "菜单")
            await bot.world.until(
                lambda: all(any(m.keyboard for m in bot.world.chat(key)) for key in people), 60
            )
            finger = Finger(bot.world)
            await one_after_the_other(finger)
            finger.tell("one after the other")
            for rate in RATES:
                await so_many_a_second(finger, rate)
                finger.tell(f"at {rate} a second")
            await bot.stop()


if __name__ == "__main__":
    asyncio.run(main())
