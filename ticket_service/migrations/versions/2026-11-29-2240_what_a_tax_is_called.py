"""What a tax is called, and by which name and rate an order was agreed; older holds and orders do not know."""

import sqlalchemy as sa
from alembic import op

revision = "202611292240"
down_revision = "202611292225"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sale_rules", sa.Column("tax_name", sa.String(), server_default="VAT", nullable=False))
    op.add_column("holds", sa.Column("tax_name", sa.String(), nullable=True))
    op.add_column("orders", sa.Column("tax_name", sa.String(), nullable=True))
    op.add_column("orders", sa.Column("tax_rate", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("orders", "tax_rate")
    op.drop_column("orders", "tax_name")
    op.drop_column("holds", "tax_name")
    op.drop_column("sale_rules", "tax_name")
