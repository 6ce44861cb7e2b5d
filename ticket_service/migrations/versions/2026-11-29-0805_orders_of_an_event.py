"""The orders of an event in the order in which its organizer reads them."""

from alembic import op

revision = "202611290805"
down_revision = "202611290140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_orders_event_id_created_at_id", "orders", ["event_id", "created_at", "id"])
    op.drop_index("ix_orders_event_id", "orders")


def downgrade() -> None:
    op.create_index("ix_orders_event_id", "orders", ["event_id"])
    op.drop_index("ix_orders_event_id_created_at_id", "orders")
