"""A page of messages that is begun is noted, so that one whose process dies is found."""

import sqlalchemy as sa
from alembic import op

revision = "202611221915"
down_revision = "202611221554"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unfinished_pages",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("last_position", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_unfinished_pages"),
    )


def downgrade() -> None:
    op.drop_table("unfinished_pages")
