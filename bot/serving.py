"""Runs a web app inside the running event loop, and lets go of it without noise."""

import asyncio
import socket
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request

T = TypeVar("T")
LAST_ANSWERS_WITHIN = 3


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave Ctrl-C to whoever runs the event loop."""
        yield


@asynccontextmanager
async def serve(app: Starlette, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve `app` while the block runs and give its base url; port 0 takes any free one.

    OSError if the port is taken. At the end calls that are still waiting (`unless_stopping`) are
    answered at once.
    """
    listening = socket.create_server((host, port))
    # asyncio does not do it for sockets made elsewhere; without it every answer waits 40 ms for an ACK
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    app.state.stopping = asyncio.Event()
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        ws="none",
        timeout_graceful_shutdown=LAST_ANSWERS_WITHIN,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    await server.ready.wait()
    try:
        yield f"http://{host}:{listening.getsockname()[1]}"
    finally:
        app.state.stopping.set()
        server.should_exit = True
        await task


async def unless_stopping(request: Request, call: Coroutine[None, None, T]) -> T | None:
    """The result of `call`, or None as soon as the server is to stop."""
    stopping = asyncio.create_task(request.app.state.stopping.wait())
    calling = asyncio.create_task(call)
    try:
        await asyncio.wait([stopping, calling], return_when=asyncio.FIRST_COMPLETED)
        return await calling if calling.done() else None
    finally:
        for task in (stopping, calling):
            task.cancel()
        await asyncio.wait([stopping, calling])
