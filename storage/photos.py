"""Pictures: each stored once by its SHA-256, the file safe before a row names it."""

import asyncio
import hashlib
import os
import warnings
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from PIL import Image, ImageOps
from sqlalchemy import Column, PrimaryKeyConstraint, Text, select

from storage.db import Tx, table
from storage.files import fsync
from storage.query import NOW, STATION, Integer, Moment, Query, arg
from storage.records import Record

photos = table(
    "photos",
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("stored_at", Moment, nullable=False),
    PrimaryKeyConstraint("station_id", "sha256"),
)

MOST_PIXELS = 2560
"""Of the longer side of a picture that is shown; the original is kept as it came."""


class StoredPhoto(Record):
    """What is known of a stored picture."""

    sha256: str
    size: int


_ADD = Query(
    lambda sql: (
        sql.insert(photos)
        .values(station_id=STATION, sha256=arg("sha256"), size=arg("size"), stored_at=NOW)
        .on_conflict_do_nothing()
    )
)
_GET = Query(
    select(photos.c.sha256, photos.c.size).where(
        photos.c.station_id == STATION, photos.c.sha256 == arg("photo")
    )
)
_EVERY = Query(
    select(photos.c.sha256, photos.c.size).where(photos.c.station_id == STATION).order_by(photos.c.sha256)
)


async def add(tx: Tx, each: Sequence[StoredPhoto]) -> None:
    """Name pictures whose files are safe already; known ones stay as they are."""
    await tx.run_many(_ADD, (dict(photo) for photo in each))


async def get(tx: Tx, sha256: str) -> StoredPhoto | None:
    """One picture of this station."""
    return await tx.one(_GET, StoredPhoto, photo=sha256)


async def every(tx: Tx) -> list[StoredPhoto]:
    """Every picture of this station, by its sum."""
    return await tx.all(_EVERY, StoredPhoto)


@cache
def placeholder() -> bytes:
    """What is shown in the place of a picture that was taken back: a grey one."""
    out = BytesIO()
    Image.new("RGB", (320, 240), (200, 200, 200)).save(out, "JPEG")
    return out.getvalue()


class PhotoStore:
    """The folder of pictures: `ab/abcdef…`, originals as they came, kept as evidence."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str) -> Path:
        """Where a picture lies, if it does."""
        return self._folder / sha256[:2] / sha256

    async def save(self, content: bytes) -> str:
        """Keep a picture; returns its SHA-256 once the file and its folder are on the disk."""
        return await asyncio.to_thread(self._save, content)

    async def load(self, sha256: str) -> bytes:
        """A picture's bytes; raises FileNotFoundError."""
        return await asyncio.to_thread(self.path(sha256).read_bytes)

    async def shown(self, sha256: str) -> bytes:
        """A picture as it may be shown: without its EXIF data, upright, no larger than a screen needs.

        Raises FileNotFoundError, or OSError when it is no picture.
        """
        return await asyncio.to_thread(self._shown, sha256)

    async def is_picture(self, content: bytes) -> bool:
        """Whether bytes are a picture that can be shown."""
        return await asyncio.to_thread(_is_picture, content)

    def _shown(self, sha256: str) -> bytes:
        with Image.open(self.path(sha256)) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((MOST_PIXELS, MOST_PIXELS))
            clean = Image.new("RGB", upright.size)
            clean.paste(upright)
            out = BytesIO()
            clean.save(out, "JPEG", quality=88)
            return out.getvalue()

    def _save(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if path.exists():
            return sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
        fsync(path.parent)
        return sha256


def _is_picture(content: bytes) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content)) as picture:
                picture.verify()
    except Exception:  # noqa: BLE001 - a hostile file may raise anything
        return False
    return True
