"""Lists of what is closed, and of what somebody ever had, are walked by an index (S18)."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index(
        "ix_sheets_closed",
        "sheets",
        ["station_id", "closed_at", "id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NOT NULL"),
        postgresql_where=sa.text("closed_at IS NOT NULL"),
    )
    op.create_index("ix_sheets_owner_ever", "sheets", ["station_id", "owner_id"], unique=False)
