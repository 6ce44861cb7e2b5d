"""Refunds, the tickets that end with them, and canceled events whose orders are refunded."""

import sqlalchemy as sa
from alembic import op

revision = "202611221955"
down_revision = "202611221950"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _refunds()
    _refund_tickets()
    _cancellations()
    op.create_index(
        "ix_stripe_events_refund_failed",
        "stripe_events",
        ["intent_id"],
        postgresql_where=sa.text("type = 'refund.failed'"),
    )


def _refunds() -> None:
    op.create_table(
        "refunds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provider_id", sa.String(), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("key_attempt", sa.Integer(), nullable=False),
        sa.Column("key_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_key_spent", sa.Boolean(), nullable=False),
        *_work(),
        sa.CheckConstraint(
            "status IN ('requested', 'processing', 'succeeded', 'failed', 'declined')", name="known_status"
        ),
        sa.CheckConstraint("cause IN ('requested_by_buyer', 'by_organizer', 'event_canceled')", name="known_cause"),
        sa.CheckConstraint("amount >= 0", name="amount_not_negative"),
        sa.CheckConstraint(
            "amount = 0 OR payment_id IS NOT NULL OR status IN ('requested', 'declined')", name="money_has_a_payment"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_refunds_event_id_events"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_refunds_order_id_orders"),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name="fk_refunds_payment_id_payments"),
        sa.PrimaryKeyConstraint("id", name="pk_refunds"),
        sa.UniqueConstraint("provider_id", name="uq_refunds_provider_id"),
    )
    op.create_index("ix_refunds_order_id", "refunds", ["order_id"])
    op.create_index("ix_refunds_payment_id", "refunds", ["payment_id"])
    op.create_index("ix_refunds_event_id_id", "refunds", ["event_id", "id"])
    op.create_index("ix_refunds_account_id_id", "refunds", ["account_id", "id"])
    op.create_index("ix_refunds_due_at", "refunds", ["due_at"], postgresql_where=sa.text("state = 'waiting'"))


def _refund_tickets() -> None:
    op.create_table(
        "refund_tickets",
        sa.Column("refund_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("is_declined", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["refund_id"], ["refunds.id"], name="fk_refund_tickets_refund_id_refunds"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_refund_tickets_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("refund_id", "ticket_id", name="pk_refund_tickets"),
    )
    op.create_index(
        "uq_refund_tickets_standing",
        "refund_tickets",
        ["ticket_id"],
        unique=True,
        postgresql_where=sa.text("NOT is_declined"),
    )


def _cancellations() -> None:
    op.create_table(
        "cancellations",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reached", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        *_work(),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_cancellations_event_id_events"),
        sa.PrimaryKeyConstraint("event_id", name="pk_cancellations"),
    )
    op.create_index(
        "ix_cancellations_due_at", "cancellations", ["due_at"], postgresql_where=sa.text("state = 'waiting'")
    )


def _work() -> list[sa.Column[object]]:
    return [
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
    ]


def downgrade() -> None:
    op.drop_index("ix_stripe_events_refund_failed", "stripe_events")
    for table in ("cancellations", "refund_tickets", "refunds"):
        op.drop_table(table)
