"""Sale rules of events with their codes, and ticket types that are not shown to everybody."""

import sqlalchemy as sa
from alembic import op

revision = "202611222225"
down_revision = "202611221940"
branch_labels = None
depends_on = None

WHOLE = """
CASE kind WHEN 'discount' THEN num_nonnulls(rate, amount) = 1
WHEN 'access' THEN num_nonnulls(rate, amount) = 0 AND ticket_type_ids IS NOT NULL ELSE false END
"""


def upgrade() -> None:
    op.add_column("ticket_types", sa.Column("is_hidden", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("ticket_types", "is_hidden", server_default=None)
    _sale_rules()
    _codes()


def _sale_rules() -> None:
    op.create_table(
        "sale_rules",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("tax_rate", sa.Integer(), nullable=False),
        sa.Column("tax_included", sa.Boolean(), nullable=False),
        sa.Column("fee_per_ticket", sa.Integer(), nullable=False),
        sa.Column("fee_rate", sa.Integer(), nullable=False),
        sa.Column("fees_included", sa.Boolean(), nullable=False),
        sa.Column("refunds", sa.Text(), nullable=False),
        sa.Column("refund_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transfers_allowed", sa.Boolean(), nullable=False),
        sa.Column("transfer_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("tax_rate BETWEEN 0 AND 10000", name=op.f("ck_sale_rules_tax_rate_in_bounds")),
        sa.CheckConstraint("fee_rate BETWEEN 0 AND 10000", name=op.f("ck_sale_rules_fee_rate_in_bounds")),
        sa.CheckConstraint("fee_per_ticket >= 0", name=op.f("ck_sale_rules_fee_not_negative")),
        sa.CheckConstraint("refunds IN ('none', 'on_request', 'automatic')", name=op.f("ck_sale_rules_known_refunds")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_sale_rules_event_id_events", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_sale_rules")),
    )


def _codes() -> None:
    op.create_table(
        "codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("ticket_type_ids", sa.ARRAY(sa.Text()), nullable=True),
        sa.Column("max_uses", sa.Integer(), nullable=True),
        sa.Column("max_per_account", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(WHOLE, name=op.f("ck_codes_whole")),
        sa.CheckConstraint("rate BETWEEN 1 AND 10000", name=op.f("ck_codes_rate_in_bounds")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_codes_amount_positive")),
        sa.CheckConstraint("max_uses > 0", name=op.f("ck_codes_max_uses_positive")),
        sa.CheckConstraint("max_per_account > 0", name=op.f("ck_codes_max_per_account_positive")),
        sa.CheckConstraint("valid_from < valid_until", name=op.f("ck_codes_valid_for_a_while")),
        sa.CheckConstraint("cardinality(ticket_type_ids) > 0", name=op.f("ck_codes_of_some_type")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_codes_event_id_events"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codes")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_codes_event_id_code")),
    )


def downgrade() -> None:
    op.drop_table("codes")
    op.drop_table("sale_rules")
    op.drop_column("ticket_types", "is_hidden")
