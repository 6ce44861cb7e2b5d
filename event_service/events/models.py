"""An event, and the life it may lead: draft, published, postponed, canceled."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates
from sqlalchemy.orm.attributes import flag_modified

from event_service.events import search
from event_service.events.errors import (
    EventAlreadyPublished,
    EventIsCanceled,
    EventNotDraft,
    EventNotPublished,
)
from event_service.events.ticket_type import TicketType
from event_service.organizers.models import Organizer
from event_service.texts import fold
from event_service.venues.models import Venue
from shared.ids import Id, new_id
from shared.persistence.database import Base


class EventStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELED = "canceled"


class Event(Base):
    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("status IN ('draft', 'published', 'postponed', 'canceled')", "known_status"),
        CheckConstraint("postponed_from IS NULL OR status = 'postponed'", "postponed_from_while_postponed"),
        CheckConstraint(
            "status = 'draft' OR (venue_id IS NOT NULL AND doors_at <= starts_at AND starts_at < ends_at) IS TRUE",
            "told_when_and_where",
        ),
        CheckConstraint("overall_capacity > 0", "overall_capacity_positive"),
        UniqueConstraint("id", "currency"),
        Index("ix_events_upcoming", "ends_at", postgresql_where=text("status <> 'draft'")),
        Index("ix_events_search", "search", postgresql_using="gin"),
    )
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012  SQLAlchemy's own class attribute

    id: Mapped[str] = mapped_column(Id("evt"), primary_key=True, default=lambda: new_id("evt"))
    organizer_id: Mapped[str] = mapped_column(Id("org"), ForeignKey(Organizer.id), index=True)
    venue_id: Mapped[str | None] = mapped_column(Id("ven"), ForeignKey(Venue.id), index=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    summary: Mapped[str]
    description: Mapped[str]
    category: Mapped[str]
    category_folded: Mapped[str]
    status: Mapped[EventStatus] = mapped_column(Text, default=EventStatus.DRAFT)
    status_reason: Mapped[str | None]
    # While it is postponed: when it was to start. The new date is known once it starts at another time.
    postponed_from: Mapped[datetime | None]
    doors_at: Mapped[datetime | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    programme: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    # Of all its ticket types; set by the first.
    currency: Mapped[str | None]
    image_id: Mapped[str | None] = mapped_column(Id("img"))
    # Of all its types together, where not only their own count. A copy of ticket's from the publication on, as theirs are.
    overall_capacity: Mapped[int | None]
    overall_capacity_heard: Mapped[int] = mapped_column(default=0)
    # A copy of what ticket last told; None until the sale has been prepared.
    sale_status: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    staff_version: Mapped[int] = mapped_column(default=0)
    search_words: Mapped[list[str]] = mapped_column(ARRAY(Text))
    search: Mapped[str] = mapped_column(
        TSVECTOR, Computed("array_to_tsvector(search_words)", persisted=True), deferred=True
    )
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    organizer: Mapped[Organizer] = relationship(lazy="raise")
    venue: Mapped[Venue | None] = relationship(lazy="raise")
    ticket_types: Mapped[list[TicketType]] = relationship(
        lazy="raise",
        primaryjoin="Event.id == TicketType.event_id",
        foreign_keys="TicketType.event_id",
        order_by="TicketType.position, TicketType.id",
    )

    @validates("category")
    def _fold_category(self, _key: str, category: str) -> str:
        self.category_folded = fold(category)
        return category

    @property
    def is_public(self) -> bool:
        return self.status != EventStatus.DRAFT

    @property
    def has_new_date(self) -> bool:
        """Of a postponed event: whether anybody knows when it takes place instead."""
        return self.postponed_from not in {None, self.starts_at}

    @property
    def organizer_name(self) -> str:
        return self.organizer.name

    @property
    def told_sale_status(self) -> str | None:
        """Of use only while the event is on: a canceled one is just that."""
        return self.sale_status if self.status == EventStatus.PUBLISHED else None

    @property
    def image_url(self) -> str | None:
        """Relative to wherever the API is; another image has another address, so that it may be kept for good."""
        return None if self.image_id is None else f"/api/v1/events/{self.id}/image?v={self.image_id}"

    @property
    def offers(self) -> Sequence[TicketType]:
        """The ticket types that are (or will be, or were) on sale."""
        return [ticket_type for ticket_type in self.ticket_types if not ticket_type.is_withdrawn]

    @property
    def shown_offers(self) -> Sequence[TicketType]:
        """Those of them that everybody sees; the others are for who has a code."""
        return [ticket_type for ticket_type in self.offers if not ticket_type.is_hidden]

    @property
    def capacity(self) -> int:
        of_types = sum(ticket_type.capacity for ticket_type in self.offers)
        return of_types if self.overall_capacity is None else min(of_types, self.overall_capacity)

    @property
    def lowest_price(self) -> int | None:
        """What the cheapest ticket costs, all in."""
        return min((ticket_type.all_in_price for ticket_type in self.shown_offers), default=None)

    def touch(self) -> None:
        """It shows something else than before; also its words may differ."""
        self.version += 1
        self.index_words()

    def index_words(self) -> None:
        place = [self.venue.name, self.venue.city] if self.venue else []
        self.search_words = search.index([self.title, self.summary, self.category, self.organizer.name, *place])

    def hear_overall_capacity(self, capacity: int, version: int) -> None:
        """What ticket told; what is older than the copy changes nothing."""
        if version > self.overall_capacity_heard:
            self.overall_capacity, self.overall_capacity_heard = capacity, version

    def hear_sale_status(self, sale_status: str) -> None:
        """What ticket last told; its page shows it."""
        if self.sale_status != sale_status:
            self.sale_status = sale_status
            self.version += 1

    def check_changeable(self) -> None:
        if self.status == EventStatus.CANCELED:
            raise EventIsCanceled

    def check_deletable(self) -> None:
        if self.status != EventStatus.DRAFT:
            raise EventNotDraft

    def change(self, changes: dict[str, Any]) -> set[str]:
        """Which of the named facts are different now."""
        self.check_changeable()
        different = {name for name, value in changes.items() if getattr(self, name) != value}
        for name in different:
            setattr(self, name, changes[name])
        return different

    def publish(self, now: datetime) -> None:
        """A draft goes public; a postponed event takes place after all, at the times it now has."""
        self.check_changeable()
        if self.status == EventStatus.PUBLISHED:
            raise EventAlreadyPublished
        self.status, self.status_reason, self.postponed_from = EventStatus.PUBLISHED, None, None
        self.published_at = self.published_at or now

    def reschedule(self, doors_at: datetime, starts_at: datetime, ends_at: datetime) -> None:
        """The programme moves along with the start."""
        if self.starts_at is not None:
            for entry in self.programme:
                entry["starts_at"] = _moved(entry["starts_at"], starts_at - self.starts_at).isoformat()
            flag_modified(self, "programme")
        self.doors_at, self.starts_at, self.ends_at = doors_at, starts_at, ends_at

    def postpone(self, reason: str) -> None:
        self._check_published()
        self.status, self.status_reason, self.postponed_from = EventStatus.POSTPONED, reason, self.starts_at

    def cancel(self, reason: str) -> None:
        self._check_published()
        self.status, self.status_reason, self.postponed_from = EventStatus.CANCELED, reason, None

    def _check_published(self) -> None:
        self.check_changeable()
        if self.status == EventStatus.DRAFT:
            raise EventNotPublished


def _moved(moment: str, by: timedelta) -> datetime:
    """What cannot be said comes out as the first or last moment of all, at which no event is on."""
    try:
        return datetime.fromisoformat(moment) + by
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if by > timedelta() else datetime.min.replace(tzinfo=UTC)
