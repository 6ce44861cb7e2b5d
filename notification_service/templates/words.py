"""From facts to the plain strings that the templates show."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from notification_service.templates import formats, reasons
from notification_service.templates.facts import DisputeFacts, Facts, TicketFacts, WaitlistFacts
from notification_service.templates.languages import language_of, reading_locale, translations
from notification_service.templates.reasons import meaning
from shared import money
from shared.messages.event import EventState
from shared.messages.ticket import OrderState


@dataclass(frozen=True)
class Reader:
    """For whom the words are chosen."""

    locale: str
    name: str = ""


def choose(
    facts: Facts, reader: Reader, *, brand: str, public_url: str, link: str = "", has_attachments: bool = True
) -> dict[str, Any]:
    """The words that the facts allow; a template that asks for others is a mistake and fails."""
    locale = reading_locale(reader.locale)
    words: dict[str, Any] = {
        "language": language_of(locale),
        "brand": brand,
        "home_url": public_url,
        "name": reader.name,
        "link": link,
        "has_attachments": "yes" if has_attachments else "",
        "reason": facts.reason,
        "was_closed": "yes" if facts.reason == "closed" else "",
        "update_subject": facts.subject,
        "declined": meaning(reasons.DECLINED, facts.reason, locale),
    }
    if facts.order is not None:
        words |= _of_order(facts.order, public_url, locale)
        words |= _of_refund(facts, facts.order, locale)
    if facts.dispute is not None:
        words |= _of_dispute(facts.dispute, locale)
    if facts.ticket is not None:
        words |= _of_ticket(facts.ticket, facts.event, public_url, locale)
    if facts.waitlist is not None:
        words |= _of_waitlist(facts.waitlist, facts, public_url, locale)
    if facts.event is not None:
        words |= _of_event(facts.event, public_url, locale)
        words["changes"] = list(_changes(facts.before, facts.event, locale)) if facts.before else []
        words["has_new_date"] = "yes" if _has_new_date(facts) else ""
        words["headline"] = _headline(facts, locale)
    return words


def _of_order(order: OrderState, public_url: str, locale: str) -> dict[str, Any]:
    count = sum(line.quantity for line in order.lines)
    return {
        "event_title": order.event_title,
        "event_url": f"{public_url}/events/{order.event_id}",
        "order_number": order.number,
        "order_url": f"{public_url}/orders/{order.order_id}",
        "tickets": _tickets(count, locale),
        "ticket_count": str(count),
        "total": _price(order.total, order.currency, locale),
        "lines": [
            {
                "name": line.ticket_type_name,
                "quantity": str(line.quantity),
                "price": _price(line.unit_price, order.currency, locale),
                "sum": _price(line.unit_price * line.quantity, order.currency, locale),
            }
            for line in order.lines
        ],
        "extras": list(_extras(order, locale)),
    }


def _of_ticket(ticket: TicketFacts, event: EventState | None, public_url: str, locale: str) -> dict[str, Any]:
    """A deadline is told in the venue's time; in universal time as long as the event is not known here."""
    zone = event.time_zone if event else "UTC"
    until = ticket.offered_until
    return {
        "event_title": ticket.event_title,
        "event_url": f"{public_url}/events/{ticket.event_id}",
        "ticket_type": ticket.ticket_type_name,
        "ticket_url": f"{public_url}/tickets/{ticket.ticket_id}",
        "transfer_url": f"{public_url}/transfers/{ticket.transfer_id}" if ticket.transfer_id else "",
        "offered_to": ticket.email,
        "offered_until": formats.moment(until, zone, locale) if until else "",
        "offered_until_zone": formats.zone_name(until, zone, locale) if until else "",
        "was_declined": "yes" if ticket.outcome == "declined" else "",
    }


def _of_waitlist(waitlist: WaitlistFacts, facts: Facts, public_url: str, locale: str) -> dict[str, Any]:
    """The subject has the deadline's time alone: the venue's, or said to be universal while the event is not known."""
    entry, until, zone = waitlist.entry, waitlist.offered_until, facts.event.time_zone if facts.event else "UTC"
    suffix = "" if facts.event else " UTC"
    return {
        "event_title": entry.event_title,
        "event_url": f"{public_url}/events/{entry.event_id}",
        "ticket_type": entry.ticket_type_name,
        "tickets": _tickets(entry.quantity, locale),
        "ticket_count": str(entry.quantity),
        "waitlist_url": f"{public_url}/waitlist/{waitlist.entry_id}",
        "offered_until": formats.moment(until, zone, locale) if until else "",
        "offered_until_time": formats.time(until, zone, locale) + suffix if until else "",
        "offered_until_zone": formats.zone_name(until, zone, locale) if until else "",
        "waited_until": meaning(reasons.WAITED_UNTIL, facts.reason, locale),
        "can_wait_again": "yes" if facts.reason == "offer_passed" else "",
    }


def _of_dispute(dispute: DisputeFacts, locale: str) -> dict[str, Any]:
    until = dispute.evidence_until
    return {
        "disputed": money.display(dispute.amount, dispute.currency, locale),
        "dispute_reason": meaning(
            reasons.DISPUTED_FOR, dispute.reason, locale, unknown=dispute.reason.replace("_", " ")
        ),
        "dispute_outcome": meaning(reasons.DECIDED, dispute.status, locale),
        "evidence_until": formats.moment(until, "UTC", locale) if until else "",
    }


def _of_refund(facts: Facts, order: OrderState, locale: str) -> dict[str, Any]:
    return {
        "refunded": money.display(facts.amount, order.currency, locale) if facts.amount else "",
        "refunded_total": money.display(facts.refunded_total, order.currency, locale),
        "was_paid_by_hand": "yes" if facts.was_paid_by_hand else "",
        "refunded_for": meaning(reasons.REFUNDED_FOR, facts.reason, locale),
        "is_whole": "yes" if facts.refunded_total >= order.total and not facts.tickets_left else "",
        "tickets_ended": _tickets(facts.tickets_ended, locale) if facts.tickets_ended else "",
    }


def _extras(order: OrderState, locale: str) -> Iterator[dict[str, str]]:
    """What stands between the tickets and the total: what was taken off or added, and the tax that it contains."""
    said = translations(locale)
    discount = said.gettext("Discount")
    fees = said.gettext("of which fees") if order.fees_included else said.gettext("Fees")
    tax = _tax(order, locale)
    for name, amount in ((discount, -order.discount), (fees, order.fees), (tax, order.tax)):
        if amount:
            yield {"name": name, "amount": money.display(amount, order.currency, locale)}


def _tax(order: OrderState, locale: str) -> str:
    """By its name and rate, which older orders do not know."""
    said = translations(locale)
    if order.tax_name is None or order.tax_rate is None:
        return said.gettext("of which tax") if order.tax_included else said.gettext("Tax")
    tax = f"{formats.share(order.tax_rate, locale)} {order.tax_name}"
    return said.gettext("of which %(tax)s") % {"tax": tax} if order.tax_included else tax


def _tickets(count: int, locale: str) -> str:
    said = translations(locale)
    return said.ngettext("%(count)d ticket", "%(count)d tickets", count) % {"count": count}


def _of_event(event: EventState, public_url: str, locale: str) -> dict[str, Any]:
    return {
        "event_title": event.title,
        "event_url": f"{public_url}/events/{event.event_id}",
        "event_starts": formats.moment(event.starts_at, event.time_zone, locale),
        "event_doors": formats.time(event.doors_at, event.time_zone, locale),
        "event_zone": formats.zone_name(event.starts_at, event.time_zone, locale),
        "event_venue": event.venue_name,
        "event_address": _address(event),
        "organizer": event.organizer_name,
    }


def _price(minor: int, currency: str, locale: str) -> str:
    free = translations(locale).gettext("Free")
    return money.display(minor, currency, locale) if minor else free


def _address(event: EventState) -> str:
    parts = [event.venue_address]
    if event.city and event.city not in event.venue_address:
        parts.append(event.city)
    return ", ".join(part for part in parts if part)


def _changes(before: EventState, after: EventState, locale: str) -> Iterator[dict[str, str]]:
    """What is different, once: doors and end that moved along with the start go without saying."""
    said = translations(locale)
    moved = after.starts_at - before.starts_at
    moments = [
        (said.gettext("Starts"), before.starts_at, after.starts_at, timedelta()),
        (said.gettext("Doors open"), before.doors_at, after.doors_at, moved),
        (said.gettext("Ends"), before.ends_at, after.ends_at, moved),
    ]
    for label, old, new, expected in moments:
        if new - old != expected:
            was = formats.moment(old, before.time_zone, locale)
            yield {"label": label, "before": was, "after": formats.moment(new, after.time_zone, locale)}
    if _place(before) != _place(after):
        was, now = (", ".join(_place(event)) for event in (before, after))
        yield {"label": said.gettext("Where"), "before": was, "after": now}


def _place(event: EventState) -> tuple[str, str]:
    return event.venue_name, _address(event)


def _has_new_date(facts: Facts) -> bool:
    return facts.before is not None and facts.event is not None and facts.before.starts_at != facts.event.starts_at


def _headline(facts: Facts, locale: str) -> str:
    """`New time`, `New venue` or both."""
    said = translations(locale)
    if facts.before is None or facts.event is None or _place(facts.before) == _place(facts.event):
        return said.gettext("New time")
    times = [(state.starts_at, state.doors_at, state.ends_at) for state in (facts.before, facts.event)]
    return said.gettext("New venue") if times[0] == times[1] else said.gettext("New time and venue")
