"""Which schema a database has, and which one this version wants: told without Alembic, which takes long to load."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import asyncpg

FOLDER = Path(__file__).parent / "migrations"
SQLITE = "sqlite:///"
_REVISION = "SELECT version_num FROM alembic_version"


def newest() -> str:
    """The schema that this version works with: the last of the numbered files."""
    return max(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


async def current(url: str) -> str | None:
    """The schema of a database, None before the first start; nothing is changed. Raises what the driver raises."""
    if url.startswith(SQLITE):
        return await asyncio.to_thread(_of_file, Path(url.removeprefix(SQLITE)))
    connection = await asyncpg.connect(url)
    try:
        found: str | None = await connection.fetchval(_REVISION)
    except asyncpg.UndefinedTableError:
        return None
    finally:
        await connection.close()
    return found


def _of_file(path: Path) -> str | None:
    if not path.is_file():  # connecting would make it
        return None
    with closing(sqlite3.connect(path)) as connection:
        has_one = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        found = connection.execute(_REVISION).fetchone() if has_one else None
    return found[0] if found else None
