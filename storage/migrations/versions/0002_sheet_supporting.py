"""A sheet may name what supports it: data, places, people to turn to (S2)."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("sheets", sa.Column("supporting", sa.Text(), nullable=False, server_default=""))
