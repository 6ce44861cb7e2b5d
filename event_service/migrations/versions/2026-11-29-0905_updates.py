"""What organizers write to everybody who has tickets."""

import sqlalchemy as sa
from alembic import op

revision = "202611290905"
down_revision = "202611290750"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_updates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_event_updates_event_id_events", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_event_updates"),
    )
    op.create_index("ix_event_updates_event_id_id", "event_updates", ["event_id", "id"])


def downgrade() -> None:
    op.drop_table("event_updates")
