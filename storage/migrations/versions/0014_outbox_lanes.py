"""Lanes of the outbox are found by an index; a message may be in doubt, and have two copies."""

import sqlalchemy as sa
from alembic import op

from storage.query import Id

revision = "0014"
down_revision = "0013"

PENDING = sa.text("state = 'pending'")
DOUBTED = sa.text("doubts > 0")
EDITS = sa.text("replaces IS NOT NULL")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("replaces", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("doubts", Id, nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("twin_id", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("sender", sa.Text(), nullable=True))
    op.drop_index("ix_outbox_pending", "outbox")
    for name, columns, where in (
        ("ix_outbox_pending", ["station_id", "channel", "chat", "lane", "id"], PENDING),
        ("ix_outbox_lane", ["station_id", "channel", "lane", "not_before", "id", "chat"], PENDING),
        ("ix_outbox_edits", ["station_id", "channel", "chat", "replaces", "id"], EDITS),
        ("ix_outbox_doubted", ["station_id", "channel", "chat", "id"], DOUBTED),
    ):
        op.create_index(name, "outbox", columns, unique=False, sqlite_where=where, postgresql_where=where)
