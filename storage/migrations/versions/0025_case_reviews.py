"""Double review, three pushes: the stages of cases, and the issues that come from them."""

import sqlalchemy as sa
from alembic import op

from storage.query import Flag, Id, Moment

revision = "0025"
down_revision = "0024"

OPEN = sa.text("state != 'done'")


def upgrade() -> None:
    op.create_table(
        "case_reviews",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("year", Id, nullable=False),
        sa.Column("serial", Id, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("case_code", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("checklist", sa.Text(), nullable=False),
        sa.Column("officers", sa.Text(), nullable=False),
        sa.Column("returns", Id, nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("first_by", sa.Text(), nullable=True),
        sa.Column("second_by", sa.Text(), nullable=True),
        sa.Column("sent_back_by", sa.Text(), nullable=True),
        sa.Column("missing", sa.Text(), nullable=True),
        sa.Column("raised", Flag(), nullable=False),
        sa.Column("done_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_reviews")),
        sa.UniqueConstraint(
            "station_id", "serial", "year", name=op.f("uq_case_reviews_station_id_serial_year")
        ),
        sa.UniqueConstraint(
            "station_id", "case_code", "stage", name=op.f("uq_case_reviews_station_id_case_code_stage")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_case_reviews_open",
        "case_reviews",
        ["station_id", "due_at"],
        unique=False,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.add_column("issues", sa.Column("review_id", Id, nullable=True))
    op.create_index("ix_issues_review", "issues", ["station_id", "review_id"], unique=False)
