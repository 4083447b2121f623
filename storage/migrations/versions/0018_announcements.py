"""Announcements, their audiences and receipts; what is said to many is a batch of the outbox."""

import sqlalchemy as sa
from alembic import op

from storage.query import Id, Moment

revision = "0018"
down_revision = "0017"

BATCH = sa.text("batch IS NOT NULL")
RECALLS = sa.text("recalls IS NOT NULL")
DRAFT = sa.text("state = 'draft'")
SAVED = sa.text("name IS NOT NULL")
SILENT = sa.text("received_at IS NULL")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("batch", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("recalls", Id, nullable=True))
    op.add_column("outbox", sa.Column("further", sa.Text(), nullable=True))
    op.create_table(
        "announcements",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("year", Id, nullable=True),
        sa.Column("serial", Id, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sender_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("photos", sa.Text(), nullable=False),
        sa.Column("audience_id", Id, nullable=False),
        sa.Column("send_at", Moment(), nullable=True),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("revised_at", Moment(), nullable=True),
        sa.Column("nudged_at", Moment(), nullable=True),
        sa.Column("recalled_at", Moment(), nullable=True),
        sa.Column("card", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
        sa.UniqueConstraint(
            "station_id", "serial", "year", name=op.f("uq_announcements_station_id_serial_year")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "audiences",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audiences")),
        sqlite_strict=True,
    )
    op.create_table(
        "audience_parts",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("audience_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("audience_id", "kind", "key", name=op.f("pk_audience_parts")),
        sqlite_strict=True,
    )
    op.create_table(
        "receipts",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("received_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("station_id", "batch", "staff_id", name=op.f("pk_receipts")),
        sqlite_strict=True,
    )
    for name, table, columns, where in (
        ("ix_outbox_batch", "outbox", ["station_id", "batch", "state", "recalls", "replaces"], BATCH),
        ("ix_outbox_recalls", "outbox", ["station_id", "recalls"], RECALLS),
        ("ix_announcements_draft", "announcements", ["station_id", "sender_id"], DRAFT),
        ("ix_receipts_silent", "receipts", ["station_id", "batch", "staff_id"], SILENT),
    ):
        op.create_index(name, table, columns, unique=False, sqlite_where=where, postgresql_where=where)
    op.create_index("ix_announcements_sent", "announcements", ["station_id", "sent_at"])
    op.create_index(
        "ix_audiences_name",
        "audiences",
        ["station_id", "name"],
        unique=True,
        sqlite_where=SAVED,
        postgresql_where=SAVED,
    )
