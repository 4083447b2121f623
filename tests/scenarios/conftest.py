"""The cast of the scenarios."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.clock import Clock
from storage.db import Database
from tests.scenario import Member, Station, open_station

DEFECTS = {
    "a turn failed",
    "a timer failed",
    "a worker stopped; the next sweep wakes it",
    "parked",
    "sending failed unexpectedly",
}


@pytest.fixture(autouse=True)
def nothing_fails_in_silence() -> Iterator[None]:
    """A turn that raises would be tried again later: here it fails the scenario."""
    with capture_logs() as logs:
        yield
    failed = [entry for entry in logs if entry["event"] in DEFECTS]
    assert not failed, [str(entry.get("exc_info") or entry) for entry in failed]


@pytest.fixture
async def station(database: Database, clock: Clock, tmp_path: Path) -> Station:
    """The demo's roster, everyone enrolled, nothing under way."""
    return await open_station(database, clock, tmp_path / "photos")


@pytest.fixture
async def busy_station(database: Database, clock: Clock, tmp_path: Path) -> Station:
    """The demo station with its five sheets."""
    return await open_station(database, clock, tmp_path / "photos", with_sheets=True)


@pytest.fixture
def room(station: Station) -> Member:
    """质效员01, the quality post."""
    return station.member("P-ZX01")


@pytest.fixture
def officer(station: Station) -> Member:
    """警员乙01, community officer of 仙岳社区 and lead of 乙组."""
    return station.member("P-YI01")


@pytest.fixture
def admin(station: Station) -> Member:
    """The administrator."""
    return station.member("P-AD01")
