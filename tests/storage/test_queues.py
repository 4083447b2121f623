"""The queues' statements find their rows by an index, however much lies in them."""

from collections.abc import Iterable
from typing import Any

import pytest

from storage import inbox, outbox, said, sheets, timers
from storage.db import Database
from storage.postgres import PostgresDatabase
from storage.query import Query
from tests.conftest import STATION

INDEXED: dict[str, tuple[Query, dict[str, Any], str]] = {
    "the next message of a chat": (inbox._FIRST, {"chat": "phones/a"}, "ix_inbox_waiting"),
    "the next notice of a chat": (
        outbox._LEASE,
        {"channel": "phones", "chats": ["a"], "lane": "bulk", "who": "this run"},
        "ix_outbox_pending",
    ),
    "whether a chat has more": (
        outbox._MORE,
        {"channel": "phones", "chats": ["a"], "lane": "bulk"},
        "ix_outbox_pending",
    ),
    "what is due in a lane": (
        outbox._DUE,
        {"channel": "phones", "lane": "bulk", "after": outbox.START.not_before, "after_id": 0, "most": 9},
        "ix_outbox_lane",
    ),
    "the next channel with something to be said": (outbox._CHANNEL, {"after": "phones"}, "ix_outbox_"),
    "the newest state of a card": (
        outbox._NEWEST_EDIT,
        {"channel": "phones", "chat": "a", "copy": "7"},
        "ix_outbox_edits",
    ),
    "the other copy of a message": (
        said._TWIN,
        {"channel": "phones", "chat": "a", "copy": "7"},
        "ix_outbox_doubted",
    ),
    "what is leased": (outbox._IN_HAND, {}, "ix_outbox_leased"),
    "what a message speaks of": (
        said._SUBJECT,
        {"channel": "phones", "chat": "a", "copy": "7"},
        "ix_outbox_provider",
    ),
    "the next signature that is due": (sheets._FIRST_SIGN_BY, {}, "ix_sheets_sign_by"),
    "the signatures that are overdue": (sheets._UNSIGNED, {}, "ix_sheets_sign_by"),
    "the next timers": (timers._DUE, {"most": 25}, "ix_timers_due"),
}


async def plan(database: Database, query: Query, params: dict[str, Any]) -> str:
    kind = "postgresql" if isinstance(database, PostgresDatabase) else "sqlite"
    async with database.transaction(STATION) as tx:
        compiled = query.on(kind)
        values = compiled.bind(params | tx._bound)
        rows: Iterable[Any]
        if kind == "sqlite":
            rows = await tx._session.fetch(
                compiled._replace(sql=f"EXPLAIN QUERY PLAN {compiled.sql}"), values
            )
            return "\n".join(row[3] for row in rows)
        # without this, PostgreSQL rightly reads an empty table from end to end
        await tx._session.fetch(compiled._replace(sql="SET LOCAL enable_seqscan = off"), [])
        rows = await tx._session.fetch(compiled._replace(sql=f"EXPLAIN {compiled.sql}"), values)
        return "\n".join(row[0] for row in rows)


@pytest.mark.parametrize("what", INDEXED)
async def test_it_is_found_by_an_index(database: Database, what: str) -> None:
    query, params, index = INDEXED[what]
    found = await plan(database, query, params)
    assert index in found, found
    assert "SCAN" not in found.replace("SCAN chats VIRTUAL TABLE", ""), found
