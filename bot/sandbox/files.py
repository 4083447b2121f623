"""The files of the sandbox's Telegram, and what it does to a picture that is sent as a photo."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.sandbox.errors import bad_request

PHOTO_BYTES = 10 * 1024 * 1024
PHOTO_SIDES = 10_000  # width and height together
PHOTO_RATIO = 20
LARGE, SMALL = 1280, 320


@dataclass(frozen=True)
class File:
    """Bytes under a `file_id`; the same bytes have the same `unique_id`."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime: str
    data: bytes


@dataclass(frozen=True)
class PhotoSize:
    """One of the sizes in which Telegram keeps a photo."""

    file: File
    width: int
    height: int


Picture = tuple[PhotoSize, ...]
"""A photo in its sizes, the smallest first."""


class Files:
    """Keeps every file for as long as the sandbox runs."""

    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}
        self._pictures: dict[str, Picture] = {}

    def add(self, data: bytes, name: str, mime: str, folder: str = "documents") -> File:
        """Keep `data` as it is."""
        number = len(self._by_id) + 1
        unique = sha256(data).hexdigest()[:16]
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        file = File(
            f"sandbox-{number}-{unique}", unique, f"{folder}/file_{number}.{suffix}", name, mime, data
        )
        self._by_id[file.file_id] = file
        self._by_path[file.path] = file
        return file

    def add_photo(self, data: bytes) -> Picture:
        """Keep a picture as a photo: made smaller, turned upright, stripped of EXIF.

        Refuses, as Telegram does, what is too big, no picture, or of an odd shape.
        """
        if len(data) > PHOTO_BYTES:
            raise bad_request(
                f"file of size {len(data)} bytes is too big for a photo; the maximum size is {PHOTO_BYTES} bytes",
            )
        try:
            with Image.open(BytesIO(data)) as opened:
                image = ImageOps.exif_transpose(opened).convert("RGB")
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
            raise bad_request("IMAGE_PROCESS_FAILED") from error
        if sum(image.size) > PHOTO_SIDES or max(image.size) > PHOTO_RATIO * min(image.size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        sides = [side for side in (SMALL, LARGE) if side == LARGE or max(image.size) > SMALL]
        picture = tuple(self._size(image, side) for side in sides)
        self._pictures[picture[-1].file.file_id] = picture
        return picture

    def _size(self, image: Image.Image, side: int) -> PhotoSize:
        smaller = image.copy()
        smaller.thumbnail((side, side))
        encoded = BytesIO()
        smaller.save(encoded, "JPEG", quality=87)
        file = self.add(encoded.getvalue(), "photo.jpg", "image/jpeg", "photos")
        return PhotoSize(file, *smaller.size)

    def get(self, file_id: str) -> File | None:
        """The file of that id."""
        return self._by_id.get(file_id)

    def picture(self, file_id: str) -> Picture | None:
        """The photo whose largest size has that id."""
        return self._pictures.get(file_id)

    def at(self, path: str) -> File | None:
        """The file that getFile put at that path."""
        return self._by_path.get(path)
