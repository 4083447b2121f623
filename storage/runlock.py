"""One process at a time works on a data folder and on a station.

It is what lets a run take back the leases of earlier runs at once, and what keeps a second process
away from an SQLite file (see `storage/sqlite.py`).
"""

import fcntl
import os
from pathlib import Path


class InUseError(Exception):
    """Another process of Dudao works on this data folder."""


class RunLock:
    """An advisory lock on `<folder>/<name>`; the system frees it when the process dies."""

    def __init__(self, folder: Path, name: str = "dudao.lock") -> None:
        """Take the lock; raises InUseError when another process holds it."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # whatever lies in it is the bot's alone
        self._handle = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._handle)
            raise InUseError from None

    def release(self) -> None:
        """Let the next process in."""
        os.close(self._handle)
