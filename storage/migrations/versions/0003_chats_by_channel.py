"""Chats of two channels may have the same id: the outbox's indexes know the channel."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_outbox_pending", "outbox")
    op.drop_index("ix_outbox_provider", "outbox")
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["station_id", "channel", "chat", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "ix_outbox_provider", "outbox", ["station_id", "channel", "chat", "provider_id"], unique=False
    )
