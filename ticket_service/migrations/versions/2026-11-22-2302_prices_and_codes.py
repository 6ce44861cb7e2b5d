"""Sale rules and their codes, how often codes are used, and what makes the price of a hold, an order and a ticket."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611222302"
down_revision = "202611222300"
branch_labels = None
depends_on = None

NO_TERMS = """'{"tax_rate": 0, "tax_included": true, "fee_per_ticket": 0, "fee_rate": 0, "fees_included": false}'"""
PARTS = (
    "total = subtotal - discount + CASE WHEN fees_included THEN 0 ELSE fees END"
    " + CASE WHEN tax_included THEN 0 ELSE tax END"
)
PRICE_OF_TICKETS = """
UPDATE tickets SET price = l.unit_price FROM order_lines l
WHERE l.order_id = tickets.order_id AND l.ticket_type_id = tickets.ticket_type_id
"""


def upgrade() -> None:
    _sale_rules()
    _uses()
    _add("ticket_types", "is_hidden", sa.Boolean(), "false")
    _add("holds", "terms", postgresql.JSONB(), NO_TERMS)
    op.add_column("holds", sa.Column("access_code_id", sa.Uuid(), nullable=True))
    _orders()
    _order_lines()
    _add("tickets", "price", sa.Integer(), "0")
    op.execute(PRICE_OF_TICKETS)
    op.create_check_constraint(op.f("ck_tickets_price_not_negative"), "tickets", "price >= 0")


def _add(table: str, name: str, kind: sa.types.TypeEngine, of_old_rows: str) -> None:
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=sa.text(of_old_rows)))
    op.alter_column(table, name, server_default=None)


def _sale_rules() -> None:
    op.create_table(
        "sale_rules",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("tax_rate", sa.Integer(), nullable=False),
        sa.Column("tax_included", sa.Boolean(), nullable=False),
        sa.Column("fee_per_ticket", sa.Integer(), nullable=False),
        sa.Column("fee_rate", sa.Integer(), nullable=False),
        sa.Column("fees_included", sa.Boolean(), nullable=False),
        sa.Column("refunds", sa.String(), nullable=False),
        sa.Column("refund_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transfers_allowed", sa.Boolean(), nullable=False),
        sa.Column("transfer_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_sale_rules"),
    )
    op.create_table(
        "codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("ticket_type_ids", sa.ARRAY(sa.Text()), nullable=True),
        sa.Column("max_per_account", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_codes"),
        sa.UniqueConstraint("event_id", "code", name="uq_codes_event_id_code"),
    )


def _uses() -> None:
    op.create_table(
        "code_uses",
        sa.Column("code_id", sa.Uuid(), nullable=False),
        sa.Column("max_uses", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0", name=op.f("ck_code_uses_used_not_negative")),
        sa.CheckConstraint("used <= max_uses", name=op.f("ck_code_uses_not_overused")),
        sa.PrimaryKeyConstraint("code_id", name="pk_code_uses"),
    )
    op.create_table(
        "account_code_uses",
        sa.Column("code_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0", name=op.f("ck_account_code_uses_used_not_negative")),
        sa.PrimaryKeyConstraint("code_id", "account_id", name="pk_account_code_uses"),
    )


def _orders() -> None:
    for name in ("subtotal", "discount", "fees", "tax"):
        _add("orders", name, sa.BigInteger(), "0")
    _add("orders", "fees_included", sa.Boolean(), "false")
    _add("orders", "tax_included", sa.Boolean(), "true")
    op.add_column("orders", sa.Column("discount_code", sa.String(), nullable=True))
    op.add_column("orders", sa.Column("discount_code_id", sa.Uuid(), nullable=True))
    op.add_column("orders", sa.Column("access_code_id", sa.Uuid(), nullable=True))
    op.execute("UPDATE orders SET subtotal = total")
    op.create_check_constraint(op.f("ck_orders_parts_make_total"), "orders", PARTS)


def _order_lines() -> None:
    for name in ("discount", "fee", "tax", "total"):
        _add("order_lines", name, sa.BigInteger(), "0")
    op.execute("UPDATE order_lines SET total = unit_price::bigint * quantity")
    in_bounds = "discount BETWEEN 0 AND unit_price::bigint * quantity"
    op.create_check_constraint(op.f("ck_order_lines_discount_in_bounds"), "order_lines", in_bounds)
    not_negative = "fee >= 0 AND tax >= 0 AND total >= 0"
    op.create_check_constraint(op.f("ck_order_lines_parts_not_negative"), "order_lines", not_negative)


def downgrade() -> None:
    op.drop_column("tickets", "price")
    for name in ("discount", "fee", "tax", "total"):
        op.drop_column("order_lines", name)
    op.drop_constraint(op.f("ck_orders_parts_make_total"), "orders")
    for name in ("subtotal", "discount", "fees", "fees_included", "tax", "tax_included"):
        op.drop_column("orders", name)
    for name in ("discount_code", "discount_code_id", "access_code_id"):
        op.drop_column("orders", name)
    op.drop_column("holds", "access_code_id")
    op.drop_column("holds", "terms")
    op.drop_column("ticket_types", "is_hidden")
    for table in ("account_code_uses", "code_uses", "codes", "sale_rules"):
        op.drop_table(table)
