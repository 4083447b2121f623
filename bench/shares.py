"""Where the time of a turn goes: the shares of each part, as the profiler sees them.

It counts what is called often for more than it costs without the profiler; of the order of things it tells the truth.
"""

import asyncio
import cProfile
import json
import pstats
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.answering import answering
from bench.turns import ours, updates
from bot import logs
from bot.channels.telegram import TelegramChannel
from bot.limits import UNLIMITED

PARTS = (
    ("SQLite itself", ("sqlite3.",)),
    ("statements: values in, rows out", ("/storage/", "/sqlalchemy/")),
    ("records checked", ("pydantic",)),
    ("words", ("/fluent/", "/babel/", "/handlers/texts/")),
    ("rules, use cases, cards", ("/handlers/",)),
    ("HTTP client", ("/aiohttp/", "/yarl/", "/multidict/", "_socket.", "/aiosignal/")),
    ("python-telegram-bot's objects", ("/telegram/",)),
    ("intake, lanes, delivery", ("/bot/",)),
    ("event loop", ("/asyncio/", "select.", "_asyncio", "/selectors.py", "contextvars", "_contextvars")),
    ("JSON", ("json",)),
)
LEFT_OUT = ("select.epoll", "/bench/", "/importlib", "builtins.exec", "_imp.", "marshal.")
"""Waiting, and the bench itself."""


def part_of(place: str) -> str:
    """The part that a function belongs to, by its file, or by its module where it has none."""
    return next((name for name, signs in PARTS if any(sign in place for sign in signs)), "everything else")


async def main() -> None:
    """Print the table."""
    logs.configure("error", "auto")
    TelegramChannel.limits = UNLIMITED
    profile = cProfile.Profile()
    with TemporaryDirectory() as name:
        script = Path(name) / "updates.json"
        script.write_text(json.dumps(updates()), "utf-8")
        async with answering(script) as url:
            await ours(
                f"sqlite:///{name}/warm.sqlite3", Path(name) / "warm", url
            )  # texts and statements are read
        async with answering(script) as url:
            profile.enable()
            await ours(f"sqlite:///{name}/profiled.sqlite3", Path(name) / "profiled", url)
            profile.disable()
    shares: Counter[str] = Counter()
    for (file, _, function), (_, _, own, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        place = f"{file} {function}"
        if not any(sign in place for sign in LEFT_OUT):
            shares[part_of(place)] += own
    for part, own in shares.most_common():
        print(f"{part:<40}{own / shares.total():>6.0%}")


if __name__ == "__main__":
    asyncio.run(main())
