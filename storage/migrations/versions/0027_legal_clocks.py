"""Legal clocks."""

import sqlalchemy as sa
from alembic import op

from storage.query import Flag, Id, Moment

revision = "0027"
down_revision = "0026"

RUNNING = sa.text("state = 'running'")


def upgrade() -> None:
    op.create_table(
        "legal_clocks",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("year", Id, nullable=False),
        sa.Column("serial", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("case_code", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("extended", Flag(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("stopped_at", Moment(), nullable=True),
        sa.Column("stopped_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_clocks")),
        sa.UniqueConstraint(
            "station_id", "serial", "year", name=op.f("uq_legal_clocks_station_id_serial_year")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_legal_clocks_running",
        "legal_clocks",
        ["station_id", "due_at"],
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )
