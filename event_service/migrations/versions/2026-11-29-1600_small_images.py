"""A smaller image of each event, for telephones."""

import sqlalchemy as sa
from alembic import op

revision = "202611291600"
down_revision = "202611291200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("event_images", sa.Column("small", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("event_images", "small")
