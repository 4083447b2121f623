"""One timer a person for the morning of their digest, and one a station for what is late, whatever it is about."""

from alembic import op

revision = "0021"
down_revision = "0020"

KINDS = {"digest": "digest.day", "watch": "digest.watch"}
_TWIN = """
    DELETE FROM timers WHERE kind = '{loser}' AND EXISTS (
        SELECT 1 FROM timers AS other
        WHERE other.kind = '{winner}' AND other.station_id = timers.station_id
        AND other.subject = timers.subject AND other.due_at {than} timers.due_at
    )
"""


def upgrade() -> None:
    for old, new in KINDS.items():
        sheets, issues = f"sheets.{old}", f"enforcement.{old}"
        op.execute(_TWIN.format(loser=issues, winner=sheets, than="<="))
        op.execute(_TWIN.format(loser=sheets, winner=issues, than="<"))
        op.execute(f"""
            UPDATE timers SET kind = '{new}', key = '{new}/' || subject WHERE kind IN ('{sheets}', '{issues}')
        """)  # noqa: S608 - names of ours
