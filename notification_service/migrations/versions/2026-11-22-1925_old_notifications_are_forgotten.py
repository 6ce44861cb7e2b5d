"""What was sent or discarded long ago is found by its age, to be deleted."""

import sqlalchemy as sa
from alembic import op

revision = "202611221925"
down_revision = "202611221915"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_notifications_ended",
        "notifications",
        ["created_at"],
        postgresql_where=sa.text("state IN ('sent', 'discarded')"),
    )


def downgrade() -> None:
    op.drop_index("ix_notifications_ended", "notifications")
