"""Orders over HTTP: placing, reading, canceling."""

from collections.abc import Callable

import httpx
import pytest

from shared.ids import new_id
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop

BuyerOf = Callable[[], Buyer]


async def test_an_order_from_a_hold_keeps_its_tickets_held(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    somebody = buyer()
    hold = await somebody.hold(offered, 2)
    answer = await somebody.post("/orders", {"hold_id": hold["id"], "holders": offered.holders(2)})
    order = answer.json()
    assert answer.status_code == 201
    assert (order["status"], order["total"], order["currency"]) == ("pending", 5000, "EUR")
    assert order["lines"][0]["holders"] == ["Guest 0", "Guest 1"]
    assert await shop.stock(offered) == (2, 0)
    assert (await somebody.get(f"/holds/{hold['id']}")).json()["status"] == "converted"


async def test_a_hold_is_ordered_once(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    somebody = buyer()
    hold = await somebody.hold(offered)
    wish = {"hold_id": hold["id"], "holders": offered.holders()}
    assert (await somebody.post("/orders", wish)).status_code == 201
    again = await somebody.post("/orders", wish)
    assert (again.status_code, again.json()["code"]) == (409, "hold_ended")


async def test_items_are_held_and_ordered_in_one_request(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    order = await buyer().order(offered, 3)
    assert (order["status"], order["total"]) == ("pending", 7500)
    assert await shop.stock(offered) == (3, 0)


@pytest.mark.parametrize("from_hold", [True, False])
async def test_a_free_order_is_paid_at_once_with_its_tickets(shop: Shop, buyer: BuyerOf, from_hold: bool):
    offered = await shop.publish({"price": 0})
    somebody = buyer()
    if from_hold:
        hold = await somebody.hold(offered, 2)
        order = (await somebody.post("/orders", {"hold_id": hold["id"], "holders": offered.holders(2)})).json()
    else:
        order = await somebody.order(offered, 2)
    assert order["status"] == "paid"
    assert order["paid_at"] is not None
    assert await shop.stock(offered) == (0, 2)
    assert await shop.tickets(order["id"]) == 2
    assert await shop.told(order["id"]) == ["OrderPaid"]


@pytest.mark.parametrize("price", [0, 2500])
async def test_an_order_is_shown_to_whoever_places_it_as_it_is_shown_later(shop: Shop, buyer: BuyerOf, price: int):
    somebody = buyer()
    order = await somebody.order(await shop.publish({"price": price}), 2)
    assert (await somebody.get(f"/orders/{order['id']}")).json() == order


async def test_the_server_computes_the_price(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    answer = await buyer().post("/orders", {**offered.order(), "total": 1})
    assert answer.status_code == 422


@pytest.mark.parametrize("names", [0, 1, 3])
async def test_there_is_one_holder_for_each_ticket(shop: Shop, buyer: BuyerOf, names: int):
    offered = await shop.publish()
    answer = await buyer().post("/orders", {**offered.order(2), "holders": offered.holders(names)})
    assert answer.status_code in {400, 422}
    assert await shop.stock(offered) == (0, 0)


async def test_a_refused_order_leaves_its_hold_as_it_was(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    somebody = buyer()
    hold = await somebody.hold(offered)
    await somebody.post("/orders", {"hold_id": hold["id"], "holders": offered.holders(2)})
    assert (await somebody.get(f"/holds/{hold['id']}")).json()["status"] == "active"


async def test_an_order_names_a_hold_or_items_never_both(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    somebody = buyer()
    hold = await somebody.hold(offered)
    both = await somebody.post("/orders", {**offered.order(), "hold_id": hold["id"]})
    neither = await somebody.post("/orders", {"holders": offered.holders()})
    half = await somebody.post("/orders", {"event_id": offered.event_id, "holders": offered.holders()})
    assert [answer.status_code for answer in (both, neither, half)] == [422] * 3


async def test_orders_are_listed_newest_first_to_their_buyer_only(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    somebody, other = buyer(), buyer()
    ids = [(await somebody.order(offered))["id"] for _ in range(3)]
    first = (await somebody.get("/orders?limit=2")).json()
    second = (await somebody.get(f"/orders?limit=2&after={first['next_cursor']}")).json()
    assert [order["id"] for order in first["data"] + second["data"]] == ids[::-1]
    assert second["has_more"] is False
    assert (await other.get("/orders")).json()["data"] == []


async def test_somebody_elses_order_is_not_there(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    order, other = await buyer().order(offered), buyer()
    path = f"/orders/{order['id']}"
    answers = [await other.get(path), await other.post(f"{path}/cancel"), await other.post(f"{path}/payment")]
    absent = await other.get(f"/orders/{new_id('ord')}")
    assert [answer.status_code for answer in answers] == [404] * 3
    assert answers[0].json()["code"] == absent.json()["code"]


async def test_nobody_orders_anonymously(client: httpx.AsyncClient, shop: Shop):
    offered = await shop.publish()
    headers = {"Idempotency-Key": "k"}
    answers = [
        await client.post("/api/v1/orders", json=offered.order(), headers=headers),
        await client.get("/api/v1/orders"),
        await client.post(f"/api/v1/orders/{new_id('ord')}/cancel", headers=headers),
        await client.post(f"/api/v1/orders/{new_id('ord')}/payment", headers=headers),
    ]
    assert [answer.status_code for answer in answers] == [401] * 4


async def test_an_unpaid_order_is_canceled_and_its_tickets_go_back(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"max_per_account": 2})
    somebody = buyer()
    order = await somebody.order(offered, 2)
    canceled = await somebody.post(f"/orders/{order['id']}/cancel")
    assert (canceled.status_code, canceled.json()["status"]) == (200, "canceled")
    assert await shop.stock(offered) == (0, 0)
    assert await shop.told(order["id"]) == ["OrderCanceled"]
    assert (await somebody.post("/orders", offered.order(2))).status_code == 201
    again = await somebody.post(f"/orders/{order['id']}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "order_not_pending")


async def test_a_paid_order_is_not_canceled(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"price": 0})
    somebody = buyer()
    order = await somebody.order(offered)
    assert (await somebody.post(f"/orders/{order['id']}/cancel")).status_code == 409
    assert await shop.stock(offered) == (0, 1)


async def test_a_total_that_no_card_can_pay_is_refused_before_anything_is_taken(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"price": 50_000_000})
    somebody = buyer()
    refused = await somebody.post("/orders", offered.order(2))
    assert (refused.status_code, refused.json()["code"], refused.json()["total"]) == (
        409,
        "total_too_high",
        100_000_000,
    )
    assert await shop.stock(offered) == (0, 0)
    hold = await somebody.hold(offered, 2)
    from_hold = await somebody.post("/orders", {"hold_id": hold["id"], "holders": offered.holders(2)})
    assert from_hold.json()["code"] == "total_too_high"
    assert (await somebody.order(offered))["total"] == 50_000_000


async def test_an_events_orders_are_found_by_number_holder_and_status(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf
):
    offered = await shop.publish()
    member = await organizer(offered)
    first = await buyer().order(offered, 2)
    second = await buyer().order(offered)
    await buyer().order(await shop.publish())

    async def found(query: str = "") -> list[str]:
        answer = await member.get(f"/events/{offered.event_id}/orders?{query}")
        assert answer.status_code == 200, answer.text
        return [order["id"] for order in answer.json()["data"]]

    assert await found() == [second["id"], first["id"]]
    assert await found(f"q={first['number'][:7].lower()}") == [first["id"]]
    assert await found("q=guest%201") == [first["id"]]
    assert await found("q=_") == []
    assert await found("status=pending") == [second["id"], first["id"]]
    assert await found("status=paid") == []


async def test_the_organizer_reads_an_order_for_the_event(shop: Shop, buyer: BuyerOf, organizer: OrganizerOf):
    offered = await shop.publish()
    order, stranger = await buyer().order(offered), await organizer(await shop.publish())
    path = f"/orders/{order['id']}"
    assert (await (await organizer(offered)).get(path)).json() == order
    assert (await stranger.get(path)).status_code == 404
