"""Which of a purchase's tickets have changed hands."""

import sqlalchemy as sa
from alembic import op

revision = "202611222248"
down_revision = "202611221945"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "transferred_tickets",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_transferred_tickets"),
    )
    op.create_index("ix_transferred_tickets_order_id", "transferred_tickets", ["order_id"])


def downgrade() -> None:
    op.drop_table("transferred_tickets")
