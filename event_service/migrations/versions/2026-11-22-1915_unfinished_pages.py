"""A page of messages that is begun is noted, so that one whose process dies is found."""

from shared.persistence import table_history

revision = "202611221915"
down_revision = "202611221620"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table_history.create_unfinished_pages()


def downgrade() -> None:
    table_history.drop_unfinished_pages()
