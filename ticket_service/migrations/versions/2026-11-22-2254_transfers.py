"""Transfers: offers of tickets to e-mail addresses, one open offer per ticket."""

import sqlalchemy as sa
from alembic import op

revision = "202611222254"
down_revision = "202611222235"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "transfers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('offered', 'accepted', 'declined', 'withdrawn', 'expired')", name="known_status"
        ),
        sa.CheckConstraint("(status = 'accepted') = (accepted_by IS NOT NULL)", name="accepted_by_somebody"),
        sa.CheckConstraint("(status = 'offered') = (ended_at IS NULL)", name="ended_at_a_moment"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_transfers_event_id_events"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_transfers_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_transfers"),
    )
    op.create_index("ix_transfers_accepted_by", "transfers", ["accepted_by"])
    op.create_index("ix_transfers_account_id_id", "transfers", ["account_id", "id"])
    op.create_index("ix_transfers_email_id", "transfers", ["email", "id"])
    op.create_index("ix_transfers_ticket_id_created_at", "transfers", ["ticket_id", "created_at"])
    is_open = sa.text("status = 'offered'")
    op.create_index("uq_transfers_open", "transfers", ["ticket_id"], unique=True, postgresql_where=is_open)
    op.create_index("ix_transfers_open_expires_at", "transfers", ["expires_at"], postgresql_where=is_open)


def downgrade() -> None:
    op.drop_table("transfers")
