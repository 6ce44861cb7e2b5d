"""Check-ins, scans, and the addresses by which buyers are found."""

import sqlalchemy as sa
from alembic import op

revision = "202611221618"
down_revision = "202611221617"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_ins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("gate", sa.String(), nullable=True),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_in_by", sa.Uuid(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undo_reason", sa.String(), nullable=True),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_check_ins_event_id_events"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_check_ins_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_check_ins"),
    )
    op.create_index("ix_check_ins_event_id_checked_in_at_id", "check_ins", ["event_id", "checked_in_at", "id"])
    op.create_index(
        "uq_check_ins_ticket_id_standing",
        "check_ins",
        ["ticket_id"],
        unique=True,
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "scans",
        sa.Column("scanned_by", sa.Uuid(), nullable=False),
        sa.Column("scan_id", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("gate", sa.String(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("check_in_id", sa.Uuid(), nullable=True),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name="fk_scans_check_in_id_check_ins"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_scans_event_id_events"),
        sa.PrimaryKeyConstraint("scanned_by", "scan_id", name="pk_scans"),
    )
    op.create_index("ix_scans_event_id_scanned_at", "scans", ["event_id", "scanned_at"])
    op.create_index("ix_scans_ticket_id", "scans", ["ticket_id"])
    op.create_table(
        "verified_addresses",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_verified_addresses"),
    )


def downgrade() -> None:
    op.drop_table("verified_addresses")
    op.drop_table("scans")
    op.drop_table("check_ins")
