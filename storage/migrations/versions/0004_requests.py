"""Requests that somebody decides: extensions, transfers (S2)."""

import sqlalchemy as sa
from alembic import op

from storage.query import Id, Json, Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "requests",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment, nullable=False),
        sa.Column("details", Json, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", Moment, nullable=True),
        sa.Column("verdict", Json, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sqlite_strict=True,
    )
    op.create_index("ix_requests_subject", "requests", ["station_id", "subject"], unique=False)
    op.create_index(
        "uq_requests_open",
        "requests",
        ["station_id", "kind", "subject"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
