"""A change of a venue or organizer reaches its events in batches."""

import sqlalchemy as sa
from alembic import op

revision = "202611221940"
down_revision = "202611221915"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pending_shows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("organizer_id", sa.Uuid(), nullable=True),
        sa.Column("reached", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(venue_id IS NULL) <> (organizer_id IS NULL)", name=op.f("ck_pending_shows_of_one")),
        sa.ForeignKeyConstraint(["organizer_id"], ["organizers.id"], name="fk_pending_shows_organizer_id_organizers"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_pending_shows_venue_id_venues"),
        sa.PrimaryKeyConstraint("id", name="pk_pending_shows"),
    )


def downgrade() -> None:
    op.drop_table("pending_shows")
