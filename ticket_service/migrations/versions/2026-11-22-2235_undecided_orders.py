"""Orders whose end is not known are found by their time whatever their status, and those in review among them."""

import sqlalchemy as sa
from alembic import op

revision = "202611222235"
down_revision = "202611221955"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_orders_unpaid_expires_at", "orders")
    op.create_index(
        "ix_orders_undecided_expires_at",
        "orders",
        ["expires_at"],
        postgresql_where=sa.text("status IN ('pending', 'capturing', 'expiring', 'review')"),
    )
    op.create_index("ix_refunds_failed", "refunds", ["id"], postgresql_where=sa.text("status = 'failed'"))


def downgrade() -> None:
    op.drop_index("ix_refunds_failed", "refunds")
    op.drop_index("ix_orders_undecided_expires_at", "orders")
    op.create_index(
        "ix_orders_unpaid_expires_at",
        "orders",
        ["expires_at"],
        postgresql_where=sa.text("status IN ('pending', 'expiring')"),
    )
