"""Of an account's tickets those are counted that are not paid yet."""

import sqlalchemy as sa
from alembic import op

revision = "202611221950"
down_revision = "202611221915"
branch_labels = None
depends_on = None

COUNT = """
UPDATE allowances SET unpaid = counted.number
FROM (
    SELECT account_id, ticket_type_id, sum(quantity) AS number
    FROM (
        SELECT h.account_id, l.ticket_type_id, l.quantity
        FROM holds h JOIN hold_lines l ON l.hold_id = h.id WHERE h.status = 'active'
        UNION ALL
        SELECT o.account_id, l.ticket_type_id, l.quantity
        FROM orders o JOIN order_lines l ON l.order_id = o.id WHERE o.status IN ('pending', 'capturing', 'expiring')
    ) AS claims
    GROUP BY account_id, ticket_type_id
) AS counted
WHERE allowances.account_id = counted.account_id AND allowances.ticket_type_id = counted.ticket_type_id
"""


def upgrade() -> None:
    op.add_column("allowances", sa.Column("unpaid", sa.Integer(), nullable=False, server_default="0"))
    op.execute(COUNT)
    op.create_check_constraint(op.f("ck_allowances_unpaid_not_negative"), "allowances", "unpaid >= 0")


def downgrade() -> None:
    op.drop_column("allowances", "unpaid")
