"""Whoever decides on a request is asked again by one timer, whatever was asked for."""

from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.execute("""
        UPDATE timers SET kind = 'requests.undecided', key = 'requests.undecided/' || subject
        WHERE kind = 'sheets.extend-undecided'
    """)
