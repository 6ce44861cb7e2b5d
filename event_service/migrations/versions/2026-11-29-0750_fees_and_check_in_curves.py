"""What of the revenue is fees, and how people came in, minute by minute."""

import sqlalchemy as sa
from alembic import op

revision = "202611290750"
down_revision = "202611222225"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("daily_figures", sa.Column("fees", sa.BigInteger(), nullable=False, server_default="0"))
    op.alter_column("daily_figures", "fees", server_default=None)
    op.create_table(
        "check_in_figures",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_in", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "begins_at", name="pk_check_in_figures"),
    )


def downgrade() -> None:
    op.drop_table("check_in_figures")
    op.drop_column("daily_figures", "fees")
