"""What orders cost: by the rules of the moment, the same from a quote, from a hold and at once; in parts that add up."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from shared.persistence.database import Database
from ticket_service.holds.models import Hold
from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.shop import Buyer, Offered, OrganizerOf, Shop, discount
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
RULES = {"tax_rate": 1000, "tax_included": False, "fee_per_ticket": 100, "fee_rate": 500}
PARTS = ("subtotal", "discount", "fees", "fees_included", "tax", "tax_included", "total")


def _parts(answer: dict[str, Any]) -> list[Any]:
    return [answer[part] for part in PARTS if part in answer]


def _tax(answer: dict[str, Any]) -> tuple[str, int]:
    return answer["tax_name"], answer["tax_rate"]


async def _quote(somebody: Buyer, **wish: Any) -> dict[str, Any]:
    answer = await somebody.client.post("/api/v1/quotes", json=wish, auth=somebody.person)
    assert answer.status_code == 200, answer.text
    quoted: dict[str, Any] = answer.json()
    return quoted


async def _from_hold(somebody: Buyer, offered: Offered, hold: dict[str, Any], quantity: int, **codes: str):
    wish = {"hold_id": hold["id"], "holders": offered.holders(quantity), **codes}
    return (await somebody.post("/orders", wish)).json()


async def test_an_event_without_rules_costs_its_prices(shop: Shop, buyer: BuyerOf):
    order = await buyer().order(await shop.publish(), 2)
    assert _parts(order) == [5000, 0, 0, False, 0, True, 5000]


async def test_a_quote_a_hold_and_an_order_say_the_same(shop: Shop, buyer: BuyerOf):
    offered, somebody = await shop.publish({"price": 2000}), buyer()
    await shop.rule(offered, **RULES)
    expected = [4000, 0, 400, False, 440, False, 4840]
    hold = await somebody.hold(offered, 2)
    assert _parts(await _quote(somebody, **offered.hold(2))) == expected
    assert _parts(await _quote(somebody, hold_id=hold["id"])) == expected
    assert _parts(hold) == [4000, *expected[2:]]
    assert _parts(await somebody.order(offered, 2)) == expected
    assert _parts(await _from_hold(somebody, offered, hold, 2)) == expected


@pytest.mark.parametrize(
    "rules",
    [
        RULES,
        {**RULES, "tax_included": True},
        {**RULES, "fees_included": True},
        {"tax_rate": 1900, "tax_included": True},
        {},
    ],
)
async def test_one_ticket_costs_what_the_availability_says(shop: Shop, buyer: BuyerOf, rules: dict[str, Any]):
    offered, somebody = await shop.publish({"price": 1999}, {"name": "Free", "price": 0}), buyer()
    await shop.rule(offered, **rules)
    seen = (await somebody.get(f"/events/{offered.event_id}/availability")).json()
    kind, free = seen["ticket_types"]
    quote = await _quote(somebody, **offered.hold())
    assert (kind["all_in_price"], kind["fee"], kind["tax"]) == (quote["total"], quote["fees"], quote["tax"])
    assert free["all_in_price"] == 0
    terms = ("tax_name", "tax_rate", "tax_included", "fees_included")
    assert [seen[term] for term in terms] == [quote[term] for term in terms]


async def test_what_is_held_keeps_its_price_taxes_and_fees(shop: Shop, buyer: BuyerOf):
    offered, somebody = await shop.publish({"price": 2000}), buyer()
    await shop.rule(offered, **RULES, tax_name="GST", version=1)
    hold = await somebody.hold(offered)
    await shop.rule(offered, tax_rate=2500, tax_included=False, tax_name="Sales tax", version=2)
    ordered = await _from_hold(somebody, offered, hold, 1)
    assert ordered["total"] == hold["total"] == 2420
    assert _tax(ordered) == _tax(hold) == ("GST", 1000)
    later = await somebody.order(offered)
    assert later["total"] == 2500
    assert _tax(later) == _tax(await _quote(somebody, **offered.hold())) == ("Sales tax", 2500)
    await somebody.post(f"/orders/{later['id']}/cancel")
    [told] = await shop.payloads(later["id"])
    assert _tax(told["order"]) == _tax(later)


async def test_a_hold_from_before_taxes_had_names_is_ordered_as_it_was(database: Database, shop: Shop, buyer: BuyerOf):
    offered, somebody = await shop.publish({"price": 2000}), buyer()
    await shop.rule(offered, **RULES, tax_name="GST")
    hold = await somebody.hold(offered)
    async with database.transaction() as session:
        await session.execute(update(Hold).values(tax_name=None))
    assert _tax(await _from_hold(somebody, offered, hold, 1)) == ("VAT", 1000)


async def test_everybody_may_ask_for_a_price_without_signing_in_but_not_try_codes(shop: Shop, buyer: BuyerOf):
    offered, client = await shop.publish(), buyer().client
    await shop.rule(offered, discount(), **RULES)
    quoted = await client.post("/api/v1/quotes", json=offered.hold())
    assert (quoted.status_code, quoted.json()["total"]) == (200, 2998)
    for word in ("EARLYBIRD", "GUESS"):
        tried = await client.post("/api/v1/quotes", json=offered.hold(discount_code=word))
        assert (tried.status_code, tried.json()["code"]) == (401, "codes_need_account")


async def test_a_quote_of_somebody_elses_hold_is_not_there(shop: Shop, buyer: BuyerOf):
    offered, somebody, other = await shop.publish(), buyer(), buyer()
    hold = await somebody.hold(offered)
    answer = await other.client.post("/api/v1/quotes", json={"hold_id": hold["id"]}, auth=other.person)
    assert answer.status_code == 404
    assert (await other.client.post("/api/v1/quotes", json={"hold_id": hold["id"]})).status_code == 401


async def test_a_quote_takes_nothing(shop: Shop, buyer: BuyerOf):
    offered, code = await shop.publish(), discount(max_uses=1)
    await shop.rule(offered, code)
    for _ in range(3):
        assert (await _quote(buyer(), **offered.hold(discount_code="earlybird")))["discount"] == 500
    assert (await shop.stock(offered), await shop.uses(code)) == ((0, 0), 0)


async def test_the_parts_of_an_order_are_shown_and_told(shop: Shop, buyer: BuyerOf):
    offered, somebody = await shop.publish({"price": 0}, {"price": 2000}), buyer()
    await shop.rule(offered, discount(rate=10_000), **RULES)
    items = [{"ticket_type_id": kind.ticket_type_id, "quantity": 1} for kind in offered.kinds]
    holders = [{"ticket_type_id": kind.ticket_type_id, "name": "Guest"} for kind in offered.kinds]
    wish = {"event_id": offered.event_id, "items": items, "holders": holders}
    dear = (await somebody.post("/orders", wish)).json()
    assert [line["total"] for line in dear["lines"]] == [0, 2420]
    free = (await somebody.post("/orders", {**wish, "discount_code": "EARLYBIRD"})).json()
    assert (free["status"], free["discount_code"], free["discount"], free["total"]) == ("paid", "EARLYBIRD", 2000, 0)
    [told] = await shop.payloads(free["id"])
    state = told["order"]
    assert [state[part] for part in PARTS] == [2000, 2000, 0, False, 0, False, 0]
    assert [(line["discount"], line["total"]) for line in state["lines"]] == [(0, 0), (2000, 0)]


async def test_currencies_without_and_with_three_decimals_are_charged_in_their_steps(shop: Shop, buyer: BuyerOf):
    for currency, price, total in (("JPY", 1001, 1151), ("KWD", 1010, 1160)):
        offered = await shop.publish({"price": price, "currency": currency})
        await shop.rule(offered, tax_rate=1500, tax_included=False)
        assert (await buyer().order(offered))["total"] == total


async def test_refunds_of_single_tickets_add_up_to_what_was_paid(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered, somebody = await shop.publish({"price": 1000}), buyer()
    await shop.rule(offered, discount(amount=500), **RULES)
    order = await somebody.order(offered, 3, discount_code="EARLYBIRD")
    assert order["total"] == 3218
    await stripe.confirm(await somebody.pay(order))
    await till.settle_until(becomes(somebody, order, "paid"))
    manager = await organizer(offered)
    amounts = [(await manager.refund(order, ticket_ids=[ticket]))["amount"] for ticket in await somebody.tickets(order)]
    assert sorted(amounts) == [1072, 1073, 1073]
    assert sum(amounts) == order["total"]
    assert await somebody.status(order) == "refunded"
