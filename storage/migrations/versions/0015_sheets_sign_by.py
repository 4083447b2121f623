"""By when the next signature is due is found without reading every sheet that waits for one."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    where = sa.text("closed_at IS NULL AND issued_at IS NOT NULL AND state = 'issued'")
    op.create_index(
        "ix_sheets_sign_by", "sheets", ["station_id", "sign_by"], sqlite_where=where, postgresql_where=where
    )
