"""What a buyer's bank has taken is not here to be sent back, and nobody closes an order before the bank has decided."""

from collections.abc import Callable
from typing import Any

from shared.testing.conditions import until
from ticket_service.tests.disputes.bank import Bank
from ticket_service.tests.reviews.under_review import BY_HAND, NOTHING_HERE, broken, seen, stuck
from ticket_service.tests.shop import Buyer, Offered, OrganizerOf, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till

BuyerOf = Callable[[], Buyer]


async def _hears(bank: Bank, order: dict[str, Any], status: str) -> None:
    """Looks until the bank's word has been heard."""

    async def is_heard() -> bool:
        await bank.day_passes()
        await bank.look()
        dispute = await bank.dispute(order)
        return dispute is not None and dispute.status == status

    await until(is_heard)


async def _disputed(somebody: Buyer, shop: Shop, stripe: Stripe, till: Till, offered: Offered) -> Any:
    """An order under review whose buyer has gone to the bank, and the dispute."""
    order, bank = await stuck(somebody, shop, stripe, till, offered, fault="fails_at_once"), Bank(stripe, till)
    dispute = await bank.opens(order)
    await _hears(bank, order, "needs_response")
    return order, dispute


async def test_while_a_bank_has_not_decided_nobody_closes_and_what_it_gives_back_is_sent_by_hand(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered, bank = await shop.publish(), Bank(stripe, till)
    somebody, member = buyer(), await organizer(offered)
    order, dispute = await _disputed(somebody, shop, stripe, till, offered)
    path = f"/orders/{order['id']}/close-review"
    for wish in (BY_HAND, NOTHING_HERE):
        assert seen(await member.post(path, wish)) == (409, "money_is_disputed")
    bank.decides(dispute, "won")
    await _hears(bank, order, "won")
    assert seen(await member.post(path, NOTHING_HERE)) == (409, "money_was_collected")
    assert (await member.post(path, BY_HAND)).json()["status"] == "refunded"
    assert await broken(till, order) == []


async def test_what_a_bank_has_taken_is_not_here_until_an_appeal_gives_it_back(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered, bank = await shop.publish(), Bank(stripe, till)
    somebody, member = buyer(), await organizer(offered)
    order, dispute = await _disputed(somebody, shop, stripe, till, offered)
    path = f"/orders/{order['id']}/close-review"
    bank.decides(dispute, "lost")
    await _hears(bank, order, "lost")
    assert seen(await member.post(path, BY_HAND)) == (409, "no_money_was_collected")
    assert (await member.post(path, NOTHING_HERE)).json()["status"] == "canceled"
    assert await broken(till, order) == []

    bank.says(dispute, "won")
    await _hears(bank, order, "won")
    assert await somebody.status(order) == "review"
    assert (await member.post(path, BY_HAND)).json()["status"] == "refunded"
    assert await broken(till, order) == []
