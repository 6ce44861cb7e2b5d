"""Sales and check-ins add up, once, on the venue's days."""

from datetime import UTC, datetime

from event_service.analytics.recording import share_out
from shared.ids import new_id
from shared.messages.ticket import (
    OrderLineState,
    OrderPaid,
    OrderRefunded,
    OrderState,
    TicketCheckedIn,
    TicketCheckInUndone,
    TicketState,
    TicketVoided,
)
from shared.testing.messages import wrap


def _line(ticket_type_id, quantity, price):
    return OrderLineState(ticket_type_id=ticket_type_id, ticket_type_name="T", quantity=quantity, unit_price=price)


def _order(event_id, *lines):
    return OrderState(
        order_id=new_id("ord"),
        number="A-1",
        account_id=new_id("usr"),
        event_id=event_id,
        event_title="Jazz",
        organizer_id=new_id("org"),
        lines=list(lines),
        total=sum(line.quantity * line.unit_price for line in lines),
        currency="EUR",
        created_at=datetime(2027, 5, 1, tzinfo=UTC),
    )


def _paid(order, at):
    return OrderPaid(order_id=order.order_id, order=order, tickets=[], paid_at=at)


def _refunded(order, amount, total, *ticket_type_ids):
    """Tickets of these types ended with it."""
    ended = [TicketState(ticket_id=new_id("tkt"), ticket_type_id=kind, holder_name="Ada") for kind in ticket_type_ids]
    return OrderRefunded(
        order_id=order.order_id,
        order=order,
        amount=amount,
        refunded_total=total,
        reason="requested_by_buyer",
        tickets=ended,
    )


async def test_sales_are_counted_per_type_and_day_of_the_venue(stage, tell):
    event = await stage.published()
    [offer] = event["ticket_types"]
    late_in_vienna = datetime(2027, 5, 1, 22, 30, tzinfo=UTC)
    first = _order(event["id"], _line(offer["id"], 2, 2500))
    second = _order(event["id"], _line(offer["id"], 1, 2500))
    await tell(_paid(first, datetime(2027, 5, 1, 21, tzinfo=UTC)), _paid(second, late_in_vienna))
    figures = await stage.seen(f"/events/{event['id']}/analytics")
    assert [(row["day"], row["sold"], row["revenue"]) for row in figures["days"]] == [
        ("2027-05-01", 2, 5000),
        ("2027-05-02", 1, 2500),
    ]
    assert figures["totals"] == {"sold": 3, "revenue": 7500, "fees": 0, "returned": 0, "refunded": 0, "checked_in": 0}
    assert (figures["currency"], figures["ticket_types"][0]["sold"], figures["ticket_types"][0]["name"]) == (
        "EUR",
        3,
        "Standing",
    )


async def test_a_message_that_comes_twice_counts_once(stage, tell):
    event = await stage.published()
    envelope = wrap(_paid(_order(event["id"], _line(event["ticket_types"][0]["id"], 2, 2500)), datetime.now(UTC)))
    await tell(envelope, envelope)
    assert (await stage.seen(f"/events/{event['id']}/analytics"))["totals"]["sold"] == 2


async def test_control_two_messages_count_twice(stage, tell):
    event = await stage.published()
    message = _paid(_order(event["id"], _line(event["ticket_types"][0]["id"], 2, 2500)), datetime.now(UTC))
    await tell(message, message)
    assert (await stage.seen(f"/events/{event['id']}/analytics"))["totals"]["sold"] == 4


async def test_refunds_and_check_ins_stand_beside_the_sales(stage, tell):
    event = await stage.published()
    [offer] = event["ticket_types"]
    order = _order(event["id"], _line(offer["id"], 2, 2500))
    await tell(_paid(order, datetime.now(UTC)), _refunded(order, 1000, 1000))
    checked_in = {
        "event_id": event["id"],
        "ticket_type_id": offer["id"],
        "gate": None,
        "checked_in_at": datetime.now(UTC),
    }
    await tell(TicketCheckedIn(ticket_id=new_id("tkt"), **checked_in))
    totals = (await stage.seen(f"/events/{event['id']}/analytics"))["totals"]
    assert totals == {"sold": 2, "revenue": 5000, "fees": 0, "returned": 0, "refunded": 1000, "checked_in": 1}
    await tell(_refunded(order, 4000, 5000, offer["id"], offer["id"]))
    totals = (await stage.seen(f"/events/{event['id']}/analytics"))["totals"]
    assert (totals["returned"], totals["refunded"]) == (2, 5000)


async def test_money_that_came_too_late_and_went_back_was_neither_sold_nor_returned(stage, tell):
    event = await stage.published()
    order = _order(event["id"], _line(event["ticket_types"][0]["id"], 2, 2500))
    await tell(_refunded(order, 5000, 5000).model_copy(update={"was_paid": False}))
    figures = await stage.seen(f"/events/{event['id']}/analytics")
    assert figures["totals"] == {"sold": 0, "revenue": 0, "fees": 0, "returned": 0, "refunded": 0, "checked_in": 0}


async def test_a_check_in_that_is_undone_and_made_again_counts_once(stage, tell):
    event = await stage.published()
    about = {"ticket_id": new_id("tkt"), "event_id": event["id"], "gate": "North"}
    about |= {"ticket_type_id": event["ticket_types"][0]["id"]}
    yesterday, today = datetime(2027, 5, 1, 12, tzinfo=UTC), datetime(2027, 5, 2, 12, tzinfo=UTC)
    await tell(
        TicketCheckedIn(**about, checked_in_at=yesterday),
        TicketCheckInUndone(**about, checked_in_at=yesterday),
        TicketCheckedIn(**about, checked_in_at=today),
    )
    days = (await stage.seen(f"/events/{event['id']}/analytics"))["days"]
    assert [(day["day"], day["checked_in"]) for day in days] == [("2027-05-01", 0), ("2027-05-02", 1)]


async def test_a_returned_ticket_counts_for_its_own_type(stage, tell):
    event = await stage.published()
    kind, other = event["ticket_types"][0]["id"], new_id("tt")
    order = _order(event["id"], _line(kind, 2, 2500), _line(other, 1, 5000))
    await tell(_paid(order, datetime.now(UTC)), _refunded(order, 2500, 2500, kind))
    days = (await stage.seen(f"/events/{event['id']}/analytics"))["days"]
    assert {row["ticket_type_id"]: (row["returned"], row["refunded"]) for row in days} == {
        kind: (1, 2500),
        other: (0, 0),
    }


async def test_a_voided_ticket_is_a_return_without_money(stage, tell):
    event = await stage.published()
    [offer] = event["ticket_types"]
    voided = TicketVoided(
        ticket_id=new_id("tkt"),
        order_id=new_id("ord"),
        event_id=event["id"],
        event_title="Night",
        ticket_type_id=offer["id"],
        ticket_type_name="Standing",
        account_id=new_id("usr"),
        reason="It was sold twice.",
        order_tickets_left=0,
        voided_at=datetime.now(UTC),
    )
    await tell(voided)
    totals = (await stage.seen(f"/events/{event['id']}/analytics"))["totals"]
    assert (totals["returned"], totals["refunded"]) == (1, 0)


async def test_days_are_those_of_a_year_and_sums_are_of_all(stage, tell):
    event = await stage.published()
    about = {"event_id": event["id"], "ticket_type_id": event["ticket_types"][0]["id"], "gate": None}
    moments = [datetime(year, 5, 1, 12, tzinfo=UTC) for year in (2024, 2026, 2027)]
    await tell(*(TicketCheckedIn(ticket_id=new_id("tkt"), checked_in_at=at, **about) for at in moments))
    figures = await stage.seen(f"/events/{event['id']}/analytics")
    assert [day["day"] for day in figures["days"]] == ["2026-05-01", "2027-05-01"]
    assert figures["totals"]["checked_in"] == figures["ticket_types"][0]["checked_in"] == 3


def test_a_refund_is_shared_out_to_the_last_cent():
    lines = [_line(new_id("tt"), 1, 3333), _line(new_id("tt"), 2, 3333), _line(new_id("tt"), 4, 0)]
    for amount in (0, 1, 2, 9999, 5000):
        parts = share_out(amount, lines)
        assert sum(parts) == amount
        assert min(parts) >= 0
        assert parts[2] == 0
    assert share_out(0, [_line(new_id("tt"), 1, 0)]) == [0]


async def test_figures_of_an_event_that_nobody_knows_hold_nothing_back(tell):
    order = _order(new_id("evt"), _line(new_id("tt"), 1, 100))
    await tell(_paid(order, datetime.now(UTC)))


async def test_an_organizers_list_says_what_is_offered_and_sold(stage, tell):
    event, draft = await stage.published(), await stage.draft(title="Later")
    kind = event["ticket_types"][0]["id"]
    order = _order(event["id"], _line(kind, 3, 2500))
    await tell(_paid(order, datetime.now(UTC)), _refunded(order, 2500, 2500, kind))
    listed = (await stage.seen(f"/organizers/{stage.organizer_id}/events"))["data"]
    assert [(one["id"], one["sold"], one["capacity"]) for one in listed] == [(draft["id"], 0, 0), (event["id"], 2, 100)]
