"""Orders as admins look them up."""

from collections.abc import Callable
from typing import Any

from shared.ids import new_id
from shared.testing.accounts import Person
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop

BuyerOf = Callable[[], Buyer]
People = Callable[..., Person]


async def _found(somebody: Buyer, person: People, **filters: str) -> list[dict[str, Any]]:
    answer = await somebody.client.get("/api/v1/admin/orders", params=filters, auth=person("Admin"))
    assert answer.status_code == 200, answer.text
    data: list[dict[str, Any]] = answer.json()["data"]
    return data


async def test_an_order_is_found_by_its_number_its_buyer_and_its_event(shop: Shop, buyer: BuyerOf, person: People):
    offered, other = await shop.publish(), await shop.publish()
    somebody = buyer()
    first, second = await somebody.order(offered), await somebody.order(other, 2)
    await buyer().order(offered)
    account = somebody.person.account_id
    (found,) = await _found(somebody, person, number=first["number"].lower())
    assert found == {**first, "account_id": account}
    of_account = await _found(somebody, person, account_id=account)
    assert [order["id"] for order in of_account] == [second["id"], first["id"]]
    assert len(await _found(somebody, person, event_id=offered.event_id)) == 2
    both = await _found(somebody, person, account_id=account, event_id=offered.event_id)
    assert [order["id"] for order in both] == [first["id"]]


async def test_what_is_not_there_is_not_found(buyer: BuyerOf, person: People):
    assert await _found(buyer(), person, number="AAAAA-AAAAA") == []
    assert await _found(buyer(), person, account_id=new_id("usr")) == []


async def test_only_admins_look_orders_up(shop: Shop, buyer: BuyerOf, organizer: OrganizerOf):
    offered = await shop.publish()
    for somebody in (buyer(), await organizer(offered)):
        answer = await somebody.get("/admin/orders")
        assert (answer.status_code, answer.json()["code"]) == (403, "role_required")
    assert (await buyer().client.get("/api/v1/admin/orders")).status_code == 401
