"""Stock, what was told of it, and holds."""

import sqlalchemy as sa
from alembic import op

revision = "202611221615"
down_revision = "202611221614"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "allocations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("sold", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("held + sold <= capacity", name="not_oversold"),
        sa.CheckConstraint("held >= 0", name="held_not_negative"),
        sa.CheckConstraint("sold >= 0", name="sold_not_negative"),
        sa.PrimaryKeyConstraint("id", name="pk_allocations"),
    )
    op.create_index(
        "uq_allocations_event_id_ticket_type_id",
        "allocations",
        ["event_id", "ticket_type_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "allowances",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0", name="used_not_negative"),
        sa.PrimaryKeyConstraint("account_id", "ticket_type_id", name="pk_allowances"),
    )
    op.create_table(
        "told_sale_statuses",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("next_change_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("event_id", name="pk_told_sale_statuses"),
    )
    op.create_index("ix_told_sale_statuses_next_change_at", "told_sale_statuses", ["next_change_at"])
    op.create_table(
        "holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('active', 'converted', 'released', 'expired')", name="known_status"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_holds_event_id_events"),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
    )
    op.create_index("ix_holds_active_event_id", "holds", ["event_id"], postgresql_where=sa.text("status = 'active'"))
    op.create_index(
        "ix_holds_active_expires_at",
        "holds",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_table(
        "hold_lines",
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint("unit_price >= 0", name="unit_price_not_negative"),
        sa.ForeignKeyConstraint(["hold_id"], ["holds.id"], name="fk_hold_lines_hold_id_holds"),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"], ["ticket_types.id"], name="fk_hold_lines_ticket_type_id_ticket_types"
        ),
        sa.PrimaryKeyConstraint("hold_id", "ticket_type_id", name="pk_hold_lines"),
    )


def downgrade() -> None:
    op.drop_table("hold_lines")
    op.drop_table("holds")
    op.drop_table("told_sale_statuses")
    op.drop_table("allowances")
    op.drop_table("allocations")
