"""Who ended a ticket, when and why."""

import sqlalchemy as sa
from alembic import op

revision = "202611222300"
down_revision = "202611222254"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "voids",
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("voided_by", sa.Uuid(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_voids_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_voids"),
    )


def downgrade() -> None:
    op.drop_table("voids")
