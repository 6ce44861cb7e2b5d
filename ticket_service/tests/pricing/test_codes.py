"""Codes: good for some tickets, some time, some uses; what ends unpaid gives its use back."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ticket_service.tests.shop import Buyer, Offered, Shop, access, discount
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
EARLIER, LATER = datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1)


async def _refusals(somebody: Buyer, offered: Offered, **codes: str) -> set[tuple[int, str]]:
    """Of an order at once, of one from a hold, and of a quote."""
    answers = [await somebody.post("/orders", offered.order(1, **codes))]
    answers.append(await somebody.client.post("/api/v1/quotes", json=offered.hold(1, **codes), auth=somebody.person))
    if "access_code" in codes:
        answers.append(await somebody.post("/holds", offered.hold(1, **codes)))
    else:
        hold = await somebody.hold(offered)
        wish = {"hold_id": hold["id"], "holders": offered.holders(), **codes}
        answers.append(await somebody.post("/orders", wish))
    return {(answer.status_code, answer.json()["code"]) for answer in answers}


@pytest.mark.parametrize(
    ("differences", "refusal"),
    [
        ({"code": "ANOTHER"}, "code_unknown"),
        ({"valid_from": LATER}, "code_not_yet_valid"),
        ({"valid_until": EARLIER}, "code_expired"),
        ({"ticket_type_ids": ["tt_" + "0" * 32]}, "code_does_not_apply"),
    ],
)
async def test_a_code_that_is_not_good_is_a_refusal_everywhere(
    shop: Shop, buyer: BuyerOf, differences: dict[str, Any], refusal: str
):
    offered = await shop.publish()
    await shop.rule(offered, discount(**differences))
    assert await _refusals(buyer(), offered, discount_code="EARLYBIRD") == {(409, refusal)}


async def test_a_code_of_one_kind_is_none_of_the_other(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    await shop.rule(offered, discount(), access(offered))
    assert await _refusals(buyer(), offered, discount_code="FRIENDS") == {(409, "code_unknown")}
    assert await _refusals(buyer(), offered, access_code="EARLYBIRD") == {(409, "code_unknown")}


async def test_a_code_of_another_event_is_unknown(shop: Shop, buyer: BuyerOf):
    offered, other = await shop.publish(), await shop.publish()
    await shop.rule(other, discount())
    assert await _refusals(buyer(), offered, discount_code="EARLYBIRD") == {(409, "code_unknown")}


@pytest.mark.parametrize("word", ["", "x" * 101, 7, None])
async def test_what_is_no_word_has_the_wrong_shape(shop: Shop, buyer: BuyerOf, word: Any):
    offered = await shop.publish()
    answer = await buyer().post("/orders", {**offered.order(), "discount_code": word})
    assert answer.status_code == (201 if word is None else 422)


async def test_a_refused_code_takes_no_tickets(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish()
    await buyer().post("/orders", offered.order(discount_code="GUESS"))
    assert await shop.stock(offered) == (0, 0)


async def test_a_code_is_used_up_and_comes_back_with_orders_that_end_unpaid(shop: Shop, buyer: BuyerOf, till: Till):
    offered, code = await shop.publish(), discount(max_uses=2)
    await shop.rule(offered, code)
    first, second, third = buyer(), buyer(), buyer()
    expiring = await first.order(offered, discount_code="EARLYBIRD")
    canceled = await second.order(offered, discount_code="earlybird")
    assert await _refusals(third, offered, discount_code="EARLYBIRD") == {(409, "code_exhausted")}
    await second.post(f"/orders/{canceled['id']}/cancel")
    assert await shop.uses(code) == 1
    await till.time_to_pay_is_over(expiring)
    await till.expire()
    assert await shop.uses(code) == 0
    await third.order(offered, discount_code="EARLYBIRD")
    assert await shop.uses(code) == 1


async def test_an_account_uses_a_code_as_often_as_it_may(shop: Shop, buyer: BuyerOf):
    offered, code = await shop.publish({"price": 0}), discount(max_per_account=1)
    await shop.rule(offered, code)
    somebody = buyer()
    await somebody.order(offered, discount_code="EARLYBIRD")
    assert await _refusals(somebody, offered, discount_code="EARLYBIRD") == {(409, "code_used_by_account")}
    await buyer().order(offered, discount_code="EARLYBIRD")
    assert await shop.uses(code) == 2


async def test_a_code_that_is_deleted_is_unknown_and_still_given_back(shop: Shop, buyer: BuyerOf):
    offered, code, somebody = await shop.publish(), discount(), buyer()
    await shop.rule(offered, code, version=1)
    order = await somebody.order(offered, discount_code="EARLYBIRD")
    await shop.rule(offered, version=2)
    assert await _refusals(buyer(), offered, discount_code="EARLYBIRD") == {(409, "code_unknown")}
    canceled = (await somebody.post(f"/orders/{order['id']}/cancel")).json()
    assert (canceled["status"], canceled["discount_code"]) == ("canceled", "EARLYBIRD")
    assert await shop.uses(code) == 0


@pytest.mark.parametrize("closed", [{"is_hidden": True}, {"sales_start_at": LATER}])
async def test_an_access_code_opens_what_is_closed_to_others(shop: Shop, buyer: BuyerOf, closed: dict[str, Any]):
    offered = await shop.publish({**closed, "price": 0})
    await shop.rule(offered, access(offered))
    refusal = (404, "ticket_type_not_found") if "is_hidden" in closed else (409, "sales_not_started")
    somebody = buyer()
    for path, body in (("/holds", offered.hold()), ("/orders", offered.order())):
        answer = await somebody.post(path, body)
        assert (answer.status_code, answer.json()["code"]) == refusal
    assert (await somebody.order(offered, access_code="friends"))["status"] == "paid"
    hold = await somebody.hold(offered, access_code="FRIENDS")
    extended = await somebody.post(f"/holds/{hold['id']}/extend")
    assert extended.status_code == 200
    assert [item["ticket_type_name"] for item in extended.json()["items"]] == ["Standing"]
    ordered = await somebody.post("/orders", {"hold_id": hold["id"], "holders": offered.holders()})
    assert ordered.json()["status"] == "paid"


async def test_a_hold_is_not_extended_when_its_access_code_has_ended(shop: Shop, buyer: BuyerOf):
    offered, somebody = await shop.publish({"is_hidden": True}), buyer()
    await shop.rule(offered, access(offered), version=1)
    hold = await somebody.hold(offered, access_code="FRIENDS")
    await shop.rule(offered, access(offered, valid_until=EARLIER), version=2)
    assert (await somebody.post(f"/holds/{hold['id']}/extend")).status_code == 404


async def test_a_hidden_type_is_not_in_the_availability(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"is_hidden": True}, {"name": "Seated"})
    seen = (await buyer().client.get(f"/api/v1/events/{offered.event_id}/availability")).json()
    assert ([kind["name"] for kind in seen["ticket_types"]], seen["sale_status"]) == (["Seated"], "on_sale")


async def test_a_use_goes_from_the_hold_to_its_order_and_back_with_either(shop: Shop, buyer: BuyerOf):
    offered, somebody = await shop.publish(), buyer()
    code = access(offered, max_uses=1)
    await shop.rule(offered, code)
    hold = await somebody.hold(offered, access_code="FRIENDS")
    assert await _refusals(buyer(), offered, access_code="FRIENDS") == {(409, "code_exhausted")}
    key = {"Idempotency-Key": uuid.uuid4().hex}
    await somebody.client.delete(f"/api/v1/holds/{hold['id']}", headers=key, auth=somebody.person)
    assert await shop.uses(code) == 0
    again = await somebody.hold(offered, access_code="FRIENDS")
    order = (await somebody.post("/orders", {"hold_id": again["id"], "holders": offered.holders()})).json()
    assert await shop.uses(code) == 1
    await somebody.post(f"/orders/{order['id']}/cancel")
    assert await shop.uses(code) == 0


async def test_an_access_code_belongs_to_the_hold_not_to_its_order(shop: Shop, buyer: BuyerOf):
    offered, somebody = await shop.publish(), buyer()
    hold = await somebody.hold(offered)
    wish = {"hold_id": hold["id"], "holders": offered.holders(), "access_code": "FRIENDS"}
    assert (await somebody.post("/orders", wish)).status_code == 422


async def test_an_order_that_a_code_makes_free_is_paid_at_once_also_from_a_hold(shop: Shop, buyer: BuyerOf):
    offered, somebody = await shop.publish(), buyer()
    await shop.rule(offered, discount(amount=100_000), tax_rate=1900, tax_included=False, fee_per_ticket=100)
    hold = await somebody.hold(offered, 2)
    assert hold["total"] == 6188
    wish = {"hold_id": hold["id"], "holders": offered.holders(2), "discount_code": "EARLYBIRD"}
    order = (await somebody.post("/orders", wish)).json()
    assert (order["status"], order["total"], await shop.tickets(order["id"])) == ("paid", 0, 2)
    assert await shop.stock(offered) == (0, 2)
