"""An account that several have registered and nobody has verified has no password."""

import sqlalchemy as sa
from alembic import op

revision = "202611221925"
down_revision = "202611221915"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("accounts", "password_hash", existing_type=sa.String(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM links WHERE account_id IN (SELECT id FROM accounts WHERE password_hash IS NULL)")
    op.execute("UPDATE accounts SET password_hash = '' WHERE password_hash IS NULL")
    op.alter_column("accounts", "password_hash", existing_type=sa.String(), nullable=False)
