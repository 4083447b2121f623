"""When a stranger was last told that they are one."""

import sqlalchemy as sa
from alembic import op

from storage.query import Moment

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("wrong_codes", sa.Column("turned_away_at", Moment))
