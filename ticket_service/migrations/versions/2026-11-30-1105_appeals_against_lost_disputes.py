"""A dispute that was lost may be open again: it is appealed against."""

from alembic import op

revision = "202611301105"
down_revision = "202611301055"
branch_labels = None
depends_on = None

STATUSES = (
    "'warning_needs_response', 'warning_under_review', 'warning_closed', 'needs_response', 'under_review',"
    " 'won', 'lost', 'prevented'"
)


def upgrade() -> None:
    _allow(f"{STATUSES}, 'appeal_needs_response', 'appeal_under_review'")


def downgrade() -> None:
    for status in ("needs_response", "under_review"):
        op.execute(f"UPDATE disputes SET status = '{status}' WHERE status = 'appeal_{status}'")  # noqa: S608  our own words
    _allow(STATUSES)


def _allow(statuses: str) -> None:
    op.drop_constraint(op.f("ck_disputes_known_status"), "disputes")
    op.create_check_constraint(op.f("ck_disputes_known_status"), "disputes", f"status IN ({statuses})")
