"""The limit of uses that the organizer wishes; `max_uses` follows it, but never below what is used."""

import sqlalchemy as sa
from alembic import op

revision = "202611301055"
down_revision = "202611292240"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("code_uses", sa.Column("wished_uses", sa.Integer(), nullable=True))
    op.execute("UPDATE code_uses SET wished_uses = max_uses")


def downgrade() -> None:
    op.drop_column("code_uses", "wished_uses")
