"""What anybody may find: public events that are not over, by their words, place, time and kind."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, cast, false, func, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY

from event_service.events import search
from event_service.events.models import Event, EventStatus
from event_service.events.queries import WHOLE
from event_service.texts import fold
from event_service.venues.models import Venue

MOST_CATEGORIES = 50
_ID = re.compile("evt_[0-9a-f]{32}")


@dataclass(frozen=True)
class Filters:
    """`since` and `until` bound the time in which an event takes place, also partly."""

    words: str | None = None
    city: str | None = None
    category: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    organizer_id: str | None = None


def upcoming(filters: Filters, now: datetime) -> Select[Event]:
    since = max(now, filters.since) if filters.since else now
    events = select(Event).where(Event.status != EventStatus.DRAFT, Event.ends_at > since).options(*WHOLE)
    if filters.until is not None:
        events = events.where(Event.starts_at < filters.until)
    if filters.city is not None:
        events = events.join(Event.venue).where(Venue.city_folded == fold(filters.city.strip()))
    if filters.category is not None:
        events = events.where(Event.category_folded == fold(filters.category.strip()))
    if filters.organizer_id is not None:
        events = events.where(Event.organizer_id == filters.organizer_id)
    if filters.words is not None and filters.words.strip():
        events = events.where(_has(filters.words))
    return events


def categories(now: datetime) -> Select[str, int]:
    """Of the public events that are not over: each as one of them writes it, and how many have it; the most common first."""
    number = func.count().label("events")
    ahead = (Event.status != EventStatus.DRAFT, Event.ends_at > now, Event.category_folded != "")
    found = select(func.min(Event.category).label("category"), number).where(*ahead).group_by(Event.category_folded)
    return found.order_by(number.desc(), Event.category_folded).limit(MOST_CATEGORIES)


def every(words: str | None, status: EventStatus | None) -> Select[Event]:
    """Whosever they are, drafts and past ones too; found by their words, or as the one with that id or address."""
    events = select(Event).options(*WHOLE)
    if status is not None:
        events = events.where(Event.status == status)
    if words is not None and words.strip():
        named = words.strip()
        events = events.where(or_(Event.slug == named, _is(named), _has(named)))
    return events


def _is(event_id: str) -> ColumnElement[bool]:
    return Event.id == event_id if _ID.fullmatch(event_id) else false()


def _has(words: str) -> ColumnElement[bool]:
    question = search.question(words)
    return false() if question is None else Event.search.op("@@")(cast(question, TSQUERY))
