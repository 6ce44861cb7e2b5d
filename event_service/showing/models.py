"""Changes that not all events show yet."""

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, and_
from sqlalchemy.orm import Mapped, mapped_column

from event_service.events.models import Event
from event_service.organizers.models import Organizer
from event_service.venues.models import Venue
from shared.ids import Id, new_id
from shared.persistence.database import Base


class PendingShow(Base):
    """A change of a venue or an organizer. `reached`: how far, in the order of the events' ids, it has got."""

    __tablename__ = "pending_shows"
    __table_args__ = (CheckConstraint("(venue_id IS NULL) <> (organizer_id IS NULL)", "of_one"),)

    id: Mapped[str] = mapped_column(Id("shw"), primary_key=True, default=lambda: new_id("shw"))
    venue_id: Mapped[str | None] = mapped_column(Id("ven"), ForeignKey(Venue.id))
    organizer_id: Mapped[str | None] = mapped_column(Id("org"), ForeignKey(Organizer.id))
    reached: Mapped[str | None] = mapped_column(Id("evt"))

    @property
    def criteria(self) -> ColumnElement[bool]:
        """The events that are left."""
        of_owner = Event.venue_id == self.venue_id if self.venue_id else Event.organizer_id == self.organizer_id
        return of_owner if self.reached is None else and_(of_owner, Event.id > self.reached)
