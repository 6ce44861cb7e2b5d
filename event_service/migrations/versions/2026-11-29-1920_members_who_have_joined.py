"""When a member has joined, and what accounts call themselves."""

import sqlalchemy as sa
from alembic import op

revision = "202611291920"
down_revision = "202611291600"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_names",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_account_names"),
    )
    op.add_column("organizer_members", sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True))
    # Who created an organizer was there from the beginning; the others join when they next look.
    op.execute("UPDATE organizer_members SET joined_at = created_at WHERE email IS NULL")


def downgrade() -> None:
    op.drop_column("organizer_members", "joined_at")
    op.drop_table("account_names")
