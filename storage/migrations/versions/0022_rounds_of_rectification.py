"""What an owner says of an issue is a round of feedback, as it is of a sheet, and requirements can be written; dialogues name the subject they collect for."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

_ISSUES = """
    SELECT id, station_id, owner_id, state, words, photos, submitted_at, return_reason FROM issues
    WHERE words IS NOT NULL
"""
_STATES = {"submitted": "submitted", "returned": "returned", "closed": "accepted"}
_ROUND = """
    INSERT INTO feedback (station_id, subject, round, author_id, state, submitted_at, return_reason)
    VALUES (:station_id, :subject, 1, :owner_id, :state, :submitted_at, :return_reason) RETURNING id
"""
_PART = "INSERT INTO feedback_parts (station_id, feedback_id, text, sha256) VALUES (:station_id, :id, :text, :sha256)"
_DIALOGUES = "SELECT station_id, channel, chat, step, data FROM conversations"
_SAID_FOR = """
    UPDATE conversations SET step = :step, data = :data
    WHERE station_id = :station_id AND channel = :channel AND chat = :chat
"""


def upgrade() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.text(_ISSUES)).mappings().all():
        round_ = dict(row) | {"subject": f"issue:{row['id']}", "state": _STATES.get(row["state"], "left")}
        made = connection.execute(sa.text(_ROUND), round_)
        part = {"station_id": row["station_id"], "id": made.scalar_one(), "text": None, "sha256": None}
        connection.execute(sa.text(_PART), part | {"text": row["words"]})
        for photo in _read(row["photos"]):
            connection.execute(sa.text(_PART), part | {"sha256": photo})
    op.add_column("issues", sa.Column("requirements", sa.Text(), nullable=True))
    for column in ("words", "photos", "return_reason"):
        op.execute(f"ALTER TABLE issues DROP COLUMN {column}")
    for dialogue in connection.execute(sa.text(_DIALOGUES)).mappings().all():
        if (known := _about(dialogue["step"], dialogue["data"])) is not None:
            connection.execute(sa.text(_SAID_FOR), dict(dialogue) | {"data": known})


def _about(step: str, data: object) -> str | None:
    """What a dialogue remembers, by the name that it now has; None where nothing changes."""
    read = _read(data)
    if not isinstance(read, dict):
        return None
    if step == "sheets.feedback" and "sheet" in read:
        read["about"] = f"sheet:{read.pop('sheet')}"
    elif isinstance(read.get("data"), dict) and (within := _about(read.get("step", ""), read["data"])):
        read["data"] = json.loads(within)
    else:
        return None
    return json.dumps(read, ensure_ascii=False)


def _read(kept: object) -> Any:
    try:
        return json.loads(kept) if isinstance(kept, str) else kept
    except ValueError:
        return None
