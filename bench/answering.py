"""A Bot API that takes whatever it is sent: the far end of `bench.sending`, in a process of its own."""

import asyncio
import json
import sys

from aiohttp import web

MESSAGE = {
    "message_id": 7,
    "date": 1_700_000_000,
    "chat": {"id": 5_000_001, "type": "private", "first_name": "x"},
    "from": {"id": 1, "is_bot": True, "first_name": "b"},
    "text": "📋 D017 办理中 剩7天",
}
ANSWER = json.dumps({"ok": True, "result": MESSAGE}).encode()


async def answer(request: web.BaseRequest) -> web.Response:
    """Read it all, say yes."""
    await request.read()
    return web.Response(body=ANSWER, content_type="application/json")


async def main() -> None:
    """Serve until killed; the port is printed first."""
    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1])
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
