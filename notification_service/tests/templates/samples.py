"""For every template what it may be told, so that all that it can say is said once."""

from datetime import timedelta
from typing import Any

from notification_service.templates import reasons
from notification_service.templates.facts import DisputeFacts, Facts, TicketFacts, WaitlistFacts
from notification_service.templates.kinds import Template
from notification_service.templates.rendering import Rendered, render
from notification_service.templates.words import Reader, choose
from notification_service.tests.facts import STARTS_AT, event_state, order_state, waitlist_entry
from shared.ids import new_id
from shared.messages.ticket import OrderLineState


def facts(text: str = "Night of the Organ", **others: Any) -> Facts:
    event = event_state(title=text, venue_name=text, venue_address=text, city=text, organizer_name=text)
    before = event.model_copy(update={"starts_at": STARTS_AT - timedelta(days=7), "venue_name": "Town Hall"})
    line = OrderLineState(ticket_type_id=new_id("tt"), ticket_type_name=text, quantity=1, unit_price=1950)
    order = order_state(new_id("usr"), event, lines=[line], total=1950)
    ticket = TicketFacts(
        ticket_id=new_id("tkt"),
        event_id=event.event_id,
        event_title=text,
        ticket_type_name=text,
        transfer_id=new_id("trf"),
        email="ben@example.com",
        offered_until=STARTS_AT,
    )
    entry = waitlist_entry(new_id("usr"), event, event_title=text, ticket_type_name=text)
    waitlist = WaitlistFacts(entry_id=new_id("wle"), entry=entry, offered_until=STARTS_AT)
    dispute = DisputeFacts(
        status="needs_response", reason="fraudulent", amount=500, currency="EUR", evidence_until=STARTS_AT
    )
    told = Facts(
        order=order, event=event, before=before, ticket=ticket, waitlist=waitlist, dispute=dispute, subject=text
    )
    return told.model_copy(update={"reason": text, "amount": 500, "refunded_total": 500, **others})


def words(text: str = "Night of the Organ", name: str = "Ada King", locale: str = "en-GB") -> dict[str, Any]:
    return worded(facts(text), name=name, locale=locale)


def worded(facts: Facts, *, locale: str, name: str = "Ada King", has_attachments: bool = True) -> dict[str, Any]:
    return choose(
        facts,
        Reader(locale, name),
        brand="Stagedoor",
        public_url="https://stagedoor.example",
        link="https://stagedoor.example/verify-email#token=abc",
        has_attachments=has_attachments,
    )


def of_each_kind(told: Facts) -> list[tuple[Template, Facts]]:
    """Each template with what it is told, and with what it may be told instead."""
    return [*((template, told) for template in Template), *_of_orders(told), *_of_others(told)]


def rendered(told: list[tuple[Template, Facts]], locale: str, *, name: str = "Ada King") -> list[Rendered]:
    """With tickets attached, and confirmations without as well."""
    pages = [render(template, worded(facts, locale=locale, name=name)) for template, facts in told]
    without = worded(told[0][1], locale=locale, name=name, has_attachments=False)
    return [*pages, render(Template.ORDER_CONFIRMATION, without)]


def _of_orders(told: Facts) -> list[tuple[Template, Facts]]:
    assert told.order is not None
    order, told = told.order, told.model_copy(update={"waitlist": None})
    one, two = order.lines[0], order.lines[0].model_copy(update={"quantity": 2})
    free = one.model_copy(update={"unit_price": 0})
    added = {"discount": 100, "fees": 100, "tax": 100}
    orders = [
        order.model_copy(update={"lines": [two, free], **added, "fees_included": True, "tax_included": True}),
        order.model_copy(update={**added, "fees_included": False, "tax_included": False}),
        order.model_copy(update={**added, "tax_included": True, "tax_name": "VAT", "tax_rate": 810}),
        order.model_copy(update={"lines": [one]}),
    ]
    whole = {"amount": 1950, "refunded_total": 1950}
    refunds: list[dict[str, Any]] = [
        *({**whole, "reason": reason} for reason in reasons.REFUNDED_FOR),
        {**whole, "was_paid_by_hand": True},
        {"tickets_ended": 1, "tickets_left": 1},
        {"amount": 0, "tickets_ended": 2, "tickets_left": 1},
        {"amount": 0, "refunded_total": 1950, "tickets_ended": 2},
    ]
    return [
        *((Template.ORDER_CONFIRMATION, told.model_copy(update={"order": agreed})) for agreed in orders),
        *((Template.ORDER_REFUNDED, told.model_copy(update=refund)) for refund in refunds),
        (Template.ORDER_CANCELED, told.model_copy(update={"reason": "closed"})),
        *((Template.PAYMENT_FAILED, told.model_copy(update={"reason": reason})) for reason in reasons.DECLINED),
    ]


def _of_others(told: Facts) -> list[tuple[Template, Facts]]:
    assert told.dispute is not None
    assert told.ticket is not None
    assert told.waitlist is not None
    assert told.event is not None
    one = told.waitlist.model_copy(update={"entry": told.waitlist.entry.model_copy(update={"quantity": 1})})
    later = told.event.model_copy(update={"ends_at": told.event.ends_at + timedelta(hours=1)})
    elsewhere = told.event.model_copy(update={"venue_name": "Town Hall"})
    disputes = [
        *({"status": status} for status in reasons.DECIDED),
        *({"reason": reason} for reason in reasons.DISPUTED_FOR),
    ]
    declined = told.ticket.model_copy(update={"outcome": "declined"})
    return [
        *(
            (Template.ORDER_DISPUTED, told.model_copy(update={"dispute": told.dispute.model_copy(update=dispute)}))
            for dispute in disputes
        ),
        *((Template.WAITLIST_ENDED, told.model_copy(update={"reason": reason})) for reason in reasons.WAITED_UNTIL),
        (Template.WAITLIST_OFFERED, told.model_copy(update={"waitlist": one})),
        (Template.WAITLIST_OFFERED, told.model_copy(update={"waitlist": one, "event": None})),
        (Template.TRANSFER_ENDED, told.model_copy(update={"ticket": declined})),
        (Template.EVENT_CHANGED, told.model_copy(update={"before": later})),
        (Template.EVENT_CHANGED, told.model_copy(update={"before": elsewhere})),
        (Template.EVENT_POSTPONED, told.model_copy(update={"before": told.event})),
    ]
