"""Amounts on their way to Stripe."""

from collections.abc import Callable

import pytest

from ticket_service.payments.amounts import AmountNotChargeable, TotalTooHigh, to_stripe
from ticket_service.tests.flows.conditions import becomes
from ticket_service.tests.shop import Buyer, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]


@pytest.mark.parametrize(
    ("amount", "currency", "sent"),
    [(1250, "EUR", 1250), (5000, "JPY", 5000), (5000, "UGX", 500000), (50000, "ISK", 50000), (12340, "KWD", 12340)],
)
def test_stripe_counts_a_few_currencies_in_its_own_way(amount: int, currency: str, sent: int):
    assert to_stripe(amount, currency) == sent


@pytest.mark.parametrize(("amount", "currency"), [(50050, "ISK"), (12345, "KWD"), (1, "BHD")])
def test_fractions_that_cards_cannot_pay_are_refused(amount: int, currency: str):
    with pytest.raises(AmountNotChargeable):
        to_stripe(amount, currency)


@pytest.mark.parametrize(("currency", "price", "charged"), [("JPY", 3000, 3000), ("UGX", 40000, 4000000)])
async def test_currencies_without_decimals_are_charged_as_priced(
    shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, currency: str, price: int, charged: int
):
    somebody = buyer()
    order = await somebody.order(await shop.publish({"currency": currency, "price": price}))
    payment = await somebody.pay(order)
    assert (payment["amount"], payment["currency"]) == (price, currency)
    await stripe.confirm(payment)
    await till.settle_until(becomes(somebody, order, "paid"))
    assert stripe.money(order["id"])["captured"] == charged


async def test_a_total_that_cannot_be_charged_is_said_when_it_is_ordered(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"currency": "ISK", "price": 1050})
    refused = await buyer().post("/orders", offered.order())
    assert (refused.status_code, refused.json()["code"]) == (409, "amount_not_chargeable")
    assert await shop.stock(offered) == (0, 0)


def test_more_than_eight_digits_are_refused_as_stripe_counts_them():
    assert to_stripe(99_999_999, "EUR") == 99_999_999
    for amount, currency in ((100_000_000, "EUR"), (1_000_000, "UGX")):
        with pytest.raises(TotalTooHigh):
            to_stripe(amount, currency)
