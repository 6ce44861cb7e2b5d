"""A dispute is a part of its order's life for whoever organizes the event."""

from collections.abc import Callable

from ticket_service.tests.disputes.bank import Bank
from ticket_service.tests.paying import bought
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till
from ticket_service.tests.waiting import until


async def test_a_dispute_and_its_end_are_told_to_the_organizer_and_not_to_the_buyer(
    bank: Bank, shop: Shop, buyer: Callable[[], Buyer], organizer: OrganizerOf, stripe: Stripe, till: Till
):
    offered = await shop.publish()
    somebody, member = buyer(), await organizer(offered)
    order = await bought(somebody, offered, 1, stripe, till)
    dispute = await bank.opens(order)
    await bank.day_passes()

    async def is_kept() -> bool:
        await bank.look()
        return await bank.dispute(order) is not None

    async def is_over() -> bool:
        await bank.look()
        found = await bank.dispute(order)
        return found is not None and not found.is_open

    await until(is_kept)
    bank.decides(dispute, "won")
    await bank.day_passes()
    await until(is_over)
    entries = (await member.get(f"/orders/{order['id']}/timeline")).json()["entries"]
    told = [(entry["what"], entry["reason"], entry["amount"]) for entry in entries]
    assert told[-2:] == [("disputed", "fraudulent", 2500), ("dispute_ended", "won", 2500)]
    theirs = (await somebody.get(f"/orders/{order['id']}/timeline")).json()["entries"]
    assert theirs == entries[:-2]
