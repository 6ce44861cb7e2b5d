"""Organizers, their members and venues, and the tables of the shared modules."""

import sqlalchemy as sa
from alembic import op

from shared.persistence import table_history

revision = "202611221618"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    table_history.create_first_tables()
    op.create_table(
        "organizers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("members_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organizers"),
    )
    op.create_table(
        "organizer_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organizer_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("account_id IS NOT NULL OR email IS NOT NULL", name="somebody"),
        sa.ForeignKeyConstraint(
            ["organizer_id"], ["organizers.id"], name="fk_organizer_members_organizer_id_organizers"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_organizer_members"),
        sa.UniqueConstraint("organizer_id", "account_id", name="uq_organizer_members_organizer_id_account_id"),
        sa.UniqueConstraint("organizer_id", "email", name="uq_organizer_members_organizer_id_email"),
    )
    op.create_index("ix_organizer_members_account_id", "organizer_members", ["account_id"], unique=False)
    op.create_index("ix_organizer_members_email", "organizer_members", ["email"], unique=False)
    op.create_table(
        "role_grants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_role_grants"),
    )
    op.create_index("ix_role_grants_account_id", "role_grants", ["account_id"], unique=False)
    op.create_index(
        "ix_role_grants_due", "role_grants", ["due_at"], unique=False, postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_table(
        "address_lookups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_address_lookups"),
    )
    op.create_index(
        "ix_address_lookups_due",
        "address_lookups",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "venues",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organizer_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("city_folded", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organizer_id"], ["organizers.id"], name="fk_venues_organizer_id_organizers"),
        sa.PrimaryKeyConstraint("id", name="pk_venues"),
    )
    op.create_index("ix_venues_city_folded", "venues", ["city_folded"], unique=False)
    op.create_index("ix_venues_organizer_id", "venues", ["organizer_id"], unique=False)


def downgrade() -> None:
    op.drop_table("venues")
    op.drop_table("address_lookups")
    op.drop_table("role_grants")
    op.drop_table("organizer_members")
    op.drop_table("organizers")
    table_history.drop_first_tables()
