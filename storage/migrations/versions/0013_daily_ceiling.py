"""Beyond a day's ceiling notices wait for the next digest, which says them together (S18)."""

import sqlalchemy as sa
from alembic import op

from storage.query import Id

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "attention",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("told", Id, nullable=False),
        sa.Column("digest_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("station_id", "staff_id", name=op.f("pk_attention")),
        sqlite_strict=True,
    )
    op.add_column("outbox", sa.Column("merged_into", Id, nullable=True))
    op.create_index(
        "ix_outbox_held",
        "outbox",
        ["station_id", "channel", "chat"],
        unique=False,
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )
