"""What a dispute may become besides won and lost: appealed against, and whatever the provider invents next."""

from collections.abc import Callable

import httpx
import pytest

from shared.testing.accounts import Person
from ticket_service.tests.disputes.bank import Bank
from ticket_service.tests.paying import bought
from ticket_service.tests.shop import Buyer, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till
from ticket_service.tests.waiting import until

BuyerOf = Callable[[], Buyer]
PersonOf = Callable[..., Person]


@pytest.mark.parametrize("status", ["appeal_needs_response", "appeal_under_review"])
async def test_an_appeal_opens_a_lost_dispute_again_and_the_money_stays_withheld_until_it_is_won(
    bank: Bank, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, status: str
):
    order = await bought(buyer(), await shop.publish(), 1, stripe, till)
    dispute = await bank.opens(order)
    for says, stand in (
        ("lost", ("lost", 2500, "disputed", 0)),
        (status, (status, 2500, "disputed", 0)),
        ("won", ("won", 0, "captured", 2500)),
    ):
        if says == status:
            bank.says(dispute, says)
        else:
            bank.decides(dispute, says)

        async def is_kept(says=says) -> bool:
            await bank.look()
            found = await bank.dispute(order)
            return found is not None and (found.status, found.is_open) == (says, says == status)

        await until(is_kept)
        assert await bank.stand(order) == stand


@pytest.mark.parametrize("was_known", [True, False])
async def test_a_status_that_nobody_knows_stops_no_other_dispute_and_is_asked_for_each_day(
    bank: Bank,
    client: httpx.AsyncClient,
    person: PersonOf,
    shop: Shop,
    buyer: BuyerOf,
    stripe: Stripe,
    till: Till,
    was_known: bool,
):
    order = await bought(buyer(), await shop.publish(), 1, stripe, till)
    admin = Buyer(client, person("Admin"))

    async def shown() -> dict[str, str]:
        page = (await admin.get(f"/disputes?order_id={order['id']}")).json()["data"]
        return {row["provider_id"]: row["status"] for row in page}

    async def become(expected: dict[str, str]) -> None:
        async def is_so() -> bool:
            await bank.look()
            return await shown() == expected

        await until(is_so)

    strange = await bank.opens(order, amount=1000)
    kept = {strange: "needs_response"} if was_known else {}
    if was_known:
        await become(kept)
    bank.says(strange, "sent_to_the_moon")
    other = await bank.opens(order, amount=500)
    await become({**kept, other: "needs_response"})
    bank.decides(other, "lost")
    await become({**kept, other: "lost"})
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    bank.decides(strange, "lost")
    await bank.day_passes()
    await become({strange: "lost", other: "lost"})
