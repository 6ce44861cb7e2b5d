"""Disputes, as the provider last showed them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id, new_id
from shared.persistence.database import Base
from ticket_service.catalog.models import Event
from ticket_service.orders.models import Order
from ticket_service.payments.models import Payment


class DisputeStatus(StrEnum):
    """The provider's words. A `warning` is the bank's question before a dispute: no money has moved.

    An `appeal` opens a lost one again.
    """

    WARNING_NEEDS_RESPONSE = "warning_needs_response"
    WARNING_UNDER_REVIEW = "warning_under_review"
    WARNING_CLOSED = "warning_closed"
    NEEDS_RESPONSE = "needs_response"
    UNDER_REVIEW = "under_review"
    APPEAL_NEEDS_RESPONSE = "appeal_needs_response"
    APPEAL_UNDER_REVIEW = "appeal_under_review"
    WON = "won"
    LOST = "lost"
    PREVENTED = "prevented"


CLOSED = (DisputeStatus.WARNING_CLOSED, DisputeStatus.WON, DisputeStatus.LOST, DisputeStatus.PREVENTED)
# The bank has the money, for now or for good.
WITHDRAWN = (
    DisputeStatus.NEEDS_RESPONSE, DisputeStatus.UNDER_REVIEW,
    DisputeStatus.APPEAL_NEEDS_RESPONSE, DisputeStatus.APPEAL_UNDER_REVIEW,
    DisputeStatus.LOST,
)  # fmt: skip
_STATUSES = ", ".join(f"'{status}'" for status in DisputeStatus)
_CLOSED = ", ".join(f"'{status}'" for status in CLOSED)


class Dispute(Base):
    __tablename__ = "disputes"
    __table_args__ = (
        CheckConstraint(f"status IN ({_STATUSES})", "known_status"),
        CheckConstraint("withheld >= 0 AND withheld <= amount", "withheld_within_amount"),
        CheckConstraint(f"(closed_at IS NOT NULL) = (status IN ({_CLOSED}))", "closed_at_a_moment"),
        Index("ix_disputes_event_id_id", "event_id", "id"),
        Index("ix_disputes_open", "id", postgresql_where=text("closed_at IS NULL")),
    )

    id: Mapped[str] = mapped_column(Id("dsp"), primary_key=True, default=lambda: new_id("dsp"))
    provider_id: Mapped[str] = mapped_column(unique=True)
    payment_id: Mapped[str] = mapped_column(Id("pay"), ForeignKey(Payment.id), index=True)
    order_id: Mapped[str] = mapped_column(Id("ord"), ForeignKey(Order.id), index=True)
    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id))
    status: Mapped[DisputeStatus] = mapped_column(Text)
    # In the bank's words: `fraudulent`, `product_not_received`, …
    reason: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    # How much of it was taken from what could be refunded; it comes back when the dispute is won.
    withheld: Mapped[int] = mapped_column(BigInteger, default=0)
    # Until when the provider takes evidence.
    evidence_until: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    # When it last changed here.
    updated_at: Mapped[datetime]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def become(self, status: DisputeStatus, moment: datetime) -> None:
        self.status, self.updated_at = status, moment
        self.closed_at = moment if status in CLOSED else None
