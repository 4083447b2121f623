"""The cast of the scenarios about enforcement, and what no scenario may do in silence."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from tests.scenario import Member, Station

DEFECTS = {
    "a turn failed",
    "a timer failed",
    "a worker stopped; the next sweep wakes it",
    "parked",
    "sending failed unexpectedly",
    "a notice could not be looked at again",
}


@pytest.fixture(autouse=True)
def nothing_fails_in_silence() -> Iterator[None]:
    """A turn that raises would be tried again later: here it fails the scenario."""
    with capture_logs() as logs:
        yield
    failed = [entry for entry in logs if entry["event"] in DEFECTS]
    assert not failed, [str(entry.get("exc_info") or entry) for entry in failed]


@pytest.fixture
def legal(station: Station) -> Member:
    """法制员01, legal officer."""
    return station.member("P-FZ01")


@pytest.fixture
def supervisor(station: Station) -> Member:
    """监督员01, the supervision post."""
    return station.member("P-JD01")


@pytest.fixture
def handler(station: Station) -> Member:
    """办案员03, case officer."""
    return station.member("P-BA03")


@pytest.fixture
def lead(station: Station) -> Member:
    """办案队长, the lead of the case team."""
    return station.member("P-BA00")


@pytest.fixture
def leader(station: Station) -> Member:
    """所领导01, a leader of the station, who reads every sheet."""
    return station.member("P-LD01")
