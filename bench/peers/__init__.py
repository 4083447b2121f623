"""The peers that do not go together with our own packages: each has an environment of its own (`make bench`)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

PYTHON = Path(".venv/peers/bin/python")
_AIOGRAM = Path(__file__).parent / "aiogram_bot.py"


async def aiogram_sends(url: str, messages: int, in_flight: int) -> float:
    """How many messages a second aiogram's own loop sends to a server that takes everything."""
    process = await asyncio.create_subprocess_exec(
        PYTHON, _AIOGRAM, "send", url, str(messages), str(in_flight), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    return float(said)


@asynccontextmanager
async def aiogram_echoes(url: str) -> AsyncIterator[None]:
    """The echo bot of aiogram polls a server while the block lasts."""
    process = await asyncio.create_subprocess_exec(PYTHON, _AIOGRAM, "echo", url)
    try:
        yield
    finally:
        process.kill()
        await process.wait()
