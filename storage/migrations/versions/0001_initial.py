"""The first schema: queues, timers, conversations, roster, sheets."""

import sqlalchemy as sa
from alembic import op

from storage.query import Id, Json, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "addresses",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("bound_at", Moment, nullable=False),
        sa.Column("unbound_at", Moment, nullable=True),
        sa.Column("unreachable", sa.Text(), nullable=True),
        sa.Column("menu", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("station_id", "channel", "chat", name=op.f("pk_addresses")),
        sqlite_strict=True,
    )
    op.create_index("ix_addresses_staff", "addresses", ["station_id", "staff_id"], unique=False)
    op.create_table(
        "audit",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", Json, nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_strict=True,
    )
    op.create_index("ix_audit_subject", "audit", ["station_id", "subject", "id"], unique=False)
    op.create_table(
        "communities",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("community_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=True),
        sa.Column("officer_staff_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("station_id", "community_id", name=op.f("pk_communities")),
        sqlite_strict=True,
    )
    op.create_table(
        "conversations",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("data", Json, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("updated_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("station_id", "channel", "chat", name=op.f("pk_conversations")),
        sqlite_strict=True,
    )
    op.create_table(
        "counters",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", Id, nullable=False),
        sa.PrimaryKeyConstraint("station_id", "name", name=op.f("pk_counters")),
        sqlite_strict=True,
    )
    op.create_table(
        "feedback",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("sheet_id", Id, nullable=False),
        sa.Column("round", Id, nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("late_reason", sa.Text(), nullable=True),
        sa.Column("submitted_at", Moment, nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", Moment, nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sqlite_strict=True,
    )
    op.create_index("ix_feedback_sheet", "feedback", ["sheet_id", "round"], unique=True)
    op.create_table(
        "feedback_parts",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("feedback_id", Id, nullable=False),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_parts")),
        sqlite_strict=True,
    )
    op.create_index("ix_parts_feedback", "feedback_parts", ["feedback_id", "id"], unique=False)
    op.create_index("ix_parts_message", "feedback_parts", ["station_id", "message_id"], unique=False)
    op.create_index("uq_parts_photo", "feedback_parts", ["feedback_id", "sha256"], unique=True)
    op.create_index(
        "uq_parts_text",
        "feedback_parts",
        ["feedback_id", "message_id"],
        unique=True,
        sqlite_where=sa.text("sha256 IS NULL"),
        postgresql_where=sa.text("sha256 IS NULL"),
    )
    op.create_table(
        "groups",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lead_staff_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("station_id", "group_id", name=op.f("pk_groups")),
        sqlite_strict=True,
    )
    op.create_table(
        "inbox",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("message", Json, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", Id, nullable=False),
        sa.Column("next_try_at", Moment, nullable=False),
        sa.Column("received_at", Moment, nullable=False),
        sa.Column("handled_at", Moment, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint(
            "station_id", "channel", "provider_id", name=op.f("uq_inbox_station_id_channel_provider_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["station_id", "chat", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.create_table(
        "invitations",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("invited_by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("station_id", "code_hash", name=op.f("pk_invitations")),
        sqlite_strict=True,
    )
    op.create_table(
        "outbox",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("message", Json, nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", Id, nullable=False),
        sa.Column("not_before", Moment, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("leased_by", sa.Text(), nullable=True),
        sa.Column("sent_at", Moment, nullable=True),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["station_id", "not_before"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "ix_outbox_leased",
        "outbox",
        ["station_id"],
        unique=False,
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["station_id", "chat", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index("ix_outbox_provider", "outbox", ["station_id", "chat", "provider_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("community_id", sa.Text(), nullable=True),
        sa.Column("left_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("station_id", "staff_id", name=op.f("pk_people")),
        sqlite_strict=True,
    )
    op.create_table(
        "photos",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", Id, nullable=False),
        sa.Column("stored_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("station_id", "sha256", name=op.f("pk_photos")),
        sqlite_strict=True,
    )
    op.create_table(
        "roles",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("station_id", "role", "staff_id", name=op.f("pk_roles")),
        sqlite_strict=True,
    )
    op.create_table(
        "sheet_co_handlers",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("sheet_id", Id, nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sheet_id", "staff_id", name=op.f("pk_sheet_co_handlers")),
        sqlite_strict=True,
    )
    op.create_index("ix_co_handlers_staff", "sheet_co_handlers", ["station_id", "staff_id"], unique=False)
    op.create_table(
        "sheets",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("year", Id, nullable=True),
        sa.Column("serial", Id, nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("requirements", sa.Text(), nullable=False),
        sa.Column("handling_class", sa.Text(), nullable=False),
        sa.Column("risk", sa.Text(), nullable=False),
        sa.Column("community_id", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.Text(), nullable=True),
        sa.Column("issuer_id", sa.Text(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("issued_at", Moment, nullable=True),
        sa.Column("acknowledged_at", Moment, nullable=True),
        sa.Column("due_at", Moment, nullable=True),
        sa.Column("submitted_at", Moment, nullable=True),
        sa.Column("closed_at", Moment, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("returns", Id, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheets")),
        sa.UniqueConstraint("station_id", "serial", "year", name=op.f("uq_sheets_station_id_serial_year")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_sheets_draft",
        "sheets",
        ["station_id", "issuer_id"],
        unique=False,
        sqlite_where=sa.text("issued_at IS NULL"),
        postgresql_where=sa.text("issued_at IS NULL"),
    )
    op.create_index(
        "ix_sheets_due",
        "sheets",
        ["station_id", "due_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL AND issued_at IS NOT NULL"),
        postgresql_where=sa.text("closed_at IS NULL AND issued_at IS NOT NULL"),
    )
    op.create_index(
        "ix_sheets_owner",
        "sheets",
        ["station_id", "owner_id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL AND issued_at IS NOT NULL"),
        postgresql_where=sa.text("closed_at IS NULL AND issued_at IS NOT NULL"),
    )
    op.create_index(
        "ix_sheets_state",
        "sheets",
        ["station_id", "state"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL AND issued_at IS NOT NULL"),
        postgresql_where=sa.text("closed_at IS NULL AND issued_at IS NOT NULL"),
    )
    op.create_table(
        "stations",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("station_id", name=op.f("pk_stations")),
        sqlite_strict=True,
    )
    op.create_table(
        "timers",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", Id, nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timers")),
        sa.UniqueConstraint("station_id", "key", name=op.f("uq_timers_station_id_key")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_timers_due",
        "timers",
        ["station_id", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "wrong_codes",
        sa.Column("station_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("count", Id, nullable=False),
        sa.Column("silent_until", Moment, nullable=True),
        sa.PrimaryKeyConstraint("station_id", "channel", "chat", name=op.f("pk_wrong_codes")),
        sqlite_strict=True,
    )
