"""How long from a press to its answer: the real process, over HTTP, against the sandbox on the same machine."""

import asyncio
import time
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from bot.clock import Clock
from bot.sandbox.demo_station import enrolled
from bot.sandbox.world import World
from tests.service import service


async def one_press(world: World, key: str) -> float:
    """Milliseconds until the toast of a press on the newest card."""
    card = next(m for m in reversed(world.chat(key)) if m.from_bot and m.keyboard)
    began = time.perf_counter()
    press = world.press(key, card.message_id, card.keyboard[0][0].data or "")
    await world.until(lambda: press.toast is not None, 10)
    return (time.perf_counter() - began) * 1000


async def main() -> None:
    """Everyone presses a few times, one after the other, slower than any limit."""
    with TemporaryDirectory() as name:
        async with service(Path(name), Clock()) as bot:
            await bot.start()
            people = sorted(enrolled())
            for key in people:
                bot.world.send_text(key, "菜单")
            await bot.world.until(
                lambda: all(any(m.keyboard for m in bot.world.chat(key)) for key in people), 60
            )
            times = []
            for _ in range(4):
                for key in people:
                    times.append(await one_press(bot.world, key))
                    await asyncio.sleep(0.04)
            await bot.stop()
    cuts = quantiles(times, n=100)
    print(
        f"press to answer, {len(times)} presses: p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms, worst {max(times):.1f} ms"
    )


if __name__ == "__main__":
    asyncio.run(main())
