"""The copy of events, and the tables of the shared modules."""

import sqlalchemy as sa
from alembic import op

from shared.persistence import table_history

revision = "202611221614"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    table_history.create_first_tables()
    op.create_table(
        "events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organizer_id", sa.Uuid(), nullable=False),
        sa.Column("organizer_name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("venue_name", sa.String(), nullable=False),
        sa.Column("venue_address", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("doors_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('published', 'postponed', 'canceled')", name="known_status"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_ends_at", "events", ["ends_at"])
    op.create_index("ix_events_organizer_id", "events", ["organizer_id"])
    op.create_table(
        "ticket_types",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("max_per_order", sa.Integer(), nullable=False),
        sa.Column("max_per_account", sa.Integer(), nullable=True),
        sa.Column("sales_start_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sales_end_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("max_per_account > 0", name="max_per_account_positive"),
        sa.CheckConstraint("max_per_order > 0", name="max_per_order_positive"),
        sa.CheckConstraint("price >= 0", name="price_not_negative"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_ticket_types_event_id_events"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_types"),
    )
    op.create_index("ix_ticket_types_event_id", "ticket_types", ["event_id"])
    op.create_table(
        "event_staff",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("account_ids", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_event_staff"),
    )
    op.create_table(
        "organizer_members",
        sa.Column("organizer_id", sa.Uuid(), nullable=False),
        sa.Column("account_ids", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organizer_id", name="pk_organizer_members"),
    )


def downgrade() -> None:
    op.drop_table("organizer_members")
    op.drop_table("event_staff")
    op.drop_table("ticket_types")
    op.drop_table("events")
    table_history.drop_first_tables()
