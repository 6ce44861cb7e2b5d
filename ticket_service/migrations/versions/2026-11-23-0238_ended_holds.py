"""A hold that is forgotten takes its lines along, and nothing else refers to it."""

from alembic import op

revision = "202611230238"
down_revision = "202611230230"
branch_labels = None
depends_on = None

OF_LINES = "fk_hold_lines_hold_id_holds"
OF_WAITLIST = "fk_waitlist_entries_hold_id_holds"


def upgrade() -> None:
    op.drop_constraint(OF_WAITLIST, "waitlist_entries", type_="foreignkey")
    op.drop_constraint(OF_LINES, "hold_lines", type_="foreignkey")
    op.create_foreign_key(OF_LINES, "hold_lines", "holds", ["hold_id"], ["id"], ondelete="CASCADE")


def downgrade() -> None:
    op.drop_constraint(OF_LINES, "hold_lines", type_="foreignkey")
    op.create_foreign_key(OF_LINES, "hold_lines", "holds", ["hold_id"], ["id"])
    op.create_foreign_key(OF_WAITLIST, "waitlist_entries", "holds", ["hold_id"], ["id"])
