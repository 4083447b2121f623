"""The sheets of a month are found by an index (S15)."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_index(
        "ix_sheets_issued",
        "sheets",
        ["station_id", "issued_at", "id"],
        unique=False,
        sqlite_where=sa.text("issued_at IS NOT NULL"),
        postgresql_where=sa.text("issued_at IS NOT NULL"),
    )
