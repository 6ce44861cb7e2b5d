"""A total may be larger than an integer."""

import sqlalchemy as sa
from alembic import op

revision = "202611221945"
down_revision = "202611221915"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("total", "refunded_total"):
        op.alter_column("purchases", column, type_=sa.BigInteger(), existing_type=sa.Integer(), existing_nullable=False)


def downgrade() -> None:
    for column in ("total", "refunded_total"):
        op.alter_column("purchases", column, type_=sa.Integer(), existing_type=sa.BigInteger(), existing_nullable=False)
