"""The tables of the shared modules as they were made, step by step; the migrations of every service call these functions.

Each function is frozen at the moment that its docstring says, for databases exist that were made by it. When a model in
`shared` changes, add a function with the date of the change below, and in each service a migration that calls it.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


def create_first_tables() -> None:
    """2026-11-22 15:50: the message log and its readers, kept answers, ended sessions."""
    _create_outbox()
    _create_inbox()
    _create_parked_messages()
    _create_idempotency_keys()
    _create_revoked_sessions()


def drop_first_tables() -> None:
    """The way back from `create_first_tables`."""
    for table in (
        "revoked_sessions",
        "idempotency_keys",
        "parked_messages",
        "message_cursors",
        "inbox",
        "outbox_log",
        "outbox",
    ):
        op.drop_table(table)


def create_unfinished_pages() -> None:
    """2026-11-22 19:15: a page of messages that is begun is noted, so that one whose process dies is found."""
    op.create_table(
        "unfinished_pages",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("last_position", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_unfinished_pages"),
    )


def drop_unfinished_pages() -> None:
    """The way back from `create_unfinished_pages`."""
    op.drop_table("unfinished_pages")


def _create_outbox() -> None:
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
    op.execute('INSERT INTO outbox_log ("only", epoch, last_position) VALUES (true, gen_random_uuid(), 0)')


def _create_inbox() -> None:
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


def _create_parked_messages() -> None:
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


def _create_idempotency_keys() -> None:
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


def _create_revoked_sessions() -> None:
    op.create_table(
        "revoked_sessions",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name="pk_revoked_sessions"),
    )
    op.create_index("ix_revoked_sessions_until", "revoked_sessions", ["until"])
