"""Tickets are found at the door by name, order or code, by the event's staff and nobody else."""

import pytest

from ticket_service.orders.models import Order
from ticket_service.tests.check_ins.door import open_door
from ticket_service.tickets.codes import code_keys


@pytest.fixture
def found(client, door, operator):
    async def names(text: str) -> list[str]:
        answer = await client.get(_path(door), params={"q": text}, auth=operator)
        return [ticket["holder_name"] for ticket in answer.json()["data"]]

    return names


def _path(door) -> str:
    return f"/api/v1/events/{door.event.event_id}/check-ins/tickets"


async def test_tickets_are_found_by_every_word_of_the_name_without_case_and_accents(door, person, found):
    await door.tickets_for(person(), "Zoë Müller", "Anna Muller", "Łukasz 100%", "Zoë Schmidt")
    assert await found("muller") == ["Anna Muller", "Zoë Müller"]
    assert await found("  MÜLLER zoe ") == ["Zoë Müller"]
    assert await found("100%") == ["Łukasz 100%"]
    assert await found("%") == ["Łukasz 100%"]
    assert await found("nobody") == []


async def test_tickets_are_found_by_code_id_and_order(database, door, person, found, secrets_dir):
    ticket = (await door.tickets_for(person(), "Berta"))[0]
    await door.tickets_for(person(), "Clara")
    code = code_keys(secrets_dir).sign(ticket.code)
    async with database.transaction() as session:
        number = (await session.get_one(Order, ticket.order_id)).number
    for text in (code, code.lower(), ticket.id, number, number.lower()):
        assert await found(text) == ["Berta"]


async def test_what_is_found_says_whether_it_is_used_and_tells_no_address_and_no_code(
    client, door, operator, person, secrets_dir
):
    ticket = (await door.tickets_for(person(), "Berta"))[0]
    code = code_keys(secrets_dir).sign(ticket.code)
    scan = door.scan(code, gate="North")
    admitted = (await client.post("/api/v1/check-ins", json=scan, auth=operator)).json()
    answer = (await client.get(_path(door), params={"q": "berta"}, auth=operator)).json()["data"][0]
    assert answer["check_in"] == admitted["check_in"]
    assert answer.keys() == {"id", "holder_name", "ticket_type_name", "order_number", "status", "check_in"}


async def test_pages_follow_the_names(client, door, operator, person):
    await door.tickets_for(person(), "Berta C", "Berta A", "Berta B", "Berta B")
    seen, after = [], None
    while True:
        params = {"q": "berta", "limit": 1} | ({"after": after} if after else {})
        page = (await client.get(_path(door), params=params, auth=operator)).json()
        seen += [ticket["holder_name"] for ticket in page["data"]]
        after = page["next_cursor"]
        if not page["has_more"]:
            break
    assert seen == ["Berta A", "Berta B", "Berta B", "Berta C"]


async def test_only_the_events_own_staff_finds_its_tickets(client, database, door, operator, person):
    elsewhere = await open_door(database, staff=(operator.account_id,))
    await elsewhere.tickets_for(person(), "Berta")
    answer = await client.get(_path(door), params={"q": "berta"}, auth=operator)
    assert answer.json()["data"] == []
    for stranger in (person(), person("Operator"), person("EventCreator")):
        assert (await client.get(_path(door), params={"q": "berta"}, auth=stranger)).status_code == 404
    assert (await client.get(_path(door), params={"q": "berta"})).status_code == 401
