"""Owners of transferred tickets, and notifications to an address of which it is not known whether an account has it."""

import sqlalchemy as sa
from alembic import op

revision = "202611222245"
down_revision = "202611221925"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "owners",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_owners"),
    )
    op.create_index("ix_owners_event", "owners", ["event_id", "account_id"])
    op.add_column("notifications", sa.Column("address", sa.String(), nullable=True))
    op.alter_column("notifications", "account_id", nullable=True)
    op.create_check_constraint(
        op.f("ck_notifications_to_an_account_or_an_address"),
        "notifications",
        "(account_id IS NULL) <> (address IS NULL)",
    )
    op.create_index(
        "uq_notifications_address_once", "notifications", ["heard_message_id", "address", "template"], unique=True
    )


def downgrade() -> None:
    op.drop_index("uq_notifications_address_once", "notifications")
    op.drop_constraint(op.f("ck_notifications_to_an_account_or_an_address"), "notifications")
    op.execute("DELETE FROM attempts USING notifications n WHERE notification_id = n.id AND n.account_id IS NULL")
    op.execute("DELETE FROM decisions USING notifications n WHERE notification_id = n.id AND n.account_id IS NULL")
    op.execute("DELETE FROM notifications WHERE account_id IS NULL")
    op.alter_column("notifications", "account_id", nullable=False)
    op.drop_column("notifications", "address")
    op.drop_table("owners")
