"""What operators let pass at the door, and why."""

import sqlalchemy as sa
from alembic import op

revision = "202611290140"
down_revision = "202611230325"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("check_ins", sa.Column("overrode", sa.Text(), nullable=True))
    op.add_column("check_ins", sa.Column("override_reason", sa.String(), nullable=True))
    op.create_check_constraint("overrode_for_a_reason", "check_ins", "(overrode IS NULL) = (override_reason IS NULL)")


def downgrade() -> None:
    op.drop_constraint("overrode_for_a_reason", "check_ins")
    op.drop_column("check_ins", "override_reason")
    op.drop_column("check_ins", "overrode")
