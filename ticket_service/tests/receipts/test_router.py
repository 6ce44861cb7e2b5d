"""A receipt is made when it is asked for, says the same for ever, and has a credit note for what went back."""

import io
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pypdf import PdfReader
from sqlalchemy import update

from shared.persistence.database import Database
from shared.testing.accounts import Person
from ticket_service.orders.models import Order
from ticket_service.receipts import making
from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.handing import seen
from ticket_service.tests.paying import bought, refund_is
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop, discount
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]
People = Callable[..., Person]


async def _receipt(somebody: Buyer, order: dict[str, Any], till: Till) -> bytes:
    """Asked for, made by the worker, asked for again."""
    path = f"/orders/{order['id']}/receipt.pdf"
    first = await somebody.get(path)
    assert (first.status_code, first.headers["retry-after"]) == (202, "1")
    assert first.json() == {"status": "being_made"}
    await making.make_due(till.database)
    answer = await somebody.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"] == f'attachment; filename="receipt-{order["number"]}.pdf"'
    return answer.content


def _pages(document: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(document)).pages]


async def test_the_receipt_says_who_sold_what_at_which_price(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till):
    offered, code = await shop.publish(), discount()
    await shop.rule(offered, code, tax_rate=1900, tax_included=True, tax_name="GST", fee_per_ticket=100)
    somebody = buyer()
    order = await somebody.order(offered, 2, discount_code="EARLYBIRD")
    await stripe.confirm(await somebody.pay(order))
    await till.look_again(order)
    await till.settle_until(becomes(somebody, order, "paid"))
    [page] = _pages(await _receipt(somebody, order, till))
    for said in ("Kulturverein", "Receipt No. 1", order["number"], "A Night", "Guest 0, Guest 1", "Standing"):
        assert said in page
    assert (order["subtotal"], order["discount"], order["fees"], order["total"]) == (5000, 1000, 200, 4200)
    for amount in ("€25.00", "€50.00", "-€10.00", "€2.00", "€42.00", "€6.71", "GST 19 %, included"):
        assert amount in page
    assert order["tax"] == 671


async def test_what_rules_say_later_changes_no_receipt(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till):
    offered, somebody = await shop.publish(), buyer()
    await shop.rule(offered, tax_rate=1900, tax_included=True)
    order = await bought(somebody, offered, 1, stripe, till)
    document = await _receipt(somebody, order, till)
    await shop.rule(offered, version=2, tax_rate=700, tax_included=True)
    assert (await somebody.get(f"/orders/{order['id']}/receipt.pdf")).content == document


@pytest.mark.parametrize(("rate_today", "said"), [(1900, "Tax 19 %, included €3.99"), (700, "Tax, included €3.99")])
async def test_of_an_older_order_the_rate_is_named_only_if_it_leads_to_the_tax(
    database: Database, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, rate_today: int, said: str
):
    offered, somebody = await shop.publish(), buyer()
    await shop.rule(offered, tax_rate=1900, tax_included=True)
    order = await bought(somebody, offered, 1, stripe, till)
    async with database.transaction() as session:
        await session.execute(update(Order).values(tax_name=None, tax_rate=None))
    await shop.rule(offered, version=2, tax_rate=rate_today, tax_included=True)
    [page] = _pages(await _receipt(somebody, order, till))
    assert said in page


async def test_the_rate_is_the_one_that_was_agreed(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till):
    offered, somebody = await shop.publish(), buyer()
    await shop.rule(offered, tax_rate=1900, tax_included=True, tax_name="MwSt.")
    order = await bought(somebody, offered, 1, stripe, till)
    await shop.rule(offered, version=2, tax_rate=700, tax_included=True, tax_name="Sales tax")
    [page] = _pages(await _receipt(somebody, order, till))
    assert "MwSt. 19 %, included €3.99" in page


async def test_a_currency_has_its_own_digits(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till):
    somebody, offered = buyer(), await shop.publish({"price": 2500, "currency": "JPY"})
    order = await bought(somebody, offered, 1, stripe, till)
    [page] = _pages(await _receipt(somebody, order, till))
    assert "¥2,500" in page
    assert "¥2,500.00" not in page


async def test_money_that_went_back_has_a_credit_note_with_its_own_number(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    await shop.rule(offered, tax_rate=1900, tax_included=True)
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 2, stripe, till)
    first = _pages(await _receipt(somebody, order, till))
    for ticket_id in await somebody.tickets(order):
        refund = await member.refund(order, ticket_ids=[ticket_id])
        await till.send_refunds_until(refund_is(somebody, refund, "succeeded"))
    receipt, one, other = _pages(await _receipt(member, order, till))
    assert [receipt] == first
    assert "Credit note No. 2" in one
    assert "Credit note No. 3" in other
    for page in (one, other):
        assert "Corrects receipt No. 1" in page
        assert "-€25.00" in page
    # Half of 7.98, and the rest.
    assert order["tax"] == 798
    assert "-€3.99" in one
    assert "-€3.99" in other
    again = await somebody.get(f"/orders/{order['id']}/receipt.pdf")
    assert _pages(again.content) == [receipt, one, other]


async def test_an_organizers_numbers_go_on_and_another_one_begins_at_one(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    somebody = buyer()
    one, other = await shop.publish(), await shop.publish()
    same = await shop.publish(organizer_id=one.event.organizer_id)
    orders = [await bought(somebody, offered, 1, stripe, till) for offered in (one, same, other)]
    pages = [_pages(await _receipt(somebody, order, till))[0] for order in orders]
    for page, number in zip(pages, (1, 2, 1), strict=True):
        assert f"Receipt No. {number} " in page


async def test_a_receipt_that_is_asked_for_twice_is_made_once(shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till):
    somebody, offered = buyer(), await shop.publish()
    order = await bought(somebody, offered, 1, stripe, till)
    await somebody.get(f"/orders/{order['id']}/receipt.pdf")
    [page] = _pages(await _receipt(somebody, order, till))
    await making.make_due(till.database)
    assert "Receipt No. 1" in page
    assert _pages((await somebody.get(f"/orders/{order['id']}/receipt.pdf")).content) == [page]


async def test_what_was_not_paid_has_no_receipt(shop: Shop, buyer: BuyerOf):
    somebody = buyer()
    for price in (0, 2500):
        order = await somebody.order(await shop.publish({"price": price}))
        answer = await somebody.get(f"/orders/{order['id']}/receipt.pdf")
        assert seen(answer) == (409, "nothing_was_paid")


async def test_somebody_elses_receipt_is_not_there(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, client: httpx.AsyncClient, stripe: Stripe, till: Till
):
    offered, other = await shop.publish(), await shop.publish()
    order = await bought(buyer(), offered, 1, stripe, till)
    for somebody in (buyer(), await organizer(other), await organizer(offered, "Operator")):
        foreign = await somebody.get(f"/orders/{order['id']}/receipt.pdf")
        absent = await somebody.get(f"/orders/ord_{'0' * 32}/receipt.pdf")
        assert seen(foreign) == seen(absent) == (404, "order_not_found")
    assert (await client.get(f"/api/v1/orders/{order['id']}/receipt.pdf")).status_code == 401
