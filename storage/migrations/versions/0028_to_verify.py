"""What waits to be verified is found by its state as well: SQLite left its index aside and read every issue."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

NAME, WHERE = "ix_issues_to_verify", sa.text("state = 'submitted'")


def upgrade() -> None:
    op.drop_index(NAME, table_name="issues")
    op.create_index(
        NAME, "issues", ["station_id", "state"], unique=False, sqlite_where=WHERE, postgresql_where=WHERE
    )
