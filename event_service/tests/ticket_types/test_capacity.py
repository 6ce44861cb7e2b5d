"""A draft's capacity is event's, a published event's is ticket's: asked first, copied afterwards."""

import asyncio
import functools

import pytest

from event_service.tests.neighbours import Allocation
from event_service.tests.stage import type_facts
from event_service.ticket_types import capacity
from shared.messages.ticket import AllocationChanged, AvailabilityChanged
from shared.testing.conditions import until


@pytest.fixture
async def on_sale(stage, neighbours):
    """A published event whose one type ticket sells: 10 of 100 sold, 5 held."""
    event = await stage.published()
    offer_id = event["ticket_types"][0]["id"]
    neighbours.allocations[offer_id] = Allocation(100, sold=10, held=5)
    return f"/events/{event['id']}/ticket-types/{offer_id}/capacity"


async def _copy(stage, path):
    types = await stage.seen(path.partition("/ticket-types")[0] + "/ticket-types")
    return types["data"][0]["capacity"]


def _allocation_changed(path, number, version=2):
    _, _, event_id, _, ticket_type_id, _ = path.split("/")
    return AllocationChanged(
        event_id=event_id, ticket_type_id=ticket_type_id, capacity=number, sold=10, version=version
    )


async def test_a_drafts_capacity_is_set_without_asking_anybody(stage, neighbours):
    draft = await stage.draft()
    made = await stage.ticket_type(draft)
    answer = await stage.ask("PUT", f"/events/{draft['id']}/ticket-types/{made['id']}/capacity", {"capacity": 7})
    assert (answer.status_code, answer.json()["capacity"]) == (200, 7)
    assert neighbours.capacities_asked == []


async def test_a_published_capacity_is_asked_of_ticket_and_shown_at_once(stage, neighbours, on_sale):
    answer = await stage.ask("PUT", on_sale, {"capacity": 250})
    assert (answer.status_code, answer.json()["capacity"]) == (200, 250)
    assert neighbours.capacities_asked == [250]
    assert await _copy(stage, on_sale) == 250


async def test_less_than_is_sold_and_held_is_refused_with_the_numbers(stage, neighbours, on_sale):
    answer = await stage.ask("PUT", on_sale, {"capacity": 14})
    assert (answer.status_code, answer.json()["code"]) == (409, "capacity_below_sold")
    assert (answer.json()["sold"], answer.json()["held"]) == (10, 5)
    assert await _copy(stage, on_sale) == 100
    assert (await stage.ask("PUT", on_sale, {"capacity": 15})).status_code == 200


@pytest.mark.parametrize("number", [-1, 1_000_001, 1.5, "5", None, True])
async def test_a_capacity_is_a_bounded_whole_number(stage, neighbours, on_sale, number):
    assert (await stage.ask("PUT", on_sale, {"capacity": number})).status_code == 422
    assert neighbours.capacities_asked == []


async def test_nothing_changes_while_ticket_is_out_of_order(stage, neighbours, on_sale):
    neighbours.out_of_order = True
    answer = await stage.ask("PUT", on_sale, {"capacity": 250}, patient=False)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert await _copy(stage, on_sale) == 100


async def test_a_type_that_ticket_does_not_know_yet_is_to_be_tried_again(stage, neighbours):
    event = await stage.published()
    path = f"/events/{event['id']}/ticket-types/{event['ticket_types'][0]['id']}/capacity"
    answer = await stage.ask("PUT", path, {"capacity": 5}, patient=False)
    assert (answer.status_code, answer.json()["code"]) == (503, "sale_not_ready")


async def test_a_stranger_does_not_reach_ticket(set_stage, neighbours, on_sale):
    stranger = await set_stage()
    assert (await stranger.ask("PUT", on_sale, {"capacity": 5})).status_code == 404
    assert neighbours.capacities_asked == []


async def test_no_transaction_is_open_while_ticket_thinks(stage, neighbours, on_sale, database):
    """Eight requests that wait for ticket would otherwise be the whole pool."""
    neighbours.answering.clear()
    put = functools.partial(stage.ask, "PUT", on_sale, {"capacity": 300}, patient=False)
    waiting = [asyncio.create_task(put()) for _ in range(8)]

    async def all_wait():
        return len(neighbours.capacities_asked) == 8

    await until(all_wait)
    assert database.engine.pool.checkedout() == 0
    neighbours.answering.set()
    assert {answer.status_code for answer in await asyncio.gather(*waiting)} <= {200, 503}


async def test_a_repeated_request_with_its_key_does_not_ask_again(stage, neighbours, on_sale):
    key = {"Idempotency-Key": "capacity"}
    first = await stage.ask("PUT", on_sale, {"capacity": 200}, headers=key)
    await stage.ask("PUT", on_sale, {"capacity": 300})
    again = await stage.ask("PUT", on_sale, {"capacity": 200}, headers=key)
    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")
    assert neighbours.capacities_asked == [200, 300]
    refusal = {"Idempotency-Key": "refused"}
    first = await stage.ask("PUT", on_sale, {"capacity": 1}, headers=refusal)
    again = await stage.ask("PUT", on_sale, {"capacity": 1}, headers=refusal)
    assert (first.status_code, again.content) == (409, first.content)
    assert neighbours.capacities_asked == [200, 300, 1]


async def test_what_ticket_tells_is_copied(stage, on_sale, tell, told):
    await tell(_allocation_changed(on_sale, 120), _allocation_changed(on_sale, 130, 3))
    assert await _copy(stage, on_sale) == 130
    event_id = on_sale.split("/")[2]
    assert await told(event_id, "EventChanged", "TicketTypeChanged") == []


async def test_a_late_answer_does_not_hide_what_ticket_told_meanwhile(stage, neighbours, on_sale, tell):
    """Two managers: ticket takes 200, then 300 and tells both; the first answer arrives last."""
    neighbours.answering.clear()
    slow = asyncio.create_task(stage.ask("PUT", on_sale, {"capacity": 200}))
    await neighbours.asked.wait()
    await tell(_allocation_changed(on_sale, 200), _allocation_changed(on_sale, 300, 3))
    neighbours.answering.set()
    assert (await slow).status_code == 200
    assert await _copy(stage, on_sale) == 300


async def test_control_without_a_look_at_what_was_heard_the_late_answer_would_hide_it(
    stage, neighbours, on_sale, tell, monkeypatch
):
    def copy_blindly(ticket_type, number, _heard_before):
        ticket_type.capacity = number

    monkeypatch.setattr(capacity, "copy_set", copy_blindly)
    neighbours.answering.clear()
    slow = asyncio.create_task(stage.ask("PUT", on_sale, {"capacity": 200}))
    await neighbours.asked.wait()
    await tell(_allocation_changed(on_sale, 200), _allocation_changed(on_sale, 300, 3))
    neighbours.answering.set()
    await slow
    assert await _copy(stage, on_sale) == 200


async def test_a_type_added_to_a_published_event_begins_with_nothing_and_is_opened(
    stage, neighbours, told, tell, runtime, due_now
):
    event = await stage.published()
    made = await stage.made(f"/events/{event['id']}/ticket-types", type_facts(name="Balcony", capacity=40))
    assert made["capacity"] == 0
    [row] = await told(event["id"], "TicketTypeChanged")
    assert row.payload["ticket_type"]["ticket_type_id"] == made["id"]
    path = f"/events/{event['id']}/ticket-types/{made['id']}/capacity"
    early = await stage.ask("PUT", path, {"capacity": 50})
    assert (early.status_code, early.json()["code"]) == (409, "capacity_opening")
    await capacity.open_due(runtime)
    neighbours.allocations[made["id"]] = Allocation(0)
    await due_now()
    await capacity.open_due(runtime)
    assert neighbours.allocations[made["id"]].capacity == 40
    await tell(AllocationChanged(event_id=event["id"], ticket_type_id=made["id"], capacity=40, sold=0))
    types = (await stage.seen(f"/events/{event['id']}/ticket-types"))["data"]
    assert [row["capacity"] for row in types] == [100, 40]
    assert (await stage.ask("PUT", path, {"capacity": 50})).status_code == 200


async def test_a_capacity_that_is_older_than_the_copy_changes_nothing(stage, on_sale, tell):
    await tell(_allocation_changed(on_sale, 70, 3), _allocation_changed(on_sale, 50, 2))
    types = (await stage.seen(on_sale.rpartition("/ticket-types/")[0] + "/ticket-types"))["data"]
    assert [row["capacity"] for row in types] == [70]


async def test_the_sale_status_is_copied_and_shown(stage, on_sale, tell):
    event_id = on_sale.split("/")[2]
    before = await stage.ask("GET", f"/events/{event_id}")
    assert before.json()["sale_status"] is None
    await tell(AvailabilityChanged(event_id=event_id, sale_status="few_left"))
    after = await stage.ask("GET", f"/events/{event_id}", headers={"If-None-Match": before.headers["etag"]})
    assert (after.status_code, after.json()["sale_status"]) == (200, "few_left")
    assert (await stage.seen(f"/organizers/{stage.organizer_id}/events"))["data"][0]["sale_status"] == "few_left"
    canceled = await stage.made(f"/events/{event_id}/cancel", {"reason": "Storm"})
    assert canceled["sale_status"] is None
