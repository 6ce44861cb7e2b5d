"""How many tickets of all types together: decided with the draft, changed where they are sold."""

import pytest

from event_service.tests.neighbours import Allocation
from shared.messages.event import EventPublished
from shared.messages.ticket import AllocationChanged


@pytest.fixture
async def bounded(stage):
    """A draft of two types of 100 tickets each, of which 150 are sold at most."""
    draft = await stage.draft()
    for name in ("Standing", "Seated"):
        await stage.ticket_type(draft, name=name, capacity=100)
    answer = await stage.ask("PUT", f"/events/{draft['id']}/capacity", {"capacity": 150})
    assert (answer.status_code, answer.json()["overall_capacity"]) == (200, 150)
    return draft


@pytest.fixture
async def on_sale(stage, neighbours, bounded):
    """The same, published: 10 sold and 5 held."""
    await stage.made(f"/events/{bounded['id']}/publish", None)
    neighbours.allocations[bounded["id"]] = Allocation(150, sold=10, held=5)
    return bounded


async def _seen(stage, event):
    return (await stage.seen(f"/events/{event['id']}/ticket-types"))["overall_capacity"]


async def test_a_drafts_is_set_and_cleared_without_asking_anybody(stage, neighbours, bounded):
    path = f"/events/{bounded['id']}/capacity"
    assert await _seen(stage, bounded) == 150
    assert (await stage.ask("PUT", path, {"capacity": None})).json()["overall_capacity"] is None
    assert neighbours.capacities_asked == []


async def test_it_is_what_the_event_has(stage, bounded):
    [row] = (await stage.seen(f"/organizers/{bounded['organizer_id']}/events"))["data"]
    assert row["capacity"] == 150


async def test_ticket_is_told_with_the_publication(on_sale, told):
    [published] = await told(on_sale["id"], "EventPublished")
    assert EventPublished.model_validate(published.payload).overall_capacity == 150


async def test_a_published_one_is_asked_of_ticket_and_shown_at_once(stage, neighbours, on_sale):
    path = f"/events/{on_sale['id']}/capacity"
    assert (await stage.ask("PUT", path, {"capacity": 120})).json()["overall_capacity"] == 120
    refused = await stage.ask("PUT", path, {"capacity": 14})
    assert (refused.status_code, refused.json()["code"]) == (409, "capacity_below_sold")
    assert neighbours.capacities_asked == [120, 14]
    assert await _seen(stage, on_sale) == 120


async def test_whether_there_is_one_is_decided_before_the_publication(stage, neighbours, on_sale):
    free = await stage.published()
    for event, capacity in ((on_sale, None), (free, 50)):
        refused = await stage.ask("PUT", f"/events/{event['id']}/capacity", {"capacity": capacity})
        assert (refused.status_code, refused.json()["code"]) == (409, "overall_capacity_fixed")
    assert neighbours.capacities_asked == []


@pytest.mark.parametrize("number", [0, -1, 1_000_001, 1.5, "5", True])
async def test_it_is_a_bounded_whole_number(stage, bounded, number):
    assert (await stage.ask("PUT", f"/events/{bounded['id']}/capacity", {"capacity": number})).status_code == 422


async def test_what_ticket_tells_is_copied_in_its_order(stage, on_sale, tell):
    changes = [
        AllocationChanged(event_id=on_sale["id"], ticket_type_id=None, capacity=capacity, sold=10, version=version)
        for capacity, version in ((70, 3), (50, 2))
    ]
    await tell(*changes)
    assert await _seen(stage, on_sale) == 70


async def test_a_copy_of_the_event_has_it_too(stage, bounded):
    copy = await stage.made(f"/events/{bounded['id']}/duplicate", {})
    assert await _seen(stage, copy) == 150
