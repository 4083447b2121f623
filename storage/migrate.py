"""Bring a database's schema up to date at start, one process at a time."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.schema import metadata

_LOCK = 0x44756461  # any number that no one else uses as an advisory lock
FOLDER = Path(__file__).parent / "migrations"


async def migrate(url: str, to: str = "head") -> None:
    """Apply what is missing up to revision `to`; `url` is `sqlite:///path` or `postgresql://…`."""
    if url.startswith("sqlite"):
        await asyncio.to_thread(_migrate_sqlite, url, to)
        return
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
            await connection.commit()
            await connection.run_sync(_upgrade, to)
    finally:
        await engine.dispose()


def _migrate_sqlite(url: str, to: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        _upgrade(connection, to)
    engine.dispose()


def _upgrade(connection: Connection, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    connection.commit()


__all__ = ["FOLDER", "metadata", "migrate"]
