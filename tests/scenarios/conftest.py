"""What no scenario may do in silence."""

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

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
