"""Refunds that people paid by hand when the provider could not send the money."""

import sqlalchemy as sa
from alembic import op

revision = "202611301720"
down_revision = "202611301500"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("refunds", sa.Column("paid_by_hand", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("refunds", "paid_by_hand")
