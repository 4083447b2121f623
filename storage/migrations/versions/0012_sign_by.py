"""Signing has a clock of its own (S2): a sheet says by when it is to be signed for."""

import sqlalchemy as sa
from alembic import op

from storage.query import Moment

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Of sheets handed out before, the station's own hours are not known here: the 4 h of S2."""
    op.add_column("sheets", sa.Column("sign_by", Moment, nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("UPDATE sheets SET sign_by = handed_at + 14400000000")
    else:
        op.execute("UPDATE sheets SET sign_by = handed_at + interval '4 hours'")
