"""What machines read of an event: search engines, and those who show a link."""

from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from event_service.events.models import Event, EventStatus
from event_service.events.ticket_type import TicketType
from shared import money

# What shows a description shows about so much of it.
DESCRIPTION_LENGTH = 300
# Of which nothing is sold, whatever its sale has said last.
_CLOSED = {EventStatus.CANCELED: "Discontinued", EventStatus.POSTPONED: "OutOfStock"}
_AVAILABILITY = {
    "sold_out": "SoldOut",
    "few_left": "LimitedAvailability",
    "ended": "Discontinued",
    "not_yet": "PreSale",
}


def address(public_url: str, slug: str) -> str:
    """The one address under which an event is known."""
    return f"{public_url}/e/{quote(slug)}"


def title(event: Event) -> str:
    place = [event.venue.name, event.venue.city] if event.venue else []
    return " · ".join([event.title, ", ".join(filter(None, place))]).removesuffix(" · ")


def description(event: Event) -> str:
    """On one line."""
    text = " ".join((event.summary or event.description).split())
    return text if len(text) <= DESCRIPTION_LENGTH else f"{text[: DESCRIPTION_LENGTH - 1].rstrip()}…"


def image(event: Event, public_url: str) -> str | None:
    return f"{public_url}{event.image_url}" if event.image_url else None


def picture(event: Event) -> dict[str, str] | None:
    """The same that `frontend/src/components/ui/poster.tsx` chooses from, so that it is loaded once."""
    url = event.image_url
    return {"url": url, "choices": f"{url}&size=small 1200w, {url} 2000w"} if url else None


def asked(event: Event) -> list[str]:
    """What the page asks the API for at once, so that browsers need not wait until its code says so."""
    api = "/api/v1/events"
    return [f"{api}/by-slug/{quote(event.slug)}", f"{api}/{event.id}/availability"]


def structured(event: Event, public_url: str) -> dict[str, Any]:
    """schema.org's Event. Prices are what one ticket costs, all in."""
    url = address(public_url, event.slug)
    facts = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "description": description(event),
        "url": url,
        "image": image(event, public_url),
        "startDate": _local(event, event.starts_at),
        "endDate": _local(event, event.ends_at),
        "doorTime": _local(event, event.doors_at),
        "eventStatus": f"https://schema.org/{_status(event)}",
        "previousStartDate": _local(event, event.postponed_from) if event.has_new_date else None,
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": _place(event),
        "organizer": {"@type": "Organization", "name": event.organizer_name},
        "offers": [_offer(event, offer, url) for offer in event.shown_offers],
    }
    return {name: fact for name, fact in facts.items() if fact}


def _status(event: Event) -> str:
    if event.status == EventStatus.CANCELED:
        return "EventCancelled"
    if event.status == EventStatus.POSTPONED:
        return "EventRescheduled" if event.has_new_date else "EventPostponed"
    return "EventScheduled"


def _place(event: Event) -> dict[str, Any] | None:
    venue = event.venue
    if venue is None:
        return None
    return {
        "@type": "Place",
        "name": venue.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": venue.street,
            "addressLocality": venue.city,
            "addressCountry": venue.country,
        },
    }


def _offer(event: Event, offer: TicketType, url: str) -> dict[str, Any]:
    facts = {
        "@type": "Offer",
        "name": offer.name,
        "url": url,
        "price": _decimal(offer.all_in_price, offer.currency),
        "priceCurrency": offer.currency,
        "availability": f"https://schema.org/{_availability(event)}",
        "validFrom": _local(event, offer.sales_start_at),
    }
    return {name: fact for name, fact in facts.items() if fact}


def _availability(event: Event) -> str:
    return _CLOSED.get(event.status) or _AVAILABILITY.get(event.told_sale_status or "", "InStock")


def _decimal(amount: int, currency: str) -> str:
    """2500 of EUR is "25.00"."""
    places = money.digits(currency)
    whole, rest = divmod(amount, 10**places)
    return f"{whole}.{rest:0{places}}" if places else str(whole)


def _local(event: Event, moment: datetime | None) -> str | None:
    """As the clocks at the venue show it."""
    if moment is None or event.venue is None:
        return None
    return moment.astimezone(ZoneInfo(event.venue.time_zone)).isoformat(timespec="minutes")
