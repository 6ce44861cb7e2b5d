"""How many tickets of all types together an event sells at most."""

import sqlalchemy as sa
from alembic import op

revision = "202611291200"
down_revision = "202611290905"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("overall_capacity", sa.Integer(), nullable=True))
    op.add_column("events", sa.Column("overall_capacity_heard", sa.Integer(), server_default="0", nullable=False))
    op.alter_column("events", "overall_capacity_heard", server_default=None)
    op.create_check_constraint(op.f("ck_events_overall_capacity_positive"), "events", "overall_capacity > 0")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_events_overall_capacity_positive"), "events")
    op.drop_column("events", "overall_capacity_heard")
    op.drop_column("events", "overall_capacity")
