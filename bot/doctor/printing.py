"""Printing: whether a page comes out, with its fonts in it."""

from datetime import datetime
from pathlib import Path

from bot.doctor.findings import Finding, bad, good
from handlers.paper import Paper
from handlers.paper.printing import PressError, printed

ONE_CHARACTER = Paper(
    lang="zh",
    station="",
    title="单",
    number="",
    code="",
    facts=(),
    texts=(),
    parts=(),
    signatures=(),
    footer="",
    pages="",
)


async def printing(at: datetime) -> Finding:
    """A page with one character on it is printed, and thrown away."""
    try:
        await printed(ONE_CHARACTER, Path, at)
    except (PressError, OSError) as error:
        do = "装齐依赖:python -m pip install --require-hashes --no-deps -r requirements.lock"
        return bad("打印", f"打印不了督导单({type(error).__name__}:{error})", do)
    return good("打印", "能打印督导单,字体齐全")
