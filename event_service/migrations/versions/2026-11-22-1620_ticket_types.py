"""Ticket types, capacities that wait to be told, and the figures of each day."""

import sqlalchemy as sa
from alembic import op

revision = "202611221620"
down_revision = "202611221619"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ticket_types",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("capacity_heard", sa.Integer(), nullable=False),
        sa.Column("max_per_order", sa.Integer(), nullable=False),
        sa.Column("max_per_account", sa.Integer(), nullable=True),
        sa.Column("sales_start_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sales_end_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        sa.CheckConstraint("max_per_account > 0", name="max_per_account_positive"),
        sa.CheckConstraint("max_per_order > 0", name="max_per_order_positive"),
        sa.CheckConstraint("price >= 0", name="price_not_negative"),
        sa.ForeignKeyConstraint(
            ["event_id", "currency"],
            ["events.id", "events.currency"],
            name="fk_ticket_types_event_id_events",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_types"),
    )
    op.create_index("ix_ticket_types_event_id", "ticket_types", ["event_id"], unique=False)
    op.create_table(
        "pending_capacities",
        sa.Column("ticket_type_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"],
            ["ticket_types.id"],
            name="fk_pending_capacities_ticket_type_id_ticket_types",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ticket_type_id", name="pk_pending_capacities"),
    )
    op.create_index(
        "ix_pending_capacities_due",
        "pending_capacities",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "daily_figures",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=False),
        sa.Column("sold", sa.Integer(), nullable=False),
        sa.Column("revenue", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("refunded", sa.BigInteger(), nullable=False),
        sa.Column("checked_in", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "day", "ticket_type_id", name="pk_daily_figures"),
    )


def downgrade() -> None:
    op.drop_table("daily_figures")
    op.drop_table("pending_capacities")
    op.drop_table("ticket_types")
