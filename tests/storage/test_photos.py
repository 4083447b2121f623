"""The store of pictures: once by content, durable before it is named, shown without what it tells of its maker."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from storage.photos import PhotoStore
from tests.scenario import picture


@pytest.fixture
def store(tmp_path: Path) -> PhotoStore:
    return PhotoStore(tmp_path)


def with_exif() -> bytes:
    image = Image.new("RGB", (40, 20), "red")
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "maker"
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def files(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


async def test_the_same_picture_is_stored_once_as_it_came(store: PhotoStore, tmp_path: Path) -> None:
    sums = {await store.save(picture(1)) for _ in range(3)}
    assert len(sums) == 1
    assert files(tmp_path) == [picture(1)]
    assert await store.load(sums.pop()) == picture(1)


async def test_a_picture_is_on_the_disk_before_it_bears_its_name(
    store: PhotoStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def spy_fsync(handle: int) -> None:
        done.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")  # noqa: PTH112
        fsync(handle)

    def spy_replace(self: Path, target: Path) -> Path:
        done.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", spy_fsync)
    monkeypatch.setattr(Path, "replace", spy_replace)
    await store.save(picture(1))
    assert done == ["file", "rename", "folder"]


async def test_what_a_crash_left_half_written_is_not_taken_for_the_picture(
    store: PhotoStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_: int) -> None:
        raise KeyboardInterrupt

    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", die)
    with pytest.raises(KeyboardInterrupt):
        store._save(picture(1))
    monkeypatch.setattr(os, "fsync", fsync)
    sha256 = await store.save(picture(1))
    assert await store.load(sha256) == picture(1)


async def test_what_is_shown_stands_upright_and_says_nothing_of_its_maker(store: PhotoStore) -> None:
    shown = await store.shown(await store.save(with_exif()))
    with Image.open(BytesIO(shown)) as image:
        assert image.size == (20, 40)
        assert not image.getexif()
    assert b"maker" not in shown


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\xff\xd8\xff\xe0 almost", picture(1)[:60]])
async def test_what_is_no_picture_is_told(store: PhotoStore, content: bytes) -> None:
    assert not await store.is_picture(content)
    assert await store.is_picture(picture(1))


async def test_a_picture_of_absurd_size_is_none(store: PhotoStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    assert not await store.is_picture(picture(1))
