"""One number for the whole world that grows with every change, and a way to wait for the next."""

import asyncio


class Changes:
    """Whoever draws the world remembers the number it drew last and asks for what came after it.

    Waiting costs one event however many changes happen in between, so a slow page cannot make the
    world's memory grow.
    """

    def __init__(self) -> None:
        self.count = 0
        self._grown = asyncio.Event()

    def next(self) -> int:
        """Something changed: the new number."""
        self.count += 1
        self._grown.set()
        self._grown = asyncio.Event()
        return self.count

    def touch(self) -> None:
        """Wake whoever waits: something that the number does not stand for has changed."""
        self.next()

    async def after(self, count: int) -> None:
        """Wait until the number is greater than `count`."""
        while self.count <= count:
            await self._grown.wait()
