"""The demo's station, in process."""

from pathlib import Path

import asyncpg
import pytest
from pydantic import SecretStr

from bot.clock import Clock
from bot.config import BackupConfig, Config, StationConfig, StorageConfig
from storage.db import Database
from tests.conftest import STATION
from tests.scenario import Member, Station, open_station


@pytest.fixture
async def station(database: Database, clock: Clock, tmp_path: Path) -> Station:
    """The demo's roster, everyone enrolled, nothing under way."""
    return await open_station(database, clock, tmp_path / "photos")


@pytest.fixture
def officer(station: Station) -> Member:
    """警员乙01."""
    return station.member("P-YI01")


@pytest.fixture
def admin(station: Station) -> Member:
    """The administrator."""
    return station.member("P-AD01")


@pytest.fixture
def room(station: Station) -> Member:
    """质效员01, the quality post."""
    return station.member("P-ZX01")


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
