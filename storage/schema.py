"""Every table, in one place for the migrations; importing it registers them all."""

from storage import (
    addresses,
    audit,
    conversations,
    counters,
    feedback,
    inbox,
    invitations,
    mediation,
    outbox,
    people,
    photos,
    requests,
    sheet_lists,
    sheet_search,
    sheets,
    stations,
    timers,
)
from storage.db import metadata

__all__ = [
    "addresses",
    "audit",
    "conversations",
    "counters",
    "feedback",
    "inbox",
    "invitations",
    "mediation",
    "metadata",
    "outbox",
    "people",
    "photos",
    "requests",
    "sheet_lists",
    "sheet_search",
    "sheets",
    "stations",
    "timers",
]
