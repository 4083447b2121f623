"""Feedback belongs to a subject, of which a sheet is one."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("feedback", sa.Column("subject", sa.Text(), nullable=True))
    op.execute("UPDATE feedback SET subject = 'sheet:' || sheet_id")
    op.drop_index("ix_feedback_sheet", "feedback")
    with op.batch_alter_table("feedback", table_kwargs={"sqlite_strict": True}) as feedback:
        feedback.alter_column("subject", nullable=False)
        feedback.drop_column("sheet_id")
    op.create_index("ix_feedback_subject", "feedback", ["subject", "round"], unique=True)
