"""Notifications, their attempts and recipients, notices, and the tables of the shared modules."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.persistence import table_history

revision = "202611221619"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    table_history.create_first_tables()
    op.create_table(
        "buyers",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("order_id", name="pk_buyers"),
    )
    op.create_index("ix_buyers_event", "buyers", ["event_id", "account_id"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_table(
        "notices",
        sa.Column("heard_message_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached", sa.Uuid(), nullable=True),
        sa.Column("is_finished", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("heard_message_id", name="pk_notices"),
    )
    op.create_index("ix_notices_event", "notices", ["event_id", "at"], unique=False)
    op.create_index(
        "ix_notices_unfinished", "notices", ["at"], unique=False, postgresql_where=sa.text("NOT is_finished")
    )
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("heard_message_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("mail_message_id", sa.String(), nullable=True),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.CheckConstraint("(channel = 'email') = (mail_message_id IS NOT NULL)", name="mail_has_message_id"),
        sa.CheckConstraint("channel IN ('email', 'sms', 'in_app')", name="known_channel"),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'dead', 'discarded')", name="known_state"),
        sa.PrimaryKeyConstraint("id", name="pk_notifications"),
        sa.UniqueConstraint(
            "heard_message_id",
            "account_id",
            "channel",
            "template",
            name="uq_notifications_once",
        ),
    )
    op.create_index("ix_notifications_account", "notifications", ["account_id", "channel", "id"], unique=False)
    op.create_index(
        "ix_notifications_due", "notifications", ["due_at"], unique=False, postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_index("ix_notifications_state", "notifications", ["state", "id"], unique=False)
    op.create_table(
        "recipients",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("profile_version", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("email_event_updates", sa.Boolean(), nullable=False),
        sa.Column("sms_event_updates", sa.Boolean(), nullable=False),
        sa.Column("preferences_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_recipients"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notification_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.CheckConstraint("outcome IN ('sent', 'put_off', 'refused')", name="known_outcome"),
        sa.ForeignKeyConstraint(
            ["notification_id"], ["notifications.id"], name="fk_attempts_notification_id_notifications"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_notification_id", "attempts", ["notification_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notification_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("action IN ('retry', 'discard')", name="known_action"),
        sa.ForeignKeyConstraint(
            ["notification_id"], ["notifications.id"], name="fk_decisions_notification_id_notifications"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_notification_id", "decisions", ["notification_id"], unique=False)


def downgrade() -> None:
    op.drop_table("decisions")
    op.drop_table("attempts")
    op.drop_table("recipients")
    op.drop_table("notifications")
    op.drop_table("notices")
    op.drop_table("events")
    op.drop_table("buyers")
    table_history.drop_first_tables()
