"""Three-colour slips."""

import sqlalchemy as sa
from alembic import op

from storage.query import Id, Moment

revision = "0023"
down_revision = "0022"

PROPOSED = sa.text("state = 'proposed'")
WAITS = sa.text("state IN ('appealed', 'proposed')")
ISSUED = sa.text("serial IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "slips",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("missed_at", Moment(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("year", Id, nullable=True),
        sa.Column("serial", Id, nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("answer_by", Moment(), nullable=True),
        sa.Column("appeal_by", Moment(), nullable=True),
        sa.Column("judged_by", sa.Text(), nullable=True),
        sa.Column("judged_at", Moment(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slips")),
        sa.UniqueConstraint(
            "station_id", "colour", "year", "serial", name=op.f("uq_slips_station_id_colour_year_serial")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_slips_about", "slips", ["station_id", "about", "id"], unique=False)
    for name, columns, where, unique in (
        ("uq_slips_proposed", ["station_id", "about"], PROPOSED, True),
        ("ix_slips_waiting", ["station_id", "id"], WAITS, False),
        ("ix_slips_issued", ["station_id", "staff_id", "decided_at"], ISSUED, False),
        ("ix_slips_decided", ["station_id", "decided_at", "id"], ISSUED, False),
    ):
        op.create_index(name, "slips", columns, unique=unique, sqlite_where=where, postgresql_where=where)
