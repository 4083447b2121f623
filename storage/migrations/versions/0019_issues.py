"""Enforcement issues: the issue list from listing to closing."""

import sqlalchemy as sa
from alembic import op

from storage.query import Flag, Id, Moment

revision = "0019"
down_revision = "0018"

DRAFT = sa.text("state = 'draft'")
OPEN = sa.text("serial IS NOT NULL AND closed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "issues",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("year", Id, nullable=True),
        sa.Column("serial", Id, nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("case_code", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.Text(), nullable=True),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("lister_id", sa.Text(), nullable=True),
        sa.Column("assigned_at", Moment(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("extended", Flag(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("photos", sa.Text(), nullable=False),
        sa.Column("submitted_at", Moment(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issues")),
        sa.UniqueConstraint("station_id", "serial", "year", name=op.f("uq_issues_station_id_serial_year")),
        sqlite_strict=True,
    )
    for name, columns, where in (
        ("ix_issues_draft", ["station_id", "author_id"], DRAFT),
        ("ix_issues_open", ["station_id", "due_at"], OPEN),
    ):
        op.create_index(name, "issues", columns, unique=False, sqlite_where=where, postgresql_where=where)
