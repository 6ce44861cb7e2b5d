"""What an account sees of its tickets after the door has."""

import pytest

from ticket_service.tests.check_ins.door import open_door
from ticket_service.tickets.codes import code_keys


@pytest.fixture
def operator(person):
    return person("Operator")


@pytest.fixture
def buyer(person):
    return person()


async def test_a_used_ticket_says_when_and_where_until_the_check_in_is_undone(
    client, database, secrets_dir, operator, buyer
):
    door = await open_door(database, staff=(operator.account_id,))
    used, unused = await door.tickets_for(buyer, "Anna", "Berta")

    async def shown(ticket):
        listed = (await client.get("/api/v1/tickets", auth=buyer)).json()["data"]
        alone = (await client.get(f"/api/v1/tickets/{ticket.id}", auth=buyer)).json()
        assert alone == next(one for one in listed if one["id"] == ticket.id)
        return alone["checked_in_at"], alone["gate"]

    assert await shown(used) == (None, None)
    scan = door.scan(code_keys(secrets_dir).sign(used.code), gate="North")
    admitted = (await client.post("/api/v1/check-ins", json=scan, auth=operator)).json()
    assert admitted["result"] == "admitted"
    assert await shown(used) == (admitted["check_in"]["at"], "North")
    assert await shown(unused) == (None, None)

    undo = f"/api/v1/events/{door.event.event_id}/check-ins/{admitted['check_in']['id']}/undo"
    assert (await client.post(undo, json={"reason": "A mistake"}, auth=operator)).status_code == 200
    assert await shown(used) == (None, None)


async def test_who_a_ticket_is_not_for_does_not_learn_whether_it_was_used(client, database, buyer, person):
    [ticket] = await (await open_door(database)).tickets_for(buyer, "Anna")
    assert (await client.get(f"/api/v1/tickets/{ticket.id}", auth=person())).status_code == 404
    assert (await client.get(f"/api/v1/tickets/{ticket.id}")).status_code == 401
