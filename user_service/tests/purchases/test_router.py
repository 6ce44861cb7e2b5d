from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from shared.ids import new_id
from shared.messages.auth import AccountClosed
from shared.messages.event import EventChanged, EventPublished, EventState
from shared.messages.ticket import (
    OrderCanceled,
    OrderExpired,
    OrderLineState,
    OrderPaid,
    OrderRefunded,
    OrderState,
    TicketTransferred,
)
from shared.testing.accounts import Person
from shared.testing.messages import wrap

Tell = Callable[..., Awaitable[None]]
People = Callable[..., Person]

PURCHASES = "/api/v1/users/me/purchases"
MOMENT = datetime(2027, 1, 10, 12, 0, tzinfo=UTC)


def order(buyer: Person, event_id: str | None = None, *, minutes: int = 0, **facts: Any) -> OrderState:
    return OrderState(
        **{
            "order_id": new_id("ord"),
            "number": "A-1001",
            "account_id": buyer.account_id,
            "event_id": event_id or new_id("evt"),
            "event_title": "Night of the Organ",
            "organizer_id": new_id("org"),
            "lines": [
                OrderLineState(ticket_type_id=new_id("tt"), ticket_type_name="Balcony", quantity=2, unit_price=4500)
            ],
            "total": 9000,
            "currency": "EUR",
            "created_at": MOMENT + timedelta(minutes=minutes),
            **facts,
        }
    )


def paid(state: OrderState) -> OrderPaid:
    return OrderPaid(order_id=state.order_id, order=state, tickets=[], paid_at=MOMENT + timedelta(hours=1))


def refunded(state: OrderState, amount: int, refunded_total: int) -> OrderRefunded:
    return OrderRefunded(
        order_id=state.order_id, order=state, amount=amount, refunded_total=refunded_total, reason="requested"
    )


def event(event_id: str, title: str = "Night of the Organ", **facts: Any) -> EventState:
    return EventState(
        **{
            "event_id": event_id,
            "organizer_id": new_id("org"),
            "organizer_name": "Parish",
            "slug": "night-of-the-organ",
            "title": title,
            "status": "published",
            "venue_name": "Cathedral",
            "venue_address": "1 Hill Street",
            "city": "Vienna",
            "country": "AT",
            "time_zone": "Europe/Vienna",
            "doors_at": MOMENT,
            "starts_at": MOMENT + timedelta(hours=1),
            "ends_at": MOMENT + timedelta(hours=3),
            **facts,
        }
    )


async def test_nobody_lists_purchases_without_signing_in(client: httpx.AsyncClient):
    assert (await client.get(PURCHASES)).status_code == 401


async def test_a_paid_order_appears_with_its_event(client: httpx.AsyncClient, person: People, tell: Tell):
    ada, event_id = person(), new_id("evt")
    state = order(ada, event_id)
    await tell(paid(state))
    (purchase,) = (await client.get(PURCHASES, auth=ada)).json()["data"]
    assert purchase["event"] is None
    await tell(EventPublished(event_id=event_id, event=event(event_id), ticket_types=[], capacities=[]))
    (purchase,) = (await client.get(PURCHASES, auth=ada)).json()["data"]
    assert (purchase["order_id"], purchase["status"], purchase["total"]) == (state.order_id, "paid", 9000)
    assert purchase["lines"][0]["quantity"] == 2
    assert purchase["event"]["venue_name"] == "Cathedral"
    assert purchase["event"]["starts_at"] == "2027-01-10T13:00:00.000Z"
    assert purchase["paid_at"] == "2027-01-10T13:00:00.000Z"


async def test_an_order_of_which_a_ticket_is_left_is_not_refunded_whole(
    client: httpx.AsyncClient, person: People, tell: Tell
):
    ada = person()
    free = order(ada, total=0)
    one_left = refunded(free, 0, 0).model_copy(update={"tickets_left": 1})
    await tell(paid(free), one_left)
    (purchase,) = (await client.get(PURCHASES, auth=ada)).json()["data"]
    assert purchase["status"] == "partially_refunded"
    await tell(refunded(free, 0, 0))
    (purchase,) = (await client.get(PURCHASES, auth=ada)).json()["data"]
    assert purchase["status"] == "refunded"


async def test_the_status_follows_what_ticket_tells(client: httpx.AsyncClient, person: People, tell: Tell):
    ada = person()
    part, whole, given_up, late = (order(ada, minutes=minutes) for minutes in range(4))
    await tell(
        paid(part),
        refunded(part, 2000, 2000),
        paid(whole),
        refunded(whole, 4000, 4000),
        refunded(whole, 5000, 9000),
        OrderCanceled(order_id=given_up.order_id, order=given_up),
        OrderExpired(order_id=late.order_id, order=late),
    )
    listed = (await client.get(PURCHASES, auth=ada)).json()["data"]
    assert [(purchase["status"], purchase["refunded_total"]) for purchase in listed] == [
        ("expired", 0),
        ("canceled", 0),
        ("refunded", 9000),
        ("partially_refunded", 2000),
    ]
    filtered = (await client.get(PURCHASES, auth=ada, params={"status": "refunded"})).json()["data"]
    assert [purchase["order_id"] for purchase in filtered] == [whole.order_id]


async def test_an_expired_order_that_was_paid_after_all_is_paid(client: httpx.AsyncClient, person: People, tell: Tell):
    ada = person()
    state = order(ada)
    await tell(OrderExpired(order_id=state.order_id, order=state), paid(state))
    assert [row["status"] for row in (await client.get(PURCHASES, auth=ada)).json()["data"]] == ["paid"]


async def test_a_message_delivered_again_changes_nothing(client: httpx.AsyncClient, person: People, tell: Tell):
    ada = person()
    state = order(ada)
    payment = wrap(paid(state))
    await tell(payment, refunded(state, 9000, 9000), payment)
    assert [row["status"] for row in (await client.get(PURCHASES, auth=ada)).json()["data"]] == ["refunded"]


async def test_an_older_state_of_an_event_does_not_replace_a_newer_one(
    client: httpx.AsyncClient, person: People, tell: Tell
):
    ada, event_id = person(), new_id("evt")
    newer = EventChanged(event_id=event_id, event=event(event_id, venue_name="Hall"), version=3)
    older = EventChanged(event_id=event_id, event=event(event_id, venue_name="Cathedral"), version=2)
    await tell(newer, older, paid(order(ada, event_id)))
    (purchase,) = (await client.get(PURCHASES, auth=ada)).json()["data"]
    assert purchase["event"]["venue_name"] == "Hall"


async def test_the_list_comes_in_pages_the_latest_first(client: httpx.AsyncClient, person: People, tell: Tell):
    ada = person()
    states = [order(ada, minutes=minutes) for minutes in range(5)]
    await tell(*map(paid, states))
    seen: list[str] = []
    page: dict[str, Any] = {"next_cursor": None, "has_more": True}
    while page["has_more"]:
        after = {"after": page["next_cursor"]} if page["next_cursor"] else {}
        page = (await client.get(PURCHASES, auth=ada, params={"limit": 2, **after})).json()
        seen += [row["order_id"] for row in page["data"]]
    assert seen == [state.order_id for state in reversed(states)]


async def test_nobody_sees_what_others_bought_and_a_closed_account_leaves_nothing(
    client: httpx.AsyncClient, person: People, tell: Tell
):
    ada, ben = person(), person()
    await tell(paid(order(ada)))
    assert (await client.get(PURCHASES, auth=ben)).json() == {"data": [], "has_more": False, "next_cursor": None}
    await tell(AccountClosed(account_id=ada.account_id))
    assert (await client.get(PURCHASES, auth=ada)).json()["data"] == []


async def test_a_made_up_cursor_or_filter_is_refused(client: httpx.AsyncClient, person: People):
    ada = person()
    for query in ({"after": "nonsense"}, {"after": "WyJ4IiwieSJd"}):
        assert (await client.get(PURCHASES, auth=ada, params=query)).status_code == 400
    for query in ({"status": "stolen"}, {"limit": "0"}, {"limit": "101"}, {"state": "paid"}):
        assert (await client.get(PURCHASES, auth=ada, params=query)).status_code == 422


async def test_a_total_may_be_larger_than_an_integer(client: httpx.AsyncClient, person: People, tell: Tell):
    buyer, total = person(), 9_999_999_900
    wide = order(buyer, total=total)
    refund = OrderRefunded(order_id=wide.order_id, order=wide, amount=total, refunded_total=total, reason="requested")
    await tell(OrderPaid(order_id=wide.order_id, order=wide, tickets=[], paid_at=MOMENT), refund)
    (seen,) = (await client.get(PURCHASES, auth=buyer)).json()["data"]
    assert (seen["total"], seen["refunded_total"]) == (total, total)


def transferred(state: OrderState, ticket_id: str, to: Person, version: int) -> TicketTransferred:
    return TicketTransferred(
        ticket_id=ticket_id,
        version=version,
        transfer_id=new_id("trf"),
        order_id=state.order_id,
        event_id=state.event_id,
        event_title=state.event_title,
        ticket_type_id=new_id("tt"),
        ticket_type_name="Balcony",
        holder_name="Carla New",
        from_account_id=state.account_id,
        to_account_id=to.account_id,
        email="carla@example.com",
        transferred_at=MOMENT,
    )


async def test_a_purchase_says_how_many_of_its_tickets_others_have(
    client: httpx.AsyncClient, person: People, tell: Tell
):
    ada, carla = person(), person()
    state = order(ada)
    one, two = new_id("tkt"), new_id("tkt")

    async def counted() -> int:
        (purchase,) = (await client.get(PURCHASES, auth=ada)).json()["data"]
        return int(purchase["tickets_transferred"])

    await tell(transferred(state, one, carla, 2), paid(state))
    assert await counted() == 1
    await tell(transferred(state, two, carla, 2))
    assert await counted() == 2
    await tell(transferred(state, one, ada, 3), transferred(state, one, carla, 2))
    assert await counted() == 1
    assert (await client.get(PURCHASES, auth=carla)).json()["data"] == []
