"""The copy of what the event service owns, as far as selling, ticketing and the doors need it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.ids import Id
from shared.persistence.database import Base


class EventStatus(StrEnum):
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELED = "canceled"


class Event(Base):
    __tablename__ = "events"
    __table_args__ = (CheckConstraint("status IN ('published', 'postponed', 'canceled')", "known_status"),)

    id: Mapped[str] = mapped_column(Id("evt"), primary_key=True)
    organizer_id: Mapped[str] = mapped_column(Id("org"), index=True)
    organizer_name: Mapped[str]
    slug: Mapped[str]
    title: Mapped[str]
    status: Mapped[EventStatus] = mapped_column(Text)
    venue_name: Mapped[str]
    venue_address: Mapped[str]
    city: Mapped[str]
    country: Mapped[str]
    time_zone: Mapped[str]
    doors_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    image_id: Mapped[str | None] = mapped_column(Id("img"))
    status_reason: Mapped[str | None]
    postponed_from: Mapped[datetime | None]
    version: Mapped[int]

    @property
    def image_url(self) -> str | None:
        """Where the event service has it, relative to the address of the API."""
        return None if self.image_id is None else f"/api/v1/events/{self.id}/image?v={self.image_id}"

    @property
    def is_canceled(self) -> bool:
        return self.status == EventStatus.CANCELED


class TicketType(Base):
    __tablename__ = "ticket_types"
    __table_args__ = (
        CheckConstraint("price >= 0", "price_not_negative"),
        CheckConstraint("max_per_order > 0", "max_per_order_positive"),
        CheckConstraint("max_per_account > 0", "max_per_account_positive"),
    )

    id: Mapped[str] = mapped_column(Id("tt"), primary_key=True)
    event_id: Mapped[str] = mapped_column(Id("evt"), ForeignKey(Event.id), index=True)
    position: Mapped[int]
    name: Mapped[str]
    description: Mapped[str]
    price: Mapped[int]
    currency: Mapped[str]
    max_per_order: Mapped[int]
    max_per_account: Mapped[int | None]
    sales_start_at: Mapped[datetime | None]
    sales_end_at: Mapped[datetime | None]
    valid_from: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    is_withdrawn: Mapped[bool]
    is_hidden: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int]

    def last_sale_at(self, event: Event) -> datetime:
        """Sales end with the sales window, with the event at the latest."""
        return min(self.sales_end_at or event.ends_at, event.ends_at)


class SaleRules(Base):
    """By which rules an event is sold. Rates are basis points, amounts minor units of its types' currency."""

    __tablename__ = "sale_rules"

    event_id: Mapped[str] = mapped_column(Id("evt"), primary_key=True)
    tax_name: Mapped[str] = mapped_column(server_default="VAT")
    tax_rate: Mapped[int]
    tax_included: Mapped[bool]
    fee_per_ticket: Mapped[int]
    fee_rate: Mapped[int]
    fees_included: Mapped[bool]
    refunds: Mapped[str]
    refund_until: Mapped[datetime | None]
    transfers_allowed: Mapped[bool]
    transfer_until: Mapped[datetime | None]
    version: Mapped[int]


class Code(Base):
    """A discount or access code of an event, as its rules were last told. How often it may be used is with its uses."""

    __tablename__ = "codes"
    __table_args__ = (UniqueConstraint("event_id", "code"),)

    id: Mapped[str] = mapped_column(Id("code"), primary_key=True)
    event_id: Mapped[str] = mapped_column(Id("evt"))
    kind: Mapped[str]
    code: Mapped[str]
    rate: Mapped[int | None]
    amount: Mapped[int | None]
    ticket_type_ids: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    max_per_account: Mapped[int | None]
    valid_from: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]


class EventStaff(Base):
    """The accounts that may check in at an event. It may be known before the event is."""

    __tablename__ = "event_staff"

    event_id: Mapped[str] = mapped_column(Id("evt"), primary_key=True)
    account_ids: Mapped[list[str]] = mapped_column(ARRAY(Text))
    version: Mapped[int]


class OrganizerMembers(Base):
    """The accounts that manage an organizer's events."""

    __tablename__ = "organizer_members"

    organizer_id: Mapped[str] = mapped_column(Id("org"), primary_key=True)
    account_ids: Mapped[list[str]] = mapped_column(ARRAY(Text))
    version: Mapped[int]
