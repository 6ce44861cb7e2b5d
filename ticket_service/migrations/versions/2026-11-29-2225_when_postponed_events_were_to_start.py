"""When a postponed event was to start; known from the next message about the event on."""

import sqlalchemy as sa
from alembic import op

revision = "202611292225"
down_revision = "202611291917"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("postponed_from", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("events", "postponed_from")
