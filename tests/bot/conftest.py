"""Where backups go, and where they are restored to."""

from pathlib import Path

import asyncpg
import pytest
from pydantic import SecretStr

from bot.config import BackupConfig, Config, StationConfig, StorageConfig
from tests.conftest import STATION


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where backups go."""
    return tmp_path / "backups"


@pytest.fixture
async def fresh(database_url: str, tmp_path: Path) -> Config:
    """A place where nothing is yet, on a database of the same kind."""
    data = tmp_path / "fresh" / "data"
    url = f"sqlite:///{data / 'dudao.sqlite3'}"
    if database_url.startswith("postgresql"):
        connection = await asyncpg.connect(database_url)
        name = await connection.fetchval("SELECT current_database()")
        await connection.execute(f"CREATE DATABASE {name}_fresh")
        await connection.close()
        url = database_url.replace(f"/{name}?", f"/{name}_fresh?")
    return Config(
        station=StationConfig(id=STATION, name="示范所"),
        storage=StorageConfig(data_dir=data, url=SecretStr(url)),
        backup=BackupConfig(folder=tmp_path / "fresh" / "backups"),
    )
