"""Comparisons with the payment provider, what they found, and refunds that were made there."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611230205"
down_revision = "202611230150"
branch_labels = None
depends_on = None

CODES = (
    "code IN ('intent_unknown', 'intent_unwanted', 'intent_not_recorded', 'intent_missing', 'intent_still_open',"
    " 'intent_undecided', 'capture_not_recorded', 'cancel_not_recorded', 'capture_missing', 'capture_without_order',"
    " 'amount_differs', 'refund_unknown', 'refund_not_recorded', 'refund_returned', 'refund_missing',"
    " 'refund_amount_differs', 'books_disagree')"
)
CAUSES = "cause IN ('requested_by_buyer', 'by_organizer', 'event_canceled'"


def upgrade() -> None:
    op.create_table(
        "reconciliations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_repairing", sa.Boolean(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("reached", sa.String(), nullable=True),
        sa.Column("intents", sa.Integer(), nullable=False),
        sa.Column("refunds", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.CheckConstraint("stage IN ('intents', 'refunds', 'payments', 'books')", name="known_stage"),
        sa.PrimaryKeyConstraint("id", name="pk_reconciliations"),
    )
    is_waiting = sa.text("state = 'waiting'")
    op.create_index(
        "uq_reconciliations_waiting", "reconciliations", ["state"], unique=True, postgresql_where=is_waiting
    )
    op.create_table(
        "differences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reconciliation_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("ours", postgresql.JSONB(), nullable=False),
        sa.Column("theirs", postgresql.JSONB(), nullable=False),
        sa.Column("repair", sa.Text(), nullable=False),
        sa.Column("repaired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(CODES, name="known_code"),
        sa.CheckConstraint("repair IN ('look', 'cancel_intent', 'record_refund', 'review')", name="known_repair"),
        sa.ForeignKeyConstraint(
            ["reconciliation_id"], ["reconciliations.id"], name="fk_differences_reconciliation_id_reconciliations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_differences"),
        sa.UniqueConstraint(
            "reconciliation_id", "subject", "code", name="uq_differences_reconciliation_id_subject_code"
        ),
    )
    op.add_column("payments", sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint(op.f("ck_refunds_known_cause"), "refunds")
    op.create_check_constraint(op.f("ck_refunds_known_cause"), "refunds", f"{CAUSES}, 'at_provider')")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_refunds_known_cause"), "refunds")
    op.create_check_constraint(op.f("ck_refunds_known_cause"), "refunds", f"{CAUSES})")
    op.drop_column("payments", "compared_at")
    op.drop_table("differences")
    op.drop_table("reconciliations")
