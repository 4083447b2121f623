"""A message may say why it is said, and until when: what stopped being true is not sent."""

import sqlalchemy as sa
from alembic import op

from storage.query import Moment

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("purpose", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("valid_until", Moment, nullable=True))
