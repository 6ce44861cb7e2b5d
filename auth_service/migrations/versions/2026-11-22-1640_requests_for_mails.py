"""Requests for mails are answered later, so that the answer to the request tells nothing by its time."""

import sqlalchemy as sa
from alembic import op

revision = "202611221640"
down_revision = "202611221607"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.CheckConstraint("purpose IN ('verify_email', 'reset_password')", name="known_purpose"),
        sa.PrimaryKeyConstraint("id", name="pk_mail_requests"),
    )


def downgrade() -> None:
    op.drop_table("mail_requests")
