"""Reconciliations and the differences that they found."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id, new_id
from shared.persistence.database import Base
from shared.persistence.leases import LeasedWork

# The task that goes on with reconciliations.
RECONCILE_TASK = "ticket.reconcile"


class Stage(StrEnum):
    """What is compared, in this order."""

    INTENTS = "intents"
    REFUNDS = "refunds"
    DISPUTES = "disputes"
    PAYMENTS = "payments"
    BOOKS = "books"


class Code(StrEnum):
    """What differs; `docs/reconciliation.md` says what each means. A code never changes its meaning."""

    INTENT_UNKNOWN = "intent_unknown"
    INTENT_UNWANTED = "intent_unwanted"
    INTENT_NOT_RECORDED = "intent_not_recorded"
    INTENT_MISSING = "intent_missing"
    INTENT_STILL_OPEN = "intent_still_open"
    INTENT_UNDECIDED = "intent_undecided"
    CAPTURE_NOT_RECORDED = "capture_not_recorded"
    CANCEL_NOT_RECORDED = "cancel_not_recorded"
    CAPTURE_MISSING = "capture_missing"
    CAPTURE_WITHOUT_ORDER = "capture_without_order"
    AMOUNT_DIFFERS = "amount_differs"
    REFUND_UNKNOWN = "refund_unknown"
    REFUND_NOT_RECORDED = "refund_not_recorded"
    REFUND_RETURNED = "refund_returned"
    REFUND_MISSING = "refund_missing"
    REFUND_AMOUNT_DIFFERS = "refund_amount_differs"
    DISPUTE_NOT_RECORDED = "dispute_not_recorded"
    BOOKS_DISAGREE = "books_disagree"


class Repair(StrEnum):
    """What is safe; everything else people decide (`review`).

    The payment or refund is looked at again and the sale decides; an intent that nobody wants is canceled; a refund that
    was made elsewhere is recorded.
    """

    LOOK = "look"
    CANCEL_INTENT = "cancel_intent"
    RECORD_REFUND = "record_refund"
    REVIEW = "review"


def _known(column: str, kinds: type[StrEnum]) -> str:
    names = ", ".join(f"'{kind}'" for kind in kinds)
    return f"{column} IN ({names})"


class Reconciliation(LeasedWork, Base):
    """Its work is to compare page after page; each is recorded with what it found, so that a killed run goes on there."""

    __tablename__ = "reconciliations"
    __table_args__ = (
        CheckConstraint(_known("stage", Stage), "known_stage"),
        # One at a time: each goes through everything.
        Index("uq_reconciliations_waiting", "state", unique=True, postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[str] = mapped_column(Id("rec"), primary_key=True, default=lambda: new_id("rec"))
    # What was created at the provider before is not compared.
    since: Mapped[datetime]
    is_repairing: Mapped[bool]
    # None: the schedule, or an operator at the machine.
    started_by: Mapped[str | None] = mapped_column(Id("usr"))
    stage: Mapped[Stage] = mapped_column(Text, default=Stage.INTENTS)
    # The last of the stage's list that was compared; of the books the promise that comes next.
    reached: Mapped[str | None]
    intents: Mapped[int] = mapped_column(default=0)
    refunds: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    def go_on(self, moment: datetime, reached: str | None) -> None:
        """Behind what was reached; with the next stage when its list is at an end."""
        self.attempts, self.lease_until, self.leased_by, self.due_at = 0, None, None, moment
        self.reached, self.last_error = reached, None
        if reached is not None:
            return
        stages = list(Stage)
        if self.stage == stages[-1]:
            self.finished_at = moment
            self.finish()
        else:
            self.stage = stages[stages.index(self.stage) + 1]


class Difference(Base):
    """What both sides showed, in their words; amounts in minor units as the provider counts them."""

    __tablename__ = "differences"
    __table_args__ = (
        CheckConstraint(_known("code", Code), "known_code"),
        CheckConstraint(_known("repair", Repair), "known_repair"),
        # A page that is compared again, because its run was killed, finds the same again.
        UniqueConstraint("reconciliation_id", "subject", "code"),
    )

    id: Mapped[str] = mapped_column(Id("dif"), primary_key=True, default=lambda: new_id("dif"))
    reconciliation_id: Mapped[str] = mapped_column(Id("rec"), ForeignKey(Reconciliation.id))
    code: Mapped[Code] = mapped_column(Text)
    # The provider's id of what differs; of our books the promise that is broken.
    subject: Mapped[str]
    order_id: Mapped[str | None] = mapped_column(Id("ord"))
    payment_id: Mapped[str | None] = mapped_column(Id("pay"))
    ours: Mapped[dict[str, Any]] = mapped_column(JSONB)
    theirs: Mapped[dict[str, Any]] = mapped_column(JSONB)
    repair: Mapped[Repair] = mapped_column(Text)
    # When the repair was begun; None in a run that only looks, and for what people decide.
    repaired_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
