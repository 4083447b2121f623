"""Tells the bot's web address of every update until it answers 2xx."""

import asyncio
import json
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.sandbox.updates import Update, Updates

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 60.0
ANSWER_WITHIN = 60.0


class Webhook:
    """Delivers side by side what belongs to different chats, in order what belongs to one.

    A delivery that is not answered 2xx is repeated at once and then after doubling pauses; until it
    succeeds, everything behind it in its chat waits.
    """

    def __init__(self, updates: Updates) -> None:
        self.url = ""
        self.last_error = ""
        self._secret = ""
        self._updates = updates
        self._task: asyncio.Task[None] | None = None

    async def set(self, url: str, secret: str) -> None:
        """Deliver to `url` from now on; an empty one ends it."""
        await self.stop()
        self.url, self._secret, self.last_error = url, secret, ""
        self._updates.webhook_is_set = bool(url)
        if url:
            self._updates.interrupt()
            self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Leave off delivering; what is pending stays pending."""
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    async def _run(self) -> None:
        lanes: dict[str, asyncio.Task[None]] = {}
        async with asyncio.TaskGroup() as group:
            while True:
                for lane in {update.lane for update in self._updates.pending()}:
                    if lane not in lanes or lanes[lane].done():
                        lanes[lane] = group.create_task(self._drain(lane))
                await self._updates.grown()

    async def _drain(self, lane: str) -> None:
        while update := next(self._in_lane(lane), None):
            await self._deliver(update)
            self._updates.confirm(update.update_id)

    def _in_lane(self, lane: str) -> Iterator[Update]:
        return (update for update in self._updates.pending() if update.lane == lane)

    async def _deliver(self, update: Update) -> None:
        body = json.dumps(update.wire()).encode()
        pause = 0.0
        while True:
            try:
                async with asyncio.timeout(ANSWER_WITHIN):
                    status = await _post(self.url, body, self._secret)
            except (OSError, TimeoutError, IndexError) as error:
                self.last_error = f"Connection failed: {error}"
            else:
                if status.startswith("2"):
                    return
                self.last_error = f"Wrong response from the webhook: {status}"
            await asyncio.sleep(pause)
            pause = min(max(pause * 2, FIRST_PAUSE), LONGEST_PAUSE)


async def _post(url: str, body: bytes, secret: str) -> str:
    """Post JSON over plain HTTP and return the status; the answer's body is of no interest."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
    try:
        head = [
            f"POST {parts.path or '/'}{'?' + parts.query if parts.query else ''} HTTP/1.1",
            f"Host: {parts.netloc}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            "Connection: close",
            *([f"X-Telegram-Bot-Api-Secret-Token: {secret}"] if secret else []),
        ]
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        await writer.drain()
        return (await reader.readline()).split()[1].decode()
    finally:
        writer.close()
        await writer.wait_closed()
