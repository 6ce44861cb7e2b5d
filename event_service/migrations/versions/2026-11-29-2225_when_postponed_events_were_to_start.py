"""When a postponed event was to start; of those that are postponed already nobody knows it."""

import sqlalchemy as sa
from alembic import op

revision = "202611292225"
down_revision = "202611291920"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("postponed_from", sa.DateTime(timezone=True), nullable=True))
    rule = "postponed_from IS NULL OR status = 'postponed'"
    op.create_check_constraint(op.f("ck_events_postponed_from_while_postponed"), "events", rule)


def downgrade() -> None:
    op.drop_column("events", "postponed_from")
