"""Waitlist entries, and which allocations people wait for."""

import sqlalchemy as sa
from alembic import op

revision = "202611230150"
down_revision = "202611222302"
branch_labels = None
depends_on = None

ENDINGS = (
    "'left', 'offer_passed', 'event_canceled', 'sale_ended', 'limit_reached', 'more_than_there_are', 'account_closed'"
)


def upgrade() -> None:
    op.add_column("allocations", sa.Column("is_awaited", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_allocations_awaited", "allocations", ["event_id"], postgresql_where=sa.text("is_awaited"))
    op.create_table(
        "waitlist_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('waiting', 'offered', 'accepted', 'ended')", name="known_status"),
        sa.CheckConstraint(f"ended_because IN ({ENDINGS})", name="known_ending"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint("(status = 'offered') = (offered_until IS NOT NULL)", name="offered_until_a_moment"),
        sa.CheckConstraint("(status = 'accepted') = (hold_id IS NOT NULL)", name="accepted_as_a_hold"),
        sa.CheckConstraint("(status = 'ended') = (ended_because IS NOT NULL)", name="ended_for_a_reason"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_waitlist_entries_event_id_events"),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"], ["ticket_types.id"], name="fk_waitlist_entries_ticket_type_id_ticket_types"
        ),
        sa.ForeignKeyConstraint(["hold_id"], ["holds.id"], name="fk_waitlist_entries_hold_id_holds"),
        sa.PrimaryKeyConstraint("id", name="pk_waitlist_entries"),
    )
    _indexes()


def _indexes() -> None:
    table = "waitlist_entries"
    op.create_index("ix_waitlist_entries_event_id", table, ["event_id"])
    op.create_index("ix_waitlist_entries_account_id_id", table, ["account_id", "id"])
    is_live = sa.text("status IN ('waiting', 'offered')")
    op.create_index(
        "uq_waitlist_entries_live", table, ["account_id", "ticket_type_id"], unique=True, postgresql_where=is_live
    )
    is_waiting, is_offered = sa.text("status = 'waiting'"), sa.text("status = 'offered'")
    op.create_index("ix_waitlist_entries_waiting", table, ["ticket_type_id", "number"], postgresql_where=is_waiting)
    op.create_index("ix_waitlist_entries_offered_until", table, ["offered_until"], postgresql_where=is_offered)


def downgrade() -> None:
    op.drop_table("waitlist_entries")
    op.drop_index("ix_allocations_awaited", "allocations")
    op.drop_column("allocations", "is_awaited")
