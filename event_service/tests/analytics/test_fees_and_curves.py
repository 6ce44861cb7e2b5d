"""What is left after fees and refunds, and when people came in."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from event_service.analytics.models import SPAN
from event_service.analytics.recording import fees_returned
from shared.ids import new_id
from shared.messages.ticket import (
    OrderLineState,
    OrderPaid,
    OrderRefunded,
    OrderState,
    TicketCheckedIn,
    TicketCheckInUndone,
    TicketState,
)

DOORS = datetime(2027, 5, 1, 18, tzinfo=UTC)


def _order(event_id, ticket_type_id, *, quantity=3, price=3333, fee=100):
    total = quantity * price + fee
    line = OrderLineState(
        ticket_type_id=ticket_type_id,
        ticket_type_name="T",
        quantity=quantity,
        unit_price=price,
        fee=fee,
        total=total,
    )
    return OrderState(
        order_id=new_id("ord"),
        number="A-1",
        account_id=new_id("usr"),
        event_id=event_id,
        event_title="Jazz",
        organizer_id=new_id("org"),
        lines=[line],
        fees=fee,
        total=total,
        currency="EUR",
        created_at=DOORS,
    )


def _refunded(order, amount, after, tickets=1):
    [line] = order.lines
    ended = [TicketState(ticket_id=new_id("tkt"), ticket_type_id=line.ticket_type_id, holder_name="A")] * tickets
    return OrderRefunded(
        order_id=order.order_id, order=order, amount=amount, refunded_total=after, reason="by_organizer", tickets=ended
    )


def _came(event_id, at, kind=TicketCheckedIn):
    about = {"ticket_id": new_id("tkt"), "event_id": event_id, "ticket_type_id": new_id("tt"), "gate": None}
    return kind(**about, checked_in_at=at)


async def test_fees_are_a_part_of_the_revenue_and_go_back_with_it(stage, tell):
    event = await stage.published()
    order = _order(event["id"], event["ticket_types"][0]["id"])
    await tell(OrderPaid(order_id=order.order_id, order=order, tickets=[], paid_at=DOORS), _refunded(order, 3366, 3366))
    totals = (await stage.seen(f"/events/{event['id']}/analytics"))["totals"]
    assert (totals["revenue"], totals["refunded"], totals["fees"]) == (10099, 3366, 100 - 33)


async def test_of_what_went_back_whole_no_fee_is_left(stage, tell):
    event = await stage.published()
    order = _order(event["id"], event["ticket_types"][0]["id"])
    parts = [(3366, 3366), (3366, 6732), (3367, 10099)]
    refunds = [_refunded(order, amount, after) for amount, after in parts]
    await tell(OrderPaid(order_id=order.order_id, order=order, tickets=[], paid_at=DOORS), *refunds)
    figures = await stage.seen(f"/events/{event['id']}/analytics")
    assert (figures["totals"]["fees"], figures["totals"]["revenue"]) == (0, figures["totals"]["refunded"])
    assert figures["ticket_types"][0]["fees"] == 0


@pytest.mark.parametrize("fee", [0, 1, 99, 100])
def test_parts_of_the_fees_add_up_to_all_of_them(fee):
    order = _order(new_id("evt"), new_id("tt"), fee=fee)
    steps = [*range(0, order.total, 777), order.total]
    parts = [fees_returned(_refunded(order, after - before, after)) for before, after in pairwise(steps)]
    assert sum(parts) == fee
    assert min(parts) >= 0


def test_an_order_that_cost_nothing_gives_no_fees_back():
    assert fees_returned(_refunded(_order(new_id("evt"), new_id("tt"), price=0, fee=0), 0, 0)) == 0


async def test_check_ins_are_counted_within_five_minutes(stage, tell):
    event = await stage.published()
    seconds = (0, 299, 300, 3599)
    await tell(*(_came(event["id"], DOORS + timedelta(seconds=after)) for after in seconds))
    spans = (await stage.seen(f"/events/{event['id']}/analytics"))["check_ins"]
    assert [(span["begins_at"], span["checked_in"]) for span in spans] == [
        ("2027-05-01T18:00:00.000Z", 2),
        ("2027-05-01T18:05:00.000Z", 1),
        ("2027-05-01T18:55:00.000Z", 1),
    ]


async def test_what_is_undone_is_taken_from_when_it_was(stage, tell):
    event = await stage.published()
    await tell(_came(event["id"], DOORS), _came(event["id"], DOORS + timedelta(minutes=7)))
    await tell(_came(event["id"], DOORS, TicketCheckInUndone))
    spans = (await stage.seen(f"/events/{event['id']}/analytics"))["check_ins"]
    assert [(span["begins_at"], span["checked_in"]) for span in spans] == [("2027-05-01T18:05:00.000Z", 1)]


async def test_the_latest_spans_are_shown(stage, tell, monkeypatch):
    event = await stage.published()
    monkeypatch.setattr("event_service.analytics.service.SHOWN_SPANS", 2)
    await tell(*(_came(event["id"], DOORS + n * SPAN) for n in range(3)))
    spans = (await stage.seen(f"/events/{event['id']}/analytics"))["check_ins"]
    assert [span["begins_at"] for span in spans] == ["2027-05-01T18:05:00.000Z", "2027-05-01T18:10:00.000Z"]
