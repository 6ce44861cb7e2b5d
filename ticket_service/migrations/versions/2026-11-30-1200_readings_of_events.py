"""The provider's list of events is read: a row says how far."""

import sqlalchemy as sa
from alembic import op

revision = "202611301200"
down_revision = "202611301105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_readings",
        sa.Column("only", sa.Boolean(), nullable=False),
        sa.Column("read_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reached", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.CheckConstraint('"only"', name=op.f("ck_event_readings_one_row")),
        sa.PrimaryKeyConstraint("only", name=op.f("pk_event_readings")),
    )
    # The first reading begins with the oldest payment; the provider lists events for thirty days.
    op.execute(
        'INSERT INTO event_readings ("only", read_until, state, attempts, due_at)'
        " SELECT true, greatest(coalesce(min(created_at), now()), now() - interval '30 days'), 'waiting', 0, now()"
        " FROM payments"
    )


def downgrade() -> None:
    op.drop_table("event_readings")
