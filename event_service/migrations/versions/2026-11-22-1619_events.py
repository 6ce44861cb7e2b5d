"""Events, their images and their staff."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611221619"
down_revision = "202611221618"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organizer_id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("category_folded", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_reason", sa.String(), nullable=True),
        sa.Column("doors_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("programme", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("image_id", sa.Uuid(), nullable=True),
        sa.Column("sale_status", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("staff_version", sa.Integer(), nullable=False),
        sa.Column("search_words", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed("array_to_tsvector(search_words)", persisted=True),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status = 'draft' OR (venue_id IS NOT NULL AND doors_at <= starts_at AND starts_at < ends_at) IS TRUE",
            name="told_when_and_where",
        ),
        sa.CheckConstraint("status IN ('draft', 'published', 'postponed', 'canceled')", name="known_status"),
        sa.ForeignKeyConstraint(["organizer_id"], ["organizers.id"], name="fk_events_organizer_id_organizers"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_events_venue_id_venues"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.UniqueConstraint("id", "currency", name="uq_events_id_currency"),
        sa.UniqueConstraint("slug", name="uq_events_slug"),
    )
    op.create_index("ix_events_organizer_id", "events", ["organizer_id"], unique=False)
    op.create_index("ix_events_search", "events", ["search"], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_events_upcoming", "events", ["ends_at"], unique=False, postgresql_where=sa.text("status <> 'draft'")
    )
    op.create_index("ix_events_venue_id", "events", ["venue_id"], unique=False)
    op.create_table(
        "event_images",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("octet_length(content) <= 4194304", name="not_too_large"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_event_images_event_id_events", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name="pk_event_images"),
        sa.UniqueConstraint("id", name="uq_event_images_id"),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_staff_event_id_events", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("event_id", "account_id", name="uq_staff_event_id_account_id"),
        sa.UniqueConstraint("event_id", "email", name="uq_staff_event_id_email"),
    )
    op.create_index("ix_staff_account_id", "staff", ["account_id"], unique=False)
    op.create_index("ix_staff_email", "staff", ["email"], unique=False)


def downgrade() -> None:
    op.drop_table("staff")
    op.drop_table("event_images")
    op.drop_table("events")
