"""What a code does is said before tickets are chosen."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from ticket_service.tests.shop import Buyer, Offered, Shop, access, discount

BuyerOf = Callable[[], Buyer]
EARLIER, LATER = datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1)


async def _look_up(somebody: Buyer, offered: Offered, code: str) -> httpx.Response:
    path = f"/api/v1/events/{offered.event_id}/code-lookups"
    return await somebody.client.post(path, json={"code": code}, auth=somebody.person)


async def test_a_discount_says_how_much_it_is_and_opens_nothing(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"is_hidden": True}, {"name": "Seated"})
    await shop.rule(offered, discount(ticket_type_ids=[offered.kinds[1].ticket_type_id]))
    found = (await _look_up(buyer(), offered, " earlybird ")).json()
    assert found == {
        "code": "EARLYBIRD",
        "kind": "discount",
        "rate": 2000,
        "amount": None,
        "ticket_type_ids": [offered.kinds[1].ticket_type_id],
        "unlocked": [],
    }


@pytest.mark.parametrize("closed", [{"is_hidden": True}, {"sales_start_at": LATER}])
async def test_an_access_code_shows_what_it_opens_as_on_sale(shop: Shop, buyer: BuyerOf, closed: dict[str, Any]):
    offered = await shop.publish({**closed, "name": "Presale", "description": "For friends"}, {"name": "Seated"})
    await shop.rule(offered, access(offered))
    found = (await _look_up(buyer(), offered, "friends")).json()
    [kind] = found["unlocked"]
    assert (found["kind"], kind["name"], kind["description"]) == ("access", "Presale", "For friends")
    assert (kind["status"], kind["available"], kind["price"]) == ("on_sale", 100, 2500)


async def test_what_is_sold_out_behind_a_code_has_no_line_to_wait_in(shop: Shop, buyer: BuyerOf):
    """Only what everybody may buy is waited for: joining would be refused."""
    offered, somebody = await shop.publish({"is_hidden": True}, capacity=1), buyer()
    await shop.rule(offered, access(offered))
    await somebody.hold(offered, access_code="FRIENDS")
    [kind] = (await _look_up(buyer(), offered, "FRIENDS")).json()["unlocked"]
    assert (kind["status"], kind["is_waitlist_open"]) == ("sold_out", False)


@pytest.mark.parametrize(
    ("differences", "refusal"),
    [
        ({"code": "ANOTHER"}, "code_unknown"),
        ({"valid_from": LATER}, "code_not_yet_valid"),
        ({"valid_until": EARLIER}, "code_expired"),
    ],
)
async def test_a_code_that_is_not_good_is_refused(
    shop: Shop, buyer: BuyerOf, differences: dict[str, Any], refusal: str
):
    offered = await shop.publish()
    await shop.rule(offered, discount(**differences))
    answer = await _look_up(buyer(), offered, "EARLYBIRD")
    assert (answer.status_code, answer.json()["code"], answer.json()["param"]) == (409, refusal, "code")


async def test_a_code_that_is_used_up_is_refused(shop: Shop, buyer: BuyerOf):
    offered, somebody = await shop.publish(), buyer()
    await shop.rule(offered, discount(max_uses=2, max_per_account=1))
    await somebody.order(offered, discount_code="EARLYBIRD")
    assert (await _look_up(somebody, offered, "EARLYBIRD")).json()["code"] == "code_used_by_account"
    await buyer().order(offered, discount_code="EARLYBIRD")
    answer = await _look_up(buyer(), offered, "EARLYBIRD")
    assert (answer.json()["code"], answer.json()["param"]) == ("code_exhausted", "code")


async def test_looking_a_code_up_uses_nothing(shop: Shop, buyer: BuyerOf):
    offered, code = await shop.publish(), discount(max_uses=1)
    await shop.rule(offered, code)
    for _ in range(2):
        assert (await _look_up(buyer(), offered, "EARLYBIRD")).status_code == 200
    assert await shop.uses(code) == 0


async def test_a_code_of_another_event_is_unknown(shop: Shop, buyer: BuyerOf):
    offered, other = await shop.publish(), await shop.publish()
    await shop.rule(other, discount())
    assert (await _look_up(buyer(), offered, "EARLYBIRD")).json()["code"] == "code_unknown"


async def test_an_event_that_is_not_there_has_no_codes(shop: Shop, buyer: BuyerOf):
    somebody = buyer()
    path = f"/api/v1/events/evt_{'0' * 32}/code-lookups"
    answer = await somebody.client.post(path, json={"code": "EARLYBIRD"}, auth=somebody.person)
    assert (answer.status_code, answer.json()["code"]) == (404, "event_not_found")


async def test_whoever_tries_codes_is_known(client: httpx.AsyncClient, shop: Shop):
    offered = await shop.publish()
    await shop.rule(offered, discount())
    answer = await client.post(f"/api/v1/events/{offered.event_id}/code-lookups", json={"code": "EARLYBIRD"})
    assert answer.status_code == 401
