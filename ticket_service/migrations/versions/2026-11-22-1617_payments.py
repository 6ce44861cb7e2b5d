"""Payments, what is asked of Stripe and what it told."""

import sqlalchemy as sa
from alembic import op

revision = "202611221617"
down_revision = "202611221616"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("refundable", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("intent_id", sa.String(), nullable=True),
        sa.Column("failure_code", sa.String(), nullable=True),
        sa.Column("failure_told", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status IN ('created', 'requires_action', 'processing', 'authorized', 'captured', 'canceled', "
            "'failed', 'disputed', 'refunded')",
            name="known_status",
        ),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("refundable >= 0 AND refundable <= amount", name="refundable_within_amount"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_payments_order_id_orders"),
        sa.PrimaryKeyConstraint("id", name="pk_payments"),
        sa.UniqueConstraint("intent_id", name="uq_payments_intent_id"),
        sa.UniqueConstraint("order_id", "attempt", name="uq_payments_order_id_attempt"),
    )
    op.create_index("ix_payments_due_at", "payments", ["due_at"], postgresql_where=sa.text("state = 'waiting'"))
    op.create_index(
        "uq_payments_live", "payments", ["order_id"], unique=True, postgresql_where=sa.text("status <> 'canceled'")
    )
    op.create_table(
        "payment_operations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("stripe_key", sa.String(), nullable=False),
        sa.Column("key_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_key_spent", sa.Boolean(), nullable=False),
        sa.Column("params_hash", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('create', 'capture', 'cancel', 'refund')", name="known_kind"),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name="fk_payment_operations_payment_id_payments"),
        sa.PrimaryKeyConstraint("id", name="pk_payment_operations"),
        sa.UniqueConstraint("payment_id", "kind", name="uq_payment_operations_payment_id_kind"),
        sa.UniqueConstraint("stripe_key", name="uq_payment_operations_stripe_key"),
    )
    op.create_index(
        "ix_payment_operations_due_at",
        "payment_operations",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_payment_operations_order_id", "payment_operations", ["order_id"])
    op.create_table(
        "stripe_events",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("intent_id", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stripe_events"),
    )
    op.create_index("ix_stripe_events_intent_id", "stripe_events", ["intent_id"])
    op.create_index("ix_stripe_events_received_at", "stripe_events", ["received_at"])


def downgrade() -> None:
    op.drop_table("stripe_events")
    op.drop_table("payment_operations")
    op.drop_table("payments")
