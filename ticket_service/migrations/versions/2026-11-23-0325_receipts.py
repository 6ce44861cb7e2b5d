"""Receipts and credit notes, their numbers, and who waits for one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611230325"
down_revision = "202611230305"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipt_series",
        sa.Column("organizer_id", sa.Uuid(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("last_number > 0", name="last_number_positive"),
        sa.PrimaryKeyConstraint("organizer_id", name="pk_receipt_series"),
    )
    op.create_table(
        "receipts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organizer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("refund_id", sa.Uuid(), nullable=True),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('sale', 'refund')", name="known_kind"),
        sa.CheckConstraint("(kind = 'refund') = (refund_id IS NOT NULL)", name="a_credit_note_is_of_a_refund"),
        sa.CheckConstraint("number > 0", name="number_positive"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_receipts_order_id_orders"),
        sa.ForeignKeyConstraint(["refund_id"], ["refunds.id"], name="fk_receipts_refund_id_refunds"),
        sa.PrimaryKeyConstraint("id", name="pk_receipts"),
        sa.UniqueConstraint("organizer_id", "number", name="uq_receipts_organizer_id_number"),
        sa.UniqueConstraint("refund_id", name="uq_receipts_refund_id"),
    )
    op.create_index("ix_receipts_order_id_number", "receipts", ["order_id", "number"])
    op.create_index(
        "uq_receipts_sale", "receipts", ["order_id"], unique=True, postgresql_where=sa.text("kind = 'sale'")
    )
    op.create_table(
        "receipt_wishes",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_receipt_wishes_order_id_orders"),
        sa.PrimaryKeyConstraint("order_id", name="pk_receipt_wishes"),
    )
    op.create_index(
        "ix_receipt_wishes_due_at", "receipt_wishes", ["due_at"], postgresql_where=sa.text("state = 'waiting'")
    )


def downgrade() -> None:
    op.drop_table("receipt_wishes")
    op.drop_table("receipts")
    op.drop_table("receipt_series")
