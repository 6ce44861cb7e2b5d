"""Tickets, one row per person who may enter."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared.ids import Id, new_id
from shared.persistence.database import Base
from ticket_service.catalog.models import Event, TicketType
from ticket_service.orders.models import Order
from ticket_service.tickets.codes import Code
from ticket_service.tickets.errors import CodesUsedUp, TicketNotValid

MOST_CODES = 1000


class TicketStatus(StrEnum):
    VALID = "valid"
    VOIDED = "voided"
    REFUNDED = "refunded"


class Ticket(Base):
    __tablename__ = "tickets"
    __table_args__ = (
        CheckConstraint("status IN ('valid', 'voided', 'refunded')", "known_status"),
        CheckConstraint("version > 0", "version_positive"),
        CheckConstraint("price >= 0", "price_not_negative"),
        Index("ix_tickets_account_id_id", "account_id", "id"),
        Index("ix_tickets_event_id_id", "event_id", "id"),
    )

    id: Mapped[str] = mapped_column(Id("tkt"), primary_key=True, default=lambda: new_id("tkt"))
    order_id: Mapped[str] = mapped_column(Id("ord"), ForeignKey(Order.id), index=True)
    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id))
    ticket_type_id: Mapped[str] = mapped_column(Id("tt"), ForeignKey(TicketType.id))
    # Whose account shows the ticket: the buyer's, or after a transfer the new holder's.
    account_id: Mapped[str] = mapped_column(Id("usr"))
    holder_name: Mapped[str]
    # What was paid for it: its share of its order, which goes back when it is refunded.
    price: Mapped[int]
    status: Mapped[TicketStatus] = mapped_column(Text, default=TicketStatus.VALID)
    version: Mapped[int] = mapped_column(SmallInteger, default=1)
    issued_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    order: Mapped[Order] = relationship(lazy="raise", viewonly=True)
    event: Mapped[Event] = relationship(lazy="raise", viewonly=True)
    ticket_type: Mapped[TicketType] = relationship(lazy="raise", viewonly=True)

    @property
    def code(self) -> Code:
        return Code(self.event_id, self.id, self.version)

    @property
    def is_transferred(self) -> bool:
        """Whether somebody else than the buyer has it. Its order must be loaded."""
        return self.account_id != self.order.account_id

    def require_valid(self) -> None:
        if self.status != TicketStatus.VALID:
            raise TicketNotValid(ticket_status=self.status)

    def transfer(self, *, account_id: str, holder_name: str) -> None:
        """Another account's from now on; the codes it had admit nobody any more."""
        self.require_valid()
        self.account_id, self.holder_name = account_id, holder_name
        self._take_next_code()

    def rename_holder(self, holder_name: str) -> None:
        """The code stays: who enters is looked up at the door."""
        self.require_valid()
        self.holder_name = holder_name

    def reissue(self) -> None:
        """The codes it had admit nobody any more."""
        self.require_valid()
        self._take_next_code()

    def void(self, moment: datetime) -> None:
        self._end(TicketStatus.VOIDED, moment)

    def refund(self, moment: datetime) -> None:
        self._end(TicketStatus.REFUNDED, moment)

    def _end(self, status: TicketStatus, moment: datetime) -> None:
        self.require_valid()
        self.status, self.ended_at = status, moment

    def _take_next_code(self) -> None:
        if self.version >= MOST_CODES:
            raise CodesUsedUp
        self.version += 1
