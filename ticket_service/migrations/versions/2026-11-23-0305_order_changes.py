"""What happens to orders and their tickets and was kept nowhere."""

import sqlalchemy as sa
from alembic import op

revision = "202611230305"
down_revision = "202611230238"
branch_labels = None
depends_on = None

WHAT = (
    "'placed', 'payment_started', 'payment_failed', 'payment_authorized', 'payment_captured', 'paid', 'expiring',"
    " 'payment_canceled', 'expired', 'canceled', 'holder_changed', 'ticket_reissued', 'ticket_offered',"
    " 'ticket_transferred', 'offer_declined', 'offer_withdrawn', 'offer_expired', 'ticket_voided', 'refund_requested',"
    " 'refund_declined', 'refund_approved', 'refund_retried', 'refund_sent', 'refund_failed', 'disputed',"
    " 'dispute_ended', 'under_review'"
)


def upgrade() -> None:
    op.create_table(
        "order_changes",
        sa.Column("n", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("refund_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(f"what IN ({WHAT})", name="known_what"),
        sa.CheckConstraint("by IN ('buyer', 'holder', 'organizer', 'admin', 'system')", name="known_by"),
        sa.PrimaryKeyConstraint("n", name="pk_order_changes"),
    )
    op.create_index("ix_order_changes_order_id_n", "order_changes", ["order_id", "n"])


def downgrade() -> None:
    op.drop_table("order_changes")
