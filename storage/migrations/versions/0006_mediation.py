"""Slots at the mediation centre (S3)."""

import sqlalchemy as sa
from alembic import op

from storage.query import Id, Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "mediation_slots",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("starts_at", Moment, nullable=False),
        sa.Column("sheet_id", Id, nullable=False),
        sa.Column("booked_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("station_id", "starts_at", name=op.f("pk_mediation_slots")),
        sqlite_strict=True,
    )
    op.create_index("ix_mediation_slots_sheet", "mediation_slots", ["station_id", "sheet_id"], unique=False)
