"""What is open of an owner, and what waits to be verified."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

OPEN = sa.text("serial IS NOT NULL AND closed_at IS NULL")
TO_VERIFY = sa.text("state = 'submitted'")


def upgrade() -> None:
    for name, columns, where in (
        ("ix_issues_own", ["station_id", "owner_id", "due_at"], OPEN),
        ("ix_issues_to_verify", ["station_id"], TO_VERIFY),
    ):
        op.create_index(name, "issues", columns, unique=False, sqlite_where=where, postgresql_where=where)
