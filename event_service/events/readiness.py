"""What keeps an event from being public, all of it at once."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from event_service.events.errors import EventNotReady
from event_service.events.models import Event
from event_service.events.ticket_type import TicketType


class Flaw(NamedTuple):
    param: str
    code: str
    detail: str


def check_publishable(event: Event, now: datetime, *, is_first_time: bool) -> None:
    """For going public, or back: it must be whole, and not over. Raises EventNotReady."""
    flaws = [*_when_and_where(event), *_not_over(event, now), *_offers(event)]
    if is_first_time:
        flaws += _unsellable(event, now)
    _refuse(flaws)


def check_still_whole(event: Event) -> None:
    """For a change of what is public: it must stay whole. Raises EventNotReady."""
    _refuse([*_when_and_where(event), *_offers(event)])


def check_times(event: Event, now: datetime) -> None:
    """For new times of what is public. Raises EventNotReady."""
    _refuse([*_when_and_where(event), *_not_over(event, now)])


def _refuse(flaws: list[Flaw]) -> None:
    if flaws:
        raise EventNotReady(errors=[flaw._asdict() for flaw in flaws])


def _when_and_where(event: Event) -> Iterator[Flaw]:
    for name in ("venue_id", "doors_at", "starts_at", "ends_at"):
        if getattr(event, name) is None:
            yield Flaw(name, "missing", "This must be set.")
    if event.doors_at and event.starts_at and event.doors_at > event.starts_at:
        yield Flaw("doors_at", "after_start", "The doors open after the start.")
    if event.starts_at and event.ends_at and event.ends_at <= event.starts_at:
        yield Flaw("ends_at", "before_start", "The end is not after the start.")
    opens = event.doors_at or event.starts_at
    for position, entry in enumerate(event.programme):
        moment = datetime.fromisoformat(entry["starts_at"])
        if (opens and moment < opens) or (event.ends_at and moment > event.ends_at):
            yield Flaw(f"programme.{position}.starts_at", "outside_event", "This is not between doors and end.")


def _not_over(event: Event, now: datetime) -> Iterator[Flaw]:
    """What has begun can still be entered, an exhibition for weeks."""
    if event.ends_at and event.ends_at <= now:
        yield Flaw("ends_at", "in_the_past", "The end has passed.")


def _offers(event: Event) -> Iterator[Flaw]:
    for offer in event.offers:
        if offer.sales_start_at and offer.sales_end_at and offer.sales_end_at <= offer.sales_start_at:
            yield _of(offer, "sales_end_at", "before_start", "The sale ends before it starts.")
        if offer.sales_start_at and event.ends_at and offer.sales_start_at >= event.ends_at:
            yield _of(offer, "sales_start_at", "after_event", "The sale starts after the event.")
        if offer.valid_from and offer.valid_until and offer.valid_until <= offer.valid_from:
            yield _of(offer, "valid_until", "before_start", "The ticket is never valid.")


def _unsellable(event: Event, now: datetime) -> Iterator[Flaw]:
    if not event.offers:
        yield Flaw("ticket_types", "missing", "There must be at least one ticket type.")
    for offer in event.offers:
        if offer.capacity == 0:
            yield _of(offer, "capacity", "missing", "There are no tickets of this type.")
        if offer.sales_end_at and offer.sales_end_at <= now:
            yield _of(offer, "sales_end_at", "in_the_past", "The sale of this type has ended.")


def _of(offer: TicketType, name: str, code: str, detail: str) -> Flaw:
    return Flaw(f"ticket_types.{offer.id}.{name}", code, detail)
