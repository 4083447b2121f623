"""The printing press: a process of its own, which reads a paper from its input and writes a PDF.

Typesetting keeps what it has seen (a gigabyte after a dozen papers with photos), and large pictures need room:
all of it is given back when the process ends. It is started as a file, apart from the bot's packages, so that
it begins at once (docs/decisions/0022-paper.md).
"""

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pylopdf_fonts_zh_cn as fonts
import typst
from PIL import Image, ImageOps

FORM = Path(__file__).with_name("form.typ")
FONTS = typst.Fonts(
    include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.sans_path().parent]
)
MOST_PIXELS = 1000
"""Of a photo's longer side: half a page's width at 300 dots to the inch."""
UNBROKEN = re.compile("[!-~]{24}")
"""Latin characters without a space, after which a line may break: a link is longer than a line."""
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Kinds of characters that have no place on paper: controls, marks that turn the direction of writing, none at all."""


def main() -> None:
    """Print one paper; of a failure nothing is told that stands in it."""
    try:
        request = json.load(sys.stdin)
        with TemporaryDirectory(prefix="dudao-paper-") as folder:
            sys.stdout.buffer.write(printed(request["paper"], request["photos"], request["at"], Path(folder)))
    except Exception as error:  # noqa: BLE001 - the last to know
        sys.exit(type(error).__name__)


def printed(paper: dict[str, Any], photos: dict[str, str], at: int, folder: Path) -> bytes:
    """A paper as a PDF: `photos` says where each picture lies, `at` (seconds since 1970) when it is printed."""
    scaled = dict(_scaled(photos, folder))
    paper = _each_text(paper, _printable)
    for photo in _photos(paper):
        photo["file"] = scaled.get(photo["sha256"])
    (folder / "paper.json").write_text(json.dumps(paper), "utf-8")
    (folder / FORM.name).write_bytes(FORM.read_bytes())
    return typst.compile(
        folder / FORM.name,
        root=folder,
        font_paths=FONTS,
        timestamp=at,
    )


def _printable(words: str) -> str:
    seen = "".join(c for c in words if c == "\n" or unicodedata.category(c) not in INVISIBLE)
    return UNBROKEN.sub("\\g<0>\u200b", seen)


def _scaled(photos: dict[str, str], folder: Path) -> Iterator[tuple[str, str]]:
    """The pictures that are there, upright, without what the camera noted (EXIF), and no larger than they print."""
    for number, (photo, path) in enumerate(photos.items()):
        with suppress(OSError, ValueError, SyntaxError), Image.open(path) as picture:
            picture.draft("RGB", (MOST_PIXELS, MOST_PIXELS))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((MOST_PIXELS, MOST_PIXELS))
            clean = Image.new("RGB", upright.size)
            clean.paste(upright)
            clean.save(folder / f"{number}.jpg", "JPEG", quality=80)
            yield photo, f"{number}.jpg"


def _photos(paper: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in paper["parts"]:
        for entry in part.get("entries", ()):
            yield from entry["photos"]


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: each if name == "sha256" else _each_text(each, change) for name, each in value.items()}
    if isinstance(value, list):
        return [_each_text(each, change) for each in value]
    return change(value) if isinstance(value, str) else value


if __name__ == "__main__":
    main()
