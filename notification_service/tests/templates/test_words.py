"""Figures are shown as their readers write them, times in the venue's zone, and changes once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from notification_service.templates import formats
from notification_service.templates.facts import DisputeFacts, Facts
from notification_service.templates.kinds import Template
from notification_service.templates.languages import reading_locale
from notification_service.templates.rendering import render
from notification_service.templates.words import Reader, choose
from notification_service.tests.facts import STARTS_AT, event_state, order_state
from shared.ids import new_id
from shared.messages.event import EventState
from shared.messages.ticket import OrderRefunded


def chosen(facts: Facts, locale: str = "en-GB") -> dict[str, Any]:
    return choose(facts, Reader(locale), brand="Stagedoor", public_url="https://stagedoor.example")


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en-US", "Saturday, May 1, 2027, 8:00\u202fPM"),
        ("en-GB", "Saturday, 1 May 2027, 20:00"),
        ("de-AT", "Samstag, 1. Mai 2027, 20:00"),
        ("fr", "Saturday, 1 May 2027, 20:00"),
        ("nonsense", "Saturday, 1 May 2027, 20:00"),
        ("../../etc", "Saturday, 1 May 2027, 20:00"),
    ],
)
def test_moments_are_written_for_the_reader(locale: str, expected: str):
    assert formats.moment(STARTS_AT, "Europe/Vienna", reading_locale(locale)) == expected


@pytest.mark.parametrize(
    ("moment", "zone", "clock", "name"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "Europe/Vienna", "01:30", "Central European Standard Time"),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "Europe/Vienna", "03:30", "Central European Summer Time"),
        (datetime(2027, 7, 1, 18, 0, tzinfo=UTC), "America/New_York", "14:00", "Eastern Daylight Time"),
        (datetime(2027, 7, 1, 18, 0, tzinfo=UTC), "Asia/Kathmandu", "23:45", "Nepal Time (GMT+05:45)"),
    ],
)
def test_times_are_the_venues_with_the_name_of_its_zone(moment: datetime, zone: str, clock: str, name: str):
    assert formats.time(moment, zone, "en-GB") == clock
    assert formats.zone_name(moment, zone, "en-GB") == name


@pytest.mark.parametrize(
    ("total", "currency", "locale", "expected"),
    [
        (10950, "EUR", "en-GB", "€109.50"),
        (10950, "EUR", "de-AT", "€\xa0109,50"),
        (10950, "EUR", "fr", "109.50\xa0€"),
        (0, "EUR", "de-DE", "Kostenlos"),
        (500, "JPY", "en-US", "¥500"),
        (1500, "KWD", "en-US", "KWD1.500"),
        (0, "EUR", "en-GB", "Free"),
    ],
)
def test_totals_have_their_currencys_own_digits(total: int, currency: str, locale: str, expected: str):
    order = order_state(new_id("usr"), event_state(), total=total, currency=currency)
    assert chosen(Facts(order=order), locale)["total"] == expected


def change(**after: object) -> tuple[object, list[str]]:
    event = event_state()
    changed = event.model_copy(update=after)
    words = chosen(Facts(event=changed, before=event))
    changes = words["changes"]
    assert isinstance(changes, list)
    return words["headline"], [row["label"] for row in changes]


def moved(by: timedelta) -> dict[str, object]:
    event: EventState = event_state()
    return {name: getattr(event, name) + by for name in ("doors_at", "starts_at", "ends_at")}


def test_a_change_is_named_once():
    assert change(**moved(timedelta(days=7))) == ("New time", ["Starts"])
    assert change(doors_at=STARTS_AT - timedelta(hours=2)) == ("New time", ["Doors open"])
    assert change(ends_at=STARTS_AT + timedelta(hours=4)) == ("New time", ["Ends"])
    assert change(venue_name="Town Hall") == ("New venue", ["Where"])
    assert change(**moved(timedelta(days=7)), venue_name="Town Hall") == ("New time and venue", ["Starts", "Where"])


def test_an_unknown_decline_code_is_not_shown():
    order = order_state(new_id("usr"), event_state())
    assert chosen(Facts(order=order, reason="expired_card"))["declined"] == "the card has expired"
    assert chosen(Facts(order=order, reason="do_not_honor_4711"))["declined"] == ""


@pytest.mark.parametrize(
    ("amount", "total", "ended", "left", "said", "not_said"),
    [
        (5000, 5000, 2, 0, "the whole order has been refunded", "Your tickets stay"),
        (2500, 2500, 1, 1, "No longer valid: 1 ticket of this order.", "whole order"),
        (1000, 1000, 0, 2, "Your tickets stay as they are.", "No longer valid"),
        (0, 0, 1, 1, "No longer valid: 1 ticket of order", "whole order"),
    ],
)
def test_a_refund_says_what_became_of_the_tickets(
    amount: int, total: int, ended: int, left: int, said: str, not_said: str
):
    order = order_state(new_id("usr"), event_state(), total=5000 if amount else 0)
    facts = Facts(order=order, amount=amount, refunded_total=total, tickets_ended=ended, tickets_left=left)
    text = render(Template.ORDER_REFUNDED, chosen(facts)).text
    assert said in text
    assert not_said not in text


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("requested_by_buyer", "You asked for this refund."),
        ("by_organizer", "The organizer has refunded this."),
        ("event_canceled", "The event does not take place."),
        ("paid_too_late", "there were no tickets left for it."),
    ],
)
def test_a_refund_says_why(reason: str, said: str):
    order = order_state(new_id("usr"), event_state(), total=5000)
    facts = Facts(order=order, amount=5000, refunded_total=5000, reason=reason)
    assert said in render(Template.ORDER_REFUNDED, chosen(facts)).text


@pytest.mark.parametrize(("by_hand", "way"), [(True, "another way"), (False, "card or account you paid with")])
def test_a_refund_says_which_way_the_money_goes(by_hand: bool, way: str):
    order = order_state(new_id("usr"), event_state(), total=5000)
    message = OrderRefunded(
        order_id=order.order_id,
        order=order,
        amount=5000,
        refunded_total=5000,
        reason="by_organizer",
        was_paid_by_hand=by_hand,
    )
    mail = render(Template.ORDER_REFUNDED, chosen(Facts.of_refund(message)))
    for part in (mail.text, mail.html):
        assert [said for said in ("another way", "card or account you paid with") if said in part] == [way]


@pytest.mark.parametrize(("reason", "said"), [("closed", "was closed"), ("event_canceled", "does not take place")])
def test_an_order_that_ended_unpaid_says_why(reason: str, said: str):
    mail = render(
        Template.ORDER_CANCELED, chosen(Facts(order=order_state(new_id("usr"), event_state()), reason=reason))
    )
    assert said in mail.html
    assert ("nothing was charged" in mail.text) == (reason == "event_canceled")


def test_an_order_says_what_was_taken_off_and_added_and_which_tax_it_contains():
    event = event_state()
    order = order_state(new_id("usr"), event, discount=500, fees=200, tax=1388, total=8700)
    extras = chosen(Facts(order=order, event=event))["extras"]
    assert extras == [
        {"name": "Discount", "amount": "-€5.00"},
        {"name": "Fees", "amount": "€2.00"},
        {"name": "of which tax", "amount": "€13.88"},
    ]
    mail = render(Template.ORDER_CONFIRMATION, chosen(Facts(order=order, event=event)))
    for text in (mail.text, mail.html):
        assert "Discount" in text
        assert "-€5.00" in text
    plain = chosen(Facts(order=order_state(new_id("usr"), event), event=event))
    assert plain["extras"] == []


@pytest.mark.parametrize(("included", "said"), [(True, "of which 8.1% MwSt."), (False, "8.1% MwSt.")])
def test_an_order_names_its_tax_with_its_rate(included: bool, said: str):
    event = event_state()
    agreed = {"tax": 749, "tax_included": included, "tax_name": "MwSt.", "tax_rate": 810}
    order = order_state(new_id("usr"), event, total=10000, **agreed)
    assert chosen(Facts(order=order, event=event))["extras"] == [{"name": said, "amount": "€7.49"}]


def test_a_tax_is_named_as_its_organizer_wrote_it():
    event, hostile = event_state(), "%(tax)s %s 100%"
    agreed = {"tax": 749, "tax_included": True, "tax_name": hostile, "tax_rate": 810}
    order = order_state(new_id("usr"), event, total=10000, **agreed)
    for locale, said in (("en-GB", "of which 8.1% "), ("de-DE", "inkl. 8,1\xa0% ")):
        [extra] = chosen(Facts(order=order, event=event), locale)["extras"]
        assert extra["name"] == said + hostile


@pytest.mark.parametrize(
    ("locale", "known", "unknown"),
    [("en-GB", "product not received", "goods lost"), ("de-DE", "nicht erhalten", "goods lost")],
)
def test_what_a_buyer_says_to_their_bank_is_told_in_words(locale: str, known: str, unknown: str):
    for reason, said in (("product_not_received", known), ("goods_lost", unknown)):
        dispute = DisputeFacts(status="needs_response", reason=reason, amount=500, currency="EUR")
        assert chosen(Facts(dispute=dispute), locale)["dispute_reason"] == said


def test_a_change_is_named_in_the_readers_language():
    event = event_state()
    changed = event.model_copy(update={**moved(timedelta(days=7)), "venue_name": "Town Hall"})
    words = chosen(Facts(event=changed, before=event), "de-DE")
    assert words["headline"] == "Neue Zeit, neuer Ort"
    assert [row["label"] for row in words["changes"]] == ["Beginn", "Wo"]
