"""What somebody waits for before a screen is found without a look at a rush's confirmations."""

import sqlalchemy as sa
from alembic import op

revision = "202611230315"
down_revision = "202611222245"
branch_labels = None
depends_on = None


def upgrade() -> None:
    urgent = "'verify_email', 'known_address', 'reset_password', 'waitlist_offered'"
    op.create_index(
        "ix_notifications_urgent",
        "notifications",
        ["due_at"],
        postgresql_where=sa.text(f"state = 'waiting' AND template IN ({urgent})"),
    )


def downgrade() -> None:
    op.drop_index("ix_notifications_urgent", "notifications")
