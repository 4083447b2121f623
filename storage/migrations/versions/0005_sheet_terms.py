"""A sheet can be suspended, given to another owner, and be one of a batch (S2)."""

import sqlalchemy as sa
from alembic import op

from storage.query import Id, Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("sheets", sa.Column("suspended_until", Moment, nullable=True))
    op.add_column("sheets", sa.Column("batch", Id, nullable=True))
    op.add_column("sheets", sa.Column("handed_at", Moment, nullable=True))
    op.execute("UPDATE sheets SET handed_at = issued_at")
    op.create_index(
        "ix_sheets_batch",
        "sheets",
        ["station_id", "batch"],
        unique=False,
        sqlite_where=sa.text("batch IS NOT NULL"),
        postgresql_where=sa.text("batch IS NOT NULL"),
    )
    op.create_table(
        "sheet_recipients",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("sheet_id", Id, nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sheet_id", "staff_id", name=op.f("pk_sheet_recipients")),
        sqlite_strict=True,
    )
