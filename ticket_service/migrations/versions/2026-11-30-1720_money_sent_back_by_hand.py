"""Money that people sent back by hand when the provider could not: of refunds, and whole of late payments."""

import sqlalchemy as sa
from alembic import op

revision = "202611301720"
down_revision = "202611301500"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("refunds", "payment_operations"):
        op.add_column(table, sa.Column("paid_by_hand", sa.String(), nullable=True))


def downgrade() -> None:
    for table in ("payment_operations", "refunds"):
        op.drop_column(table, "paid_by_hand")
