"""What somebody is given to put right, the newest first, also what is closed."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

GIVEN = sa.text("assigned_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_issues_owner",
        "issues",
        ["station_id", "owner_id", "id"],
        unique=False,
        sqlite_where=GIVEN,
        postgresql_where=GIVEN,
    )
