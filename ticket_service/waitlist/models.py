"""Waitlist entries: a wish for tickets of one type, and the chance that comes of it; one live entry per account and type."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shared.ids import Id, new_id
from shared.persistence.database import Base
from ticket_service.catalog.models import Event, TicketType
from ticket_service.waitlist.errors import NothingOffered, OfferIsOver, WaitlistEntryEnded


class EntryStatus(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    ENDED = "ended"


class Ending(StrEnum):
    """Why an entry has ended without a hold."""

    LEFT = "left"
    OFFER_PASSED = "offer_passed"
    EVENT_CANCELED = "event_canceled"
    SALE_ENDED = "sale_ended"
    # The account has as many tickets as it may have, or one order may not have so many any more.
    LIMIT_REACHED = "limit_reached"
    # The capacity was lowered below what the entry asks for.
    MORE_THAN_THERE_ARE = "more_than_there_are"
    ACCOUNT_CLOSED = "account_closed"


LIVE = "status IN ('waiting', 'offered')"
_STATUSES = ", ".join(f"'{status}'" for status in EntryStatus)
_ENDINGS = ", ".join(f"'{ending}'" for ending in Ending)


class WaitlistEntry(Base):
    __tablename__ = "waitlist_entries"
    __table_args__ = (
        CheckConstraint(f"status IN ({_STATUSES})", "known_status"),
        CheckConstraint(f"ended_because IN ({_ENDINGS})", "known_ending"),
        CheckConstraint("quantity > 0", "quantity_positive"),
        CheckConstraint("(status = 'offered') = (offered_until IS NOT NULL)", "offered_until_a_moment"),
        CheckConstraint("(status = 'accepted') = (hold_id IS NOT NULL)", "accepted_as_a_hold"),
        CheckConstraint("(status = 'ended') = (ended_because IS NOT NULL)", "ended_for_a_reason"),
        Index("uq_waitlist_entries_live", "account_id", "ticket_type_id", unique=True, postgresql_where=text(LIVE)),
        Index("ix_waitlist_entries_waiting", "ticket_type_id", "number", postgresql_where=text("status = 'waiting'")),
        Index("ix_waitlist_entries_offered_until", "offered_until", postgresql_where=text("status = 'offered'")),
        Index("ix_waitlist_entries_account_id_id", "account_id", "id"),
    )

    id: Mapped[str] = mapped_column(Id("wle"), primary_key=True, default=lambda: new_id("wle"))
    # The order of the line: given while the type's stock is locked, so that nobody comes in before who has joined.
    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    account_id: Mapped[str] = mapped_column(Id("usr"))
    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id), index=True)
    ticket_type_id: Mapped[str] = mapped_column(Id("tt"), ForeignKey(TicketType.id))
    quantity: Mapped[int]
    status: Mapped[EntryStatus] = mapped_column(Text, default=EntryStatus.WAITING)
    joined_at: Mapped[datetime]
    # While it is offered, its tickets are held for the account.
    offered_until: Mapped[datetime | None]
    # Without a foreign key: the hold is forgotten some days after its end.
    hold_id: Mapped[str | None] = mapped_column(Id("hold"))
    ended_because: Mapped[Ending | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship(lazy="raise", viewonly=True)
    ticket_type: Mapped[TicketType] = relationship(lazy="raise", viewonly=True)

    @property
    def quantities(self) -> Mapping[str, int]:
        """Tickets by ticket type."""
        return {self.ticket_type_id: self.quantity}

    @property
    def code_ids(self) -> Sequence[str]:
        """An entry uses no codes."""
        return ()

    @property
    def is_offered(self) -> bool:
        return self.status == EntryStatus.OFFERED

    @property
    def is_live(self) -> bool:
        return self.status in {EntryStatus.WAITING, EntryStatus.OFFERED}

    def offer(self, until: datetime) -> None:
        assert self.status == EntryStatus.WAITING, "only who waits is offered something"
        self.status, self.offered_until = EntryStatus.OFFERED, until

    def take_back(self) -> None:
        """It waits again, at its old place."""
        assert self.is_offered, "only what is offered is taken back"
        self.status, self.offered_until = EntryStatus.WAITING, None

    def require_offer(self, moment: datetime) -> None:
        """An offer is over at its moment, whether or not a sweeper has come by."""
        is_over = self.offered_until is not None and self.offered_until <= moment
        if is_over or self.ended_because == Ending.OFFER_PASSED:
            raise OfferIsOver
        if not self.is_offered:
            raise NothingOffered(entry_status=self.status)

    def accept(self, moment: datetime, hold_id: str) -> None:
        self.require_offer(moment)
        self.status, self.offered_until = EntryStatus.ACCEPTED, None
        self.hold_id, self.ended_at = hold_id, moment

    def end(self, moment: datetime, because: Ending) -> None:
        if not self.is_live:
            raise WaitlistEntryEnded(entry_status=self.status)
        self.status, self.offered_until = EntryStatus.ENDED, None
        self.ended_because, self.ended_at = because, moment
