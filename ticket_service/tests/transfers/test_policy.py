"""Whether tickets may change hands, and until when, is the event's sale rules' to say."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.persistence.database import Database
from ticket_service.tests.handing import accept, offer, one_ticket, seen, verify
from ticket_service.tests.shop import Buyer, Shop

BuyerOf = Callable[[], Buyer]
EARLIER, LATER = datetime.now(UTC) - timedelta(minutes=1), datetime.now(UTC) + timedelta(minutes=20)
REFUSALS = [
    ({"transfers_allowed": False}, (409, "transfers_not_allowed")),
    ({"transfer_until": EARLIER}, (409, "transfer_period_over")),
]


@pytest.mark.parametrize(("rules", "refusal"), REFUSALS)
async def test_what_the_rules_do_not_allow_is_neither_offered_nor_accepted(
    database: Database, shop: Shop, buyer: BuyerOf, rules: dict[str, Any], refusal: tuple[int, str]
):
    owner, friend = buyer(), buyer()
    ticket = await one_ticket(shop, owner)
    email = await verify(database, friend)
    transfer = await offer(owner, ticket, email)
    await shop.rule(ticket["offered"], **rules)
    assert seen(await accept(friend, transfer)) == refusal
    assert (await owner.post(f"/transfers/{transfer['id']}/withdraw")).status_code == 200
    assert seen(await owner.post("/transfers", {"ticket_id": ticket["id"], "email": email})) == refusal


async def test_an_offer_ends_with_the_time_to_transfer(database: Database, shop: Shop, buyer: BuyerOf):
    owner, friend = buyer(), buyer()
    ticket = await one_ticket(shop, owner)
    await shop.rule(ticket["offered"], transfer_until=LATER)
    transfer = await offer(owner, ticket, await verify(database, friend))
    assert datetime.fromisoformat(transfer["expires_at"]) <= LATER
    assert (await accept(friend, transfer)).status_code == 200
