"""The copy of events, stock, holds, orders, payments, tickets, check-ins, and the tables of shared ground."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611221614"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _shared_ground()
    _catalog()
    _stock()
    _holds()
    _orders()
    _tickets()
    _payments()
    _check_ins()


def _shared_ground() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "key", name="pk_idempotency_keys"),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])
    op.create_table(
        "inbox",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", "message_id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"])
    op.create_table(
        "message_cursors",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("epoch", sa.Uuid(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_message_cursors"),
    )
    op.create_table(
        "outbox",
        sa.Column("n", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("aggregate_id", sa.String(), nullable=False),
        sa.Column("aggregate_version", sa.BigInteger(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("traceparent", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_outbox"),
        sa.UniqueConstraint("message_id", name="uq_outbox_message_id"),
        sa.UniqueConstraint("position", name="uq_outbox_position"),
    )
    op.create_index("ix_outbox_created_at", "outbox", ["created_at"])
    op.create_index("ix_outbox_unnumbered", "outbox", ["n"], postgresql_where=sa.text("position IS NULL"))
    op.create_table(
        "outbox_log",
        sa.Column("only", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Uuid(), nullable=False),
        sa.Column("last_position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("only", name="pk_outbox_log"),
    )
    op.create_table(
        "parked_messages",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("aggregate_id", sa.String(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("traceparent", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("source", "message_id", name="pk_parked_messages"),
    )
    op.create_index("ix_parked_messages_aggregate", "parked_messages", ["source", "aggregate_id"])
    op.create_table(
        "revoked_sessions",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name="pk_revoked_sessions"),
    )
    op.create_index("ix_revoked_sessions_until", "revoked_sessions", ["until"])
    op.execute('INSERT INTO outbox_log ("only", epoch, last_position) VALUES (true, gen_random_uuid(), 0)')


def _catalog() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organizer_id", sa.Uuid(), nullable=False),
        sa.Column("organizer_name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("venue_name", sa.String(), nullable=False),
        sa.Column("venue_address", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("doors_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('published', 'postponed', 'canceled')", name="known_status"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_ends_at", "events", ["ends_at"])
    op.create_index("ix_events_organizer_id", "events", ["organizer_id"])
    op.create_table(
        "ticket_types",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("max_per_order", sa.Integer(), nullable=False),
        sa.Column("max_per_account", sa.Integer(), nullable=True),
        sa.Column("sales_start_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sales_end_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("max_per_account > 0", name="max_per_account_positive"),
        sa.CheckConstraint("max_per_order > 0", name="max_per_order_positive"),
        sa.CheckConstraint("price >= 0", name="price_not_negative"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_ticket_types_event_id_events"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_types"),
    )
    op.create_index("ix_ticket_types_event_id", "ticket_types", ["event_id"])
    op.create_table(
        "event_staff",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("account_ids", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_event_staff"),
    )
    op.create_table(
        "organizer_members",
        sa.Column("organizer_id", sa.Uuid(), nullable=False),
        sa.Column("account_ids", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organizer_id", name="pk_organizer_members"),
    )


def _stock() -> None:
    op.create_table(
        "allocations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("sold", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("held + sold <= capacity", name="not_oversold"),
        sa.CheckConstraint("held >= 0", name="held_not_negative"),
        sa.CheckConstraint("sold >= 0", name="sold_not_negative"),
        sa.PrimaryKeyConstraint("id", name="pk_allocations"),
    )
    op.create_index(
        "uq_allocations_event_id_ticket_type_id",
        "allocations",
        ["event_id", "ticket_type_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "allowances",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0", name="used_not_negative"),
        sa.PrimaryKeyConstraint("account_id", "ticket_type_id", name="pk_allowances"),
    )
    op.create_table(
        "told_sale_statuses",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("next_change_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("event_id", name="pk_told_sale_statuses"),
    )
    op.create_index("ix_told_sale_statuses_next_change_at", "told_sale_statuses", ["next_change_at"])


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('active', 'converted', 'released', 'expired')", name="known_status"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_holds_event_id_events"),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
    )
    op.create_index("ix_holds_active_event_id", "holds", ["event_id"], postgresql_where=sa.text("status = 'active'"))
    op.create_index(
        "ix_holds_active_expires_at",
        "holds",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("status = 'active'"),
    )
    op.create_table(
        "hold_lines",
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint("unit_price >= 0", name="unit_price_not_negative"),
        sa.ForeignKeyConstraint(["hold_id"], ["holds.id"], name="fk_hold_lines_hold_id_holds"),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"], ["ticket_types.id"], name="fk_hold_lines_ticket_type_id_ticket_types"
        ),
        sa.PrimaryKeyConstraint("hold_id", "ticket_type_id", name="pk_hold_lines"),
    )


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("ends_as", sa.Text(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('pending', 'capturing', 'expiring', 'paid', 'expired', 'canceled', "
            "'partially_refunded', 'refunded', 'review')",
            name="known_status",
        ),
        sa.CheckConstraint(
            "status NOT IN ('paid', 'partially_refunded') OR paid_at IS NOT NULL", name="paid_has_moment"
        ),
        sa.CheckConstraint("total >= 0", name="total_not_negative"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_orders_event_id_events"),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
        sa.UniqueConstraint("hold_id", name="uq_orders_hold_id"),
        sa.UniqueConstraint("number", name="uq_orders_number"),
    )
    op.create_index("ix_orders_account_id_created_at_id", "orders", ["account_id", "created_at", "id"])
    op.create_index("ix_orders_account_id_event_id", "orders", ["account_id", "event_id"])
    op.create_index("ix_orders_event_id", "orders", ["event_id"])
    op.create_index(
        "ix_orders_unpaid_expires_at",
        "orders",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('pending', 'expiring')"),
    )
    op.create_table(
        "order_lines",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_name", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.Integer(), nullable=False),
        sa.Column("holder_names", sa.ARRAY(sa.Text()), nullable=False),
        sa.CheckConstraint("cardinality(holder_names) = quantity", name="a_holder_per_ticket"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint("unit_price >= 0", name="unit_price_not_negative"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_lines_order_id_orders"),
        sa.ForeignKeyConstraint(
            ["ticket_type_id"], ["ticket_types.id"], name="fk_order_lines_ticket_type_id_ticket_types"
        ),
        sa.PrimaryKeyConstraint("order_id", "position", name="pk_order_lines"),
    )


def _tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_type_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("holder_name", sa.String(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('valid', 'voided', 'refunded')", name="known_status"),
        sa.CheckConstraint("version > 0", name="version_positive"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_tickets_event_id_events"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_tickets_order_id_orders"),
        sa.ForeignKeyConstraint(["ticket_type_id"], ["ticket_types.id"], name="fk_tickets_ticket_type_id_ticket_types"),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
    )
    op.create_index("ix_tickets_account_id_id", "tickets", ["account_id", "id"])
    op.create_index("ix_tickets_event_id_id", "tickets", ["event_id", "id"])
    op.create_index("ix_tickets_order_id", "tickets", ["order_id"])


def _payments() -> None:
    op.create_table(
        "payments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("refundable", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.String(), nullable=True),
        sa.Column("intent_id", sa.String(), nullable=True),
        sa.Column("failure_code", sa.String(), nullable=True),
        sa.Column("failure_told", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status IN ('created', 'requires_action', 'processing', 'authorized', 'captured', 'canceled', "
            "'failed', 'disputed', 'refunded')",
            name="known_status",
        ),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
        sa.CheckConstraint("refundable >= 0 AND refundable <= amount", name="refundable_within_amount"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_payments_order_id_orders"),
        sa.PrimaryKeyConstraint("id", name="pk_payments"),
        sa.UniqueConstraint("intent_id", name="uq_payments_intent_id"),
        sa.UniqueConstraint("order_id", "attempt", name="uq_payments_order_id_attempt"),
    )
    op.create_index("ix_payments_due_at", "payments", ["due_at"], postgresql_where=sa.text("state = 'waiting'"))
    op.create_index(
        "uq_payments_live", "payments", ["order_id"], unique=True, postgresql_where=sa.text("status <> 'canceled'")
    )
    op.create_table(
        "payment_operations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("stripe_key", sa.String(), nullable=False),
        sa.Column("key_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_key_spent", sa.Boolean(), nullable=False),
        sa.Column("params_hash", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('create', 'capture', 'cancel', 'refund')", name="known_kind"),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name="fk_payment_operations_payment_id_payments"),
        sa.PrimaryKeyConstraint("id", name="pk_payment_operations"),
        sa.UniqueConstraint("payment_id", "kind", name="uq_payment_operations_payment_id_kind"),
        sa.UniqueConstraint("stripe_key", name="uq_payment_operations_stripe_key"),
    )
    op.create_index(
        "ix_payment_operations_due_at",
        "payment_operations",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_payment_operations_order_id", "payment_operations", ["order_id"])
    op.create_table(
        "stripe_events",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("intent_id", sa.String(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stripe_events"),
    )
    op.create_index("ix_stripe_events_intent_id", "stripe_events", ["intent_id"])
    op.create_index("ix_stripe_events_received_at", "stripe_events", ["received_at"])


def _check_ins() -> None:
    op.create_table(
        "check_ins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("gate", sa.String(), nullable=True),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_in_by", sa.Uuid(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undo_reason", sa.String(), nullable=True),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_check_ins_event_id_events"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_check_ins_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_check_ins"),
    )
    op.create_index("ix_check_ins_event_id_checked_in_at_id", "check_ins", ["event_id", "checked_in_at", "id"])
    op.create_index(
        "uq_check_ins_ticket_id_standing",
        "check_ins",
        ["ticket_id"],
        unique=True,
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "scans",
        sa.Column("scanned_by", sa.Uuid(), nullable=False),
        sa.Column("scan_id", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("gate", sa.String(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("check_in_id", sa.Uuid(), nullable=True),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["check_in_id"], ["check_ins.id"], name="fk_scans_check_in_id_check_ins"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_scans_event_id_events"),
        sa.PrimaryKeyConstraint("scanned_by", "scan_id", name="pk_scans"),
    )
    op.create_index("ix_scans_event_id_scanned_at", "scans", ["event_id", "scanned_at"])
    op.create_index("ix_scans_ticket_id", "scans", ["ticket_id"])
    op.create_table(
        "verified_addresses",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_verified_addresses"),
    )


def downgrade() -> None:
    for table in (
        "verified_addresses",
        "scans",
        "check_ins",
        "stripe_events",
        "payment_operations",
        "payments",
        "tickets",
        "order_lines",
        "orders",
        "hold_lines",
        "holds",
        "told_sale_statuses",
        "allowances",
        "allocations",
        "organizer_members",
        "event_staff",
        "ticket_types",
        "events",
        "revoked_sessions",
        "parked_messages",
        "outbox_log",
        "outbox",
        "message_cursors",
        "inbox",
        "idempotency_keys",
    ):
        op.drop_table(table)
