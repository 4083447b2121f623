"""The one question that is open in a chat, with what was said so far; never kept in memory."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, Text, delete, select

from storage.db import Tx, table
from storage.query import NOW, STATION, Json, Moment, Query, arg
from storage.records import Record

conversations = table(
    "conversations",
    Column("channel", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("data", Json, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    PrimaryKeyConstraint("station_id", "channel", "chat"),
)


class Conversation(Record):
    """Which step a chat is in ("sheets.feedback"), and what the step needs to remember."""

    step: str
    data: dict[str, Any]
    expires_at: datetime


_mine = conversations.c.station_id == STATION
_here = (conversations.c.channel == arg("channel"), conversations.c.chat == arg("chat"))
_GET = Query(
    select(conversations.c.step, conversations.c.data, conversations.c.expires_at).where(_mine, *_here)
)
_PUT = Query(
    lambda sql: (
        sql.insert(conversations)
        .values(
            station_id=STATION,
            channel=arg("channel"),
            chat=arg("chat"),
            step=arg("step"),
            data=arg("data"),
            expires_at=arg("expires_at"),
            updated_at=NOW,
        )
        .on_conflict_do_update(
            index_elements=["station_id", "channel", "chat"],
            set_={
                "step": arg("step", Text()),
                "data": arg("data", Json()),
                "expires_at": arg("expires_at", Moment()),
                "updated_at": NOW,
            },
        )
    )
)
_END = Query(delete(conversations).where(_mine, *_here))


async def get(tx: Tx, channel: str, chat: str) -> Conversation | None:
    """The open step of a chat, expired or not."""
    return await tx.one(_GET, Conversation, channel=channel, chat=chat)


async def put(tx: Tx, channel: str, chat: str, step: str, data: dict[str, Any], expires_at: datetime) -> None:
    """Open a step, in place of whichever was open."""
    await tx.run(_PUT, channel=channel, chat=chat, step=step, data=data, expires_at=expires_at)


async def end(tx: Tx, channel: str, chat: str) -> None:
    """Close the open step, if there is one."""
    await tx.run(_END, channel=channel, chat=chat)
