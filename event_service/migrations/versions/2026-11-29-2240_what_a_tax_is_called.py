"""What a tax is called; whatever has no name yet is called VAT, as before."""

import sqlalchemy as sa
from alembic import op

revision = "202611292240"
down_revision = "202611292225"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sale_rules", sa.Column("tax_name", sa.String(), server_default="VAT", nullable=False))


def downgrade() -> None:
    op.drop_column("sale_rules", "tax_name")
