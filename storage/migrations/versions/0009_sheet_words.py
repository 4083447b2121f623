"""Sheets can be searched by words: every pair of characters in what they say is kept (S18)."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from storage.query import Id

revision = "0009"
down_revision = "0008"

SAID = """
SELECT station_id, id, object || ' ' || content || ' ' || supporting || ' ' || requirements || ' ' || number
FROM sheets WHERE number IS NOT NULL
UNION ALL
SELECT feedback.station_id, feedback.sheet_id, feedback_parts.text
FROM feedback JOIN feedback_parts ON feedback_parts.feedback_id = feedback.id
WHERE feedback.state NOT IN ('draft', 'left') AND feedback_parts.text IS NOT NULL
"""
AT_ONCE = 500


def upgrade() -> None:
    words = op.create_table(
        "sheet_words",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("sheet_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("station_id", "word", "sheet_id", name=op.f("pk_sheet_words")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    said = connection.execute(sa.text(SAID)).all()
    for start in range(0, len(said), AT_ONCE):
        found = {
            (station, word, sheet)
            for station, sheet, text in said[start : start + AT_ONCE]
            for word in _pairs(text)
        }
        known = _known(connection, words, {sheet for _, _, sheet in found}) if start else set()
        new = [
            {"station_id": station, "word": word, "sheet_id": sheet}
            for station, word, sheet in sorted(found - known)
        ]
        if new:
            connection.execute(sa.insert(words), new)


def _known(connection: sa.Connection, words: sa.Table, of: set[int]) -> set[tuple[str, str, int]]:
    rows = connection.execute(
        sa.select(words.c.station_id, words.c.word, words.c.sheet_id).where(words.c.sheet_id.in_(of))
    )
    return {(row.station_id, row.word, row.sheet_id) for row in rows}


def _pairs(text: str) -> Iterator[str]:
    for run in text.lower().split():
        for n in range(len(run) - 1):
            yield run[n : n + 2]
