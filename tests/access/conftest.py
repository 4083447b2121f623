"""The station that the walk is about."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import Clock
from handlers import CAPABILITIES
from handlers.desk import Desk
from handlers.paper import Paper
from handlers.settings import Settings
from handlers.sheets import printing
from handlers.texts import Texts
from storage.db import Database
from storage.migrate import migrate
from storage.photos import PhotoStore
from tests.access.direct import DirectDatabase
from tests.access.world import EVERYONE, Someone


@pytest.fixture(params=EVERYONE, ids=str)
def who(request: pytest.FixtureRequest) -> Someone:
    """Everybody who might try."""
    someone: Someone = request.param
    return someone


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The desk of every turn."""
    settings, store = Settings(), PhotoStore(tmp_path_factory.mktemp("photos"))
    texts = Texts(settings.time_zone)
    return Desk(settings=settings, texts=texts, photos=store, capabilities=CAPABILITIES)


@pytest.fixture(autouse=True)
def nothing_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper is its words: to print each one takes a second."""

    async def words(paper: Paper, path: object, at: object) -> bytes:
        return paper.model_dump_json().encode()

    monkeypatch.setattr(printing, "printed", words)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the newest schema and nothing in it."""
    path = tmp_path_factory.mktemp("empty") / "dudao.sqlite3"
    asyncio.run(migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture
async def in_memory(empty: Path, clock: Clock) -> AsyncIterator[Database]:
    """A database that is quick to undo."""
    opened = DirectDatabase(empty, clock.now)
    yield opened
    await opened.close()
