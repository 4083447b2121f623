"""How long `dudao run` takes until it asks for updates, and the memory that it then holds."""

import asyncio
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bot.clock import Clock
from tests.service import service

TIMES = 5


async def main() -> None:
    """Start and stop it a few times on a database that is there already."""
    starts, memory = [], []
    with TemporaryDirectory() as name:
        async with service(Path(name), Clock()) as bot:
            for _ in range(TIMES):
                began = time.perf_counter()
                await bot.start()
                await bot.at_work()
                starts.append(time.perf_counter() - began)
                memory.append(resident_mib(bot.pid))
                await bot.stop()
    print(
        f"ready after {median(starts):.2f} s (worst {max(starts):.2f} s), {median(memory):.0f} MiB resident"
    )


def resident_mib(process: int) -> float:
    """Resident memory of a process."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    asyncio.run(main())
