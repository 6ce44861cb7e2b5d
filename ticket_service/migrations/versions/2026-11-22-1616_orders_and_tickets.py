"""Orders, their lines and tickets."""

import sqlalchemy as sa
from alembic import op

revision = "202611221616"
down_revision = "202611221615"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("ends_as", sa.Text(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'capturing', 'expiring', 'paid', 'expired', 'canceled', "
            "'partially_refunded', 'refunded', 'review')",
            name="known_status",
        ),
        sa.CheckConstraint(
            "status NOT IN ('paid', 'partially_refunded') OR paid_at IS NOT NULL", name="paid_has_moment"
        ),
        sa.CheckConstraint("total >= 0", name="total_not_negative"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_orders_event_id_events"),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
        sa.UniqueConstraint("hold_id", name="uq_orders_hold_id"),
        sa.UniqueConstraint("number", name="uq_orders_number"),
    )
    op.create_index("ix_orders_account_id_created_at_id", "orders", ["account_id", "created_at", "id"])
    op.create_index("ix_orders_account_id_event_id", "orders", ["account_id", "event_id"])
    op.create_index("ix_orders_event_id", "orders", ["event_id"])
    op.create_index(
        "ix_orders_unpaid_expires_at",
        "orders",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('pending', 'expiring')"),
    )
    op.create_table(
        "order_lines",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_name", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Integer(), nullable=False),
        sa.Column("holder_names", sa.ARRAY(sa.Text()), nullable=False),
        sa.CheckConstraint("cardinality(holder_names) = quantity", name="a_holder_per_ticket"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint("unit_price >= 0", name="unit_price_not_negative"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_lines_order_id_orders"),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"], ["ticket_types.id"], name="fk_order_lines_ticket_type_id_ticket_types"
        ),
        sa.PrimaryKeyConstraint("order_id", "position", name="pk_order_lines"),
    )
    op.create_table(
        "tickets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("holder_name", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('valid', 'voided', 'refunded')", name="known_status"),
        sa.CheckConstraint("version > 0", name="version_positive"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_tickets_event_id_events"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_tickets_order_id_orders"),
        sa.ForeignKeyConstraint(["ticket_type_id"], ["ticket_types.id"], name="fk_tickets_ticket_type_id_ticket_types"),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
    )
    op.create_index("ix_tickets_account_id_id", "tickets", ["account_id", "id"])
    op.create_index("ix_tickets_event_id_id", "tickets", ["event_id", "id"])
    op.create_index("ix_tickets_order_id", "tickets", ["order_id"])


def downgrade() -> None:
    op.drop_table("tickets")
    op.drop_table("order_lines")
    op.drop_table("orders")
