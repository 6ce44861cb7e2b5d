"""Transfers: a ticket is offered to an address until a deadline; one open offer per ticket."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared.ids import Id, new_id
from shared.persistence.database import Base
from ticket_service.catalog.models import Event
from ticket_service.tickets.models import Ticket
from ticket_service.transfers.errors import OfferHasExpired, TransferNotOpen


class TransferStatus(StrEnum):
    """An offer expires by its deadline, and when its ticket ends or its event is canceled."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


_STATUSES = ", ".join(f"'{status}'" for status in TransferStatus)


class Transfer(Base):
    __tablename__ = "transfers"
    __table_args__ = (
        CheckConstraint(f"status IN ({_STATUSES})", "known_status"),
        CheckConstraint("(status = 'accepted') = (accepted_by IS NOT NULL)", "accepted_by_somebody"),
        CheckConstraint("(status = 'offered') = (ended_at IS NULL)", "ended_at_a_moment"),
        Index("uq_transfers_open", "ticket_id", unique=True, postgresql_where=text("status = 'offered'")),
        Index("ix_transfers_open_expires_at", "expires_at", postgresql_where=text("status = 'offered'")),
        Index("ix_transfers_ticket_id_created_at", "ticket_id", "created_at"),
        Index("ix_transfers_account_id_id", "account_id", "id"),
        Index("ix_transfers_email_id", "email", "id"),
    )

    id: Mapped[str] = mapped_column(Id("trf"), primary_key=True, default=lambda: new_id("trf"))
    ticket_id: Mapped[str] = mapped_column(Id("tkt"), ForeignKey(Ticket.id))
    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id))
    # Who offers it.
    account_id: Mapped[str] = mapped_column(Id("usr"))
    email: Mapped[str]
    # In people's words.
    message: Mapped[str]
    status: Mapped[TransferStatus] = mapped_column(Text, default=TransferStatus.OFFERED)
    accepted_by: Mapped[str | None] = mapped_column(Id("usr"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    ticket: Mapped[Ticket] = relationship(lazy="raise")
    event: Mapped[Event] = relationship(lazy="raise")

    def accept(self, moment: datetime, *, account_id: str) -> None:
        if self.status == TransferStatus.OFFERED and self.expires_at <= moment:
            raise OfferHasExpired
        self._end(TransferStatus.ACCEPTED, moment)
        self.accepted_by = account_id

    def decline(self, moment: datetime) -> None:
        self._end(TransferStatus.DECLINED, moment)

    def withdraw(self, moment: datetime) -> None:
        self._end(TransferStatus.WITHDRAWN, moment)

    def expire(self, moment: datetime) -> None:
        self._end(TransferStatus.EXPIRED, moment)

    def _end(self, status: TransferStatus, moment: datetime) -> None:
        if self.status != TransferStatus.OFFERED:
            raise TransferNotOpen(transfer_status=self.status)
        self.status, self.ended_at = status, moment
