"""Where an event's image is, and why it was postponed or canceled; known from the next message about the event on."""

import sqlalchemy as sa
from alembic import op

revision = "202611291917"
down_revision = "202611290805"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("image_id", sa.Uuid(), nullable=True))
    op.add_column("events", sa.Column("status_reason", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("events", "status_reason")
    op.drop_column("events", "image_id")
