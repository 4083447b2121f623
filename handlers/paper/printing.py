"""Has papers printed, by a process of its own (press.py)."""

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from handlers.paper import Paper

PRESS = Path(__file__).with_name("press.py")
PATIENCE_SECONDS = 120


class PressError(Exception):
    """A paper could not be printed; the text says why, without anything that stands in it."""


async def printed(paper: Paper, path: Callable[[str], Path], at: datetime) -> bytes:
    """A paper as a PDF with its fonts in it; the same paper at the same moment gives the same bytes.

    `path` says where a picture lies, `at` is when it is printed (aware). Takes a second or three. Raises PressError.
    """
    request = {
        "paper": paper.model_dump(),
        "photos": {photo: str(path(photo)) for photo in paper.photos},
        "at": int(at.timestamp()),
    }
    pipe = asyncio.subprocess.PIPE
    press = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(PRESS), stdin=pipe, stdout=pipe, stderr=pipe
    )
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            pdf, complaint = await press.communicate(json.dumps(request).encode())
    except TimeoutError:
        raise PressError(f"not done after {PATIENCE_SECONDS} s") from None
    finally:
        if press.returncode is None:
            press.kill()
            await press.wait()
    if press.returncode or not pdf:
        why = complaint.decode(errors="replace").strip().splitlines()
        raise PressError(f"exit code {press.returncode}: {why[-1][:200] if why else 'no reason given'}")
    return pdf
