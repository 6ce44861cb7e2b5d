"""Availability for everybody, and the capacity that the event service sets."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.ids import new_id
from shared.testing.accounts import CallingService
from ticket_service.tests.shop import Buyer, Offered, Shop

BuyerOf = Callable[[], Buyer]
Calling = Callable[[str], CallingService]
AN_HOUR = timedelta(hours=1)


async def _availability(client: httpx.AsyncClient, offered: Offered) -> dict[str, Any]:
    answer = await client.get(f"/api/v1/events/{offered.event_id}/availability")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def test_anybody_sees_what_is_left(client: httpx.AsyncClient, shop: Shop, buyer: BuyerOf):
    offered = await shop.publish(capacity=20)
    await buyer().hold(offered, 2)
    seen = await _availability(client, offered)
    assert seen["sale_status"] == "on_sale"
    assert [(kind["id"], kind["available"], kind["status"]) for kind in seen["ticket_types"]] == [
        (offered.kind_id, 18, "on_sale")
    ]


async def test_availability_may_be_cached_for_a_second(client: httpx.AsyncClient, shop: Shop):
    offered = await shop.publish()
    answer = await client.get(f"/api/v1/events/{offered.event_id}/availability")
    assert answer.headers["cache-control"] == "public, max-age=1"


async def test_an_event_that_has_not_been_heard_of_is_being_prepared(client: httpx.AsyncClient):
    answer = await client.get(f"/api/v1/events/{new_id('evt')}/availability")
    assert (answer.status_code, answer.json()["sale_status"]) == (200, "preparing")


@pytest.mark.parametrize(
    ("differences", "status"),
    [
        ({"sales_start_at": datetime.now(UTC) + AN_HOUR}, "not_yet"),
        ({"sales_end_at": datetime.now(UTC) - AN_HOUR}, "ended"),
        ({"is_withdrawn": True}, "ended"),
    ],
)
async def test_the_sale_status_follows_the_window(
    client: httpx.AsyncClient, shop: Shop, differences: dict[str, Any], status: str
):
    offered = await shop.publish(differences)
    assert (await _availability(client, offered))["sale_status"] == status


async def test_a_canceled_event_is_canceled_and_a_postponed_one_postponed(client: httpx.AsyncClient, shop: Shop):
    canceled, postponed = await shop.publish(), await shop.publish(status="postponed")
    await shop.cancel(canceled)
    assert (await _availability(client, canceled))["sale_status"] == "canceled"
    assert (await _availability(client, postponed))["sale_status"] == "postponed"


async def test_an_event_is_as_open_as_its_most_open_type(client: httpx.AsyncClient, shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({}, {}, capacity=1)
    await buyer().hold(offered)
    seen = await _availability(client, offered)
    assert [kind["status"] for kind in seen["ticket_types"]] == ["sold_out", "few_left"]
    assert seen["sale_status"] == "few_left"


async def test_the_others_are_told_when_a_sale_crosses_a_line_and_only_then(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"price": 0}, capacity=20)
    at_first = await shop.told(offered.event_id)
    somebody = buyer()
    await somebody.order(offered, 5)
    between = await shop.told(offered.event_id)
    await somebody.order(offered, 10)
    await somebody.order(offered, 3)
    few_left = await shop.told(offered.event_id)
    await somebody.order(offered, 2)
    sold_out = await shop.told(offered.event_id)
    assert at_first == between == ["AllocationChanged", "AvailabilityChanged"]
    assert few_left[2:] == ["AvailabilityChanged"]
    assert sold_out[3:] == ["AvailabilityChanged"]


async def _set(client: httpx.AsyncClient, calling: Calling, offered: Offered, capacity: Any) -> httpx.Response:
    path = f"/internal/events/{offered.event_id}/ticket-types/{offered.kind_id}/capacity"
    return await client.put(path, json={"capacity": capacity}, auth=calling("event"))


async def test_the_capacity_is_raised_and_lowered_and_told(
    client: httpx.AsyncClient, shop: Shop, buyer: BuyerOf, calling: Calling
):
    offered = await shop.publish(capacity=1)
    await buyer().hold(offered)
    raised = await _set(client, calling, offered, 50)
    assert raised.json() == {"ticket_type_id": offered.kind_id, "capacity": 50, "sold": 0, "held": 1}
    await _set(client, calling, offered, 50)
    told = await shop.told(offered.event_id)
    assert told.count("AllocationChanged") == 2
    assert (await _availability(client, offered))["ticket_types"][0]["available"] == 49
    assert (await _set(client, calling, offered, 1)).status_code == 200


async def test_the_capacity_is_never_lower_than_what_is_sold_and_held(
    client: httpx.AsyncClient, shop: Shop, buyer: BuyerOf, calling: Calling
):
    offered = await shop.publish({"price": 0}, capacity=10)
    somebody = buyer()
    await somebody.order(offered, 3)
    await somebody.hold(offered, 2)
    refused = await _set(client, calling, offered, 4)
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (409, "capacity_below_sold")
    assert (problem["sold"], problem["held"]) == (3, 2)


async def test_a_capacity_set_before_the_message_is_read_is_not_undone_by_it(
    client: httpx.AsyncClient, shop: Shop, calling: Calling
):
    ticket_type_id = new_id("tt")
    event_id = new_id("evt")
    path = f"/internal/events/{event_id}/ticket-types/{ticket_type_id}/capacity"
    assert (await client.put(path, json={"capacity": 7}, auth=calling("event"))).status_code == 200
    offered = await shop.publish({"ticket_type_id": ticket_type_id}, capacity=100, event_id=event_id)
    assert (await _availability(client, offered))["ticket_types"][0]["available"] == 7


@pytest.mark.parametrize("capacity", [-1, 2**31, 1.5, "5", None])
async def test_a_capacity_is_a_count(client: httpx.AsyncClient, shop: Shop, calling: Calling, capacity: Any):
    offered = await shop.publish()
    assert (await _set(client, calling, offered, capacity)).status_code == 422


async def test_only_the_event_service_sets_capacities(
    client: httpx.AsyncClient, shop: Shop, buyer: BuyerOf, calling: Calling
):
    offered = await shop.publish()
    path = f"/internal/events/{offered.event_id}/ticket-types/{offered.kind_id}/capacity"
    body = {"capacity": 5}
    assert (await client.put(path, json=body, auth=calling("notification"))).status_code == 403
    assert (await client.put(path, json=body, auth=buyer().person)).status_code == 401
    assert (await client.put(path, json=body)).status_code == 401


async def test_all_types_together_have_a_capacity_of_their_own(
    client: httpx.AsyncClient, shop: Shop, buyer: BuyerOf, calling: Calling
):
    offered = await shop.publish({"price": 0}, {"price": 0}, capacity=10, overall=12)
    path = f"/internal/events/{offered.event_id}/capacity"
    somebody = buyer()
    await somebody.order(offered, 9)
    assert [kind["available"] for kind in (await _availability(client, offered))["ticket_types"]] == [1, 3]
    lowered = await client.put(path, json={"capacity": 9}, auth=calling("event"))
    assert lowered.json() == {"ticket_type_id": None, "capacity": 9, "sold": 9, "held": 0}
    assert (await _availability(client, offered))["sale_status"] == "sold_out"
    refused = await client.put(path, json={"capacity": 8}, auth=calling("event"))
    assert (refused.status_code, refused.json()["code"]) == (409, "capacity_below_sold")


async def test_an_event_without_an_overall_capacity_gets_none_while_it_is_sold(
    client: httpx.AsyncClient, shop: Shop, calling: Calling
):
    offered = await shop.publish()
    answer = await client.put(
        f"/internal/events/{offered.event_id}/capacity", json={"capacity": 5}, auth=calling("event")
    )
    assert answer.status_code == 404
