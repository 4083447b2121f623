"""The demo's station, in process."""

from pathlib import Path

import pytest

from bot.clock import Clock
from storage.db import Database
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
