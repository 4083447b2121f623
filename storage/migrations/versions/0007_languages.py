"""A person may be spoken to in a language of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("people", sa.Column("language", sa.Text(), nullable=True))
