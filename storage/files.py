"""Files that others count on: on the disk before they are named, and known by their SHA-256."""

import hashlib
import os
import shutil
from pathlib import Path


def fsync(path: Path) -> None:
    """Wait until a file's content, or a folder's list of names, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sum_of(path: Path) -> str:
    """The SHA-256 of a file's content; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy(source: Path, target: Path) -> str:
    """Copy a file's content to a new file that is the owner's alone; returns the copy's SHA-256.

    The copy is on the disk and has been read back when this returns. Raises OSError, FileExistsError.
    """
    with source.open("rb") as reading, open(target, "xb", opener=_for_the_owner) as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())
    return sum_of(target)


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def link(source: Path, target: Path) -> None:
    """Give a file that never changes a second name; where the disk knows no such thing, copy it."""
    try:
        target.hardlink_to(source)
    except FileExistsError:
        raise
    except OSError:
        copy(source, target)
