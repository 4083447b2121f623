"""Nothing is looked up by reading everything: a person's roles and open sheets, what was given up."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_index("ix_roles_staff", "roles", ["station_id", "staff_id", "role"])
    open_ = "closed_at IS NULL AND issued_at IS NOT NULL"
    op.drop_index("ix_sheets_owner", "sheets")
    op.drop_index("ix_sheets_state", "sheets")
    _create("ix_sheets_owner", "sheets", ["owner_id", "due_at", "id"], open_)
    _create("ix_sheets_state", "sheets", ["state", "submitted_at", "id"], open_)
    _create("ix_inbox_parked", "inbox", ["handled_at"], "state = 'parked'")
    _create("ix_timers_parked", "timers", ["due_at"], "state = 'parked'")


def _create(name: str, table: str, columns: list[str], where: str) -> None:
    part = sa.text(where)
    op.create_index(name, table, ["station_id", *columns], sqlite_where=part, postgresql_where=part)
