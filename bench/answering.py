"""A Bot API that hands out updates by the hundred and takes whatever it is sent: the far end of the benches.

It has a process of its own. `GET /taken` tells how many messages it has taken so far, and when the last
one came (seconds of the machine's monotonic clock).
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
from aiohttp import web

MESSAGE = {
    "message_id": 7,
    "date": 1_700_000_000,
    "chat": {"id": 5_000_001, "type": "private", "first_name": "x"},
    "from": {"id": 1, "is_bot": True, "first_name": "b", "username": "x_bot"},
    "text": "📋 D017 办理中 剩7天",
}
BATCH = 100


class Taken(NamedTuple):
    """So many messages, the last at this moment."""

    messages: int
    last_at: float


class Server:
    """What it hands out, what it has taken."""

    def __init__(self, updates: list[Any]) -> None:
        self._updates = updates
        self._messages = 0
        self._last_at = 0.0
        self._sent = json.dumps({"ok": True, "result": MESSAGE}).encode()
        self._who = json.dumps({"ok": True, "result": MESSAGE["from"]}).encode()

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """Read it all, say yes."""
        body = await request.read()
        method = request.path.rpartition("/")[2].lower()
        if method == "taken":
            found = json.dumps(Taken(self._messages, self._last_at)).encode()
        elif method == "getupdates":
            found = await self._hand_out(json.loads(body) if body.startswith(b"{") else await request.post())
        elif method == "getme":
            found = self._who
        elif method.startswith(("send", "edit")):
            self._messages += 1
            self._last_at = time.monotonic()
            found = self._sent
        else:
            found = b'{"ok": true, "result": true}'
        return web.Response(body=found, content_type="application/json")

    async def _hand_out(self, asked: Any) -> bytes:
        first = int(asked.get("offset") or 0)
        if first >= len(self._updates):
            await asyncio.sleep(0.2)
        return json.dumps({"ok": True, "result": self._updates[first : first + BATCH]}).encode()


async def serve(updates: list[Any]) -> None:
    """Serve until killed; the port is printed first."""
    runner = web.ServerRunner(web.Server(Server(updates).answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1])
    sys.stdout.flush()
    await asyncio.Event().wait()


@asynccontextmanager
async def answering(updates: Path | None = None) -> AsyncIterator[str]:
    """The address of such a server while the block lasts; `updates` is a JSON file, each by its number."""
    server = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.answering",
        *([str(updates)] if updates else []),
        stdout=asyncio.subprocess.PIPE,
    )
    assert server.stdout is not None  # noqa: S101 - it was piped
    try:
        yield f"http://127.0.0.1:{int(await server.stdout.readline())}"
    finally:
        server.kill()
        await server.wait()


async def taken(url: str, messages: int, within: float) -> Taken:
    """Wait until the server has taken so many messages. Raises TimeoutError."""
    async with asyncio.timeout(within), aiohttp.ClientSession() as session:
        while True:
            async with session.get(f"{url}/taken") as answer:
                found = Taken(*await answer.json())
            if found.messages >= messages:
                return found
            await asyncio.sleep(0.05)


if __name__ == "__main__":
    asyncio.run(serve(json.loads(Path(sys.argv[1]).read_text("utf-8")) if sys.argv[1:] else []))
