"""Scans that a device has kept for want of a network, and the later check-ins whose place they take."""

import sqlalchemy as sa
from alembic import op

revision = "202611301500"
down_revision = "202611301200"
branch_labels = None
depends_on = None

OF_REPLACED = "fk_scans_replaced_id_check_ins"
BY_AN_UPLOAD = "ck_scans_replaced_by_an_upload"


def upgrade() -> None:
    op.add_column("scans", sa.Column("replaced_id", sa.Uuid(), nullable=True))
    op.add_column("scans", sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(OF_REPLACED, "scans", "check_ins", ["replaced_id"], ["id"])
    op.create_check_constraint(op.f(BY_AN_UPLOAD), "scans", "replaced_id IS NULL OR uploaded_at IS NOT NULL")


def downgrade() -> None:
    op.drop_constraint(op.f(BY_AN_UPLOAD), "scans")
    op.drop_column("scans", "uploaded_at")
    op.drop_column("scans", "replaced_id")
