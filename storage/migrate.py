"""Bring a database's schema up to date at start, one process at a time."""

import asyncio

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.revisions import FOLDER

LOCK = 0x44756461  # any number that no one else uses as an advisory lock


async def migrate(url: str, to: str = "head") -> None:
    """Apply what is missing up to revision `to`; `url` is `sqlite:///path` or `postgresql://…`."""
    if url.startswith("sqlite"):
        await asyncio.to_thread(_migrate_sqlite, url, to)
        return
    engine = create_async_engine(async_url(url), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
            await connection.commit()
            await connection.run_sync(upgrade, to)
            await connection.commit()
    finally:
        await engine.dispose()


def _migrate_sqlite(url: str, to: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        upgrade(connection, to)
        connection.commit()
    engine.dispose()


def async_url(url: str) -> str:
    """The URL by which SQLAlchemy finds the driver."""
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


def knows(revision: str) -> bool:
    """Whether the schema can be brought up to date from there: not if a newer version wrote it."""
    scripts = ScriptDirectory(str(FOLDER)).walk_revisions()
    return revision in {script.revision for script in scripts}


def upgrade(connection: Connection, to: str) -> None:
    """Apply what is missing over a connection, inside its transaction if it has begun one."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
