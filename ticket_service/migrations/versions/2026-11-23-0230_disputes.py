"""Disputes, and the payments whose disputes have to be looked at."""

import sqlalchemy as sa
from alembic import op

revision = "202611230230"
down_revision = "202611230205"
branch_labels = None
depends_on = None

CODES = (
    "code IN ('intent_unknown', 'intent_unwanted', 'intent_not_recorded', 'intent_missing', 'intent_still_open',"
    " 'intent_undecided', 'capture_not_recorded', 'cancel_not_recorded', 'capture_missing', 'capture_without_order',"
    " 'amount_differs', 'refund_unknown', 'refund_not_recorded', 'refund_returned', 'refund_missing',"
    " 'refund_amount_differs', 'books_disagree'"
)
STAGES = "stage IN ('intents', 'refunds', 'payments', 'books'"


def upgrade() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("withheld", sa.BigInteger(), nullable=False),
        sa.Column("evidence_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('warning_needs_response', 'warning_under_review', 'warning_closed', 'needs_response',"
            " 'under_review', 'won', 'lost', 'prevented')",
            name="known_status",
        ),
        sa.CheckConstraint("withheld >= 0 AND withheld <= amount", name="withheld_within_amount"),
        sa.CheckConstraint(
            "(closed_at IS NOT NULL) = (status IN ('warning_closed', 'won', 'lost', 'prevented'))",
            name="closed_at_a_moment",
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_disputes_event_id_events"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_disputes_order_id_orders"),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name="fk_disputes_payment_id_payments"),
        sa.PrimaryKeyConstraint("id", name="pk_disputes"),
        sa.UniqueConstraint("provider_id", name="uq_disputes_provider_id"),
    )
    op.create_index("ix_disputes_event_id_id", "disputes", ["event_id", "id"])
    op.create_index("ix_disputes_order_id", "disputes", ["order_id"])
    op.create_index("ix_disputes_payment_id", "disputes", ["payment_id"])
    op.create_index("ix_disputes_open", "disputes", ["id"], postgresql_where=sa.text("closed_at IS NULL"))
    op.create_table(
        "dispute_looks",
        sa.Column("intent_id", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("intent_id", name="pk_dispute_looks"),
    )
    op.create_index(
        "ix_dispute_looks_due_at", "dispute_looks", ["due_at"], postgresql_where=sa.text("state = 'waiting'")
    )
    _allow(f"{CODES}, 'dispute_not_recorded')", f"{STAGES}, 'disputes')")


def downgrade() -> None:
    op.execute("DELETE FROM differences WHERE code = 'dispute_not_recorded'")
    op.execute("UPDATE reconciliations SET stage = 'refunds', reached = NULL WHERE stage = 'disputes'")
    _allow(f"{CODES})", f"{STAGES})")
    op.drop_table("dispute_looks")
    op.drop_table("disputes")


def _allow(codes: str, stages: str) -> None:
    op.drop_constraint(op.f("ck_differences_known_code"), "differences")
    op.create_check_constraint(op.f("ck_differences_known_code"), "differences", codes)
    op.drop_constraint(op.f("ck_reconciliations_known_stage"), "reconciliations")
    op.create_check_constraint(op.f("ck_reconciliations_known_stage"), "reconciliations", stages)
