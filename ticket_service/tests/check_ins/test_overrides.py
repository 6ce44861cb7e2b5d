"""What an operator may let pass with a reason, and what not."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from ticket_service.check_ins.models import CheckIn
from ticket_service.tests.check_ins.door import open_door
from ticket_service.tickets.models import Ticket

PATH = "/api/v1/check-ins"
REASON = "Passport shown, misspelt at the sale"


async def test_somebody_else_than_the_holder_is_admitted_with_a_reason_that_is_kept(
    client, database, door, operator, person, code_of
):
    ticket = (await door.tickets_for(person(), "Berta"))[0]
    seen = {"name": "Bertha"}
    refused = (await client.post(PATH, json=door.scan(code_of(ticket), holder=seen), auth=operator)).json()
    assert (refused["reason"], refused["can_override"]) == ("holder_mismatch", True)
    scan = door.scan(code_of(ticket), holder=seen, override_reason=REASON)
    admitted = (await client.post(PATH, json=scan, auth=operator)).json()
    assert (admitted["result"], admitted["check_in"]["overrode"]) == ("admitted", "holder_mismatch")
    assert (await client.post(PATH, json=scan, auth=operator)).json() == admitted
    async with database.transaction() as session:
        kept = await session.get_one(CheckIn, admitted["check_in"]["id"])
    assert (kept.checked_in_by, kept.overrode, kept.override_reason) == (operator.account_id, "holder_mismatch", REASON)


@pytest.mark.parametrize(
    ("doors_in", "reason"), [(timedelta(hours=1), "not_yet_valid"), (timedelta(hours=-7), "no_longer_valid")]
)
async def test_the_hour_can_be_overridden(client, database, operator, person, code_of, doors_in, reason):
    door = await open_door(database, doors_in=doors_in, staff=(operator.account_id,))
    ticket = (await door.tickets_for(person(), "Berta"))[0]
    scan = door.scan(code_of(ticket), override_reason=REASON)
    answer = (await client.post(PATH, json=scan, auth=operator)).json()
    assert (answer["result"], answer["check_in"]["overrode"]) == ("admitted", reason)


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"status": "voided"}, "voided"), ({"status": "refunded"}, "refunded"), ({"version": 2}, "transferred")],
)
async def test_no_reason_admits_a_ticket_that_ended_or_changed_hands(
    client, database, door, operator, person, code_of, change, reason
):
    ticket = (await door.tickets_for(person(), "Berta"))[0]
    code = code_of(ticket)
    async with database.transaction() as session:
        await session.execute(update(Ticket).where(Ticket.id == ticket.id).values(**change))
    answer = (await client.post(PATH, json=door.scan(code, override_reason=REASON), auth=operator)).json()
    assert (answer["result"], answer["reason"], answer["can_override"]) == ("refused", reason, False)


async def test_no_reason_admits_a_ticket_twice(client, door, operator, person, code_of):
    ticket = (await door.tickets_for(person(), "Berta"))[0]
    await client.post(PATH, json=door.scan(code_of(ticket)), auth=operator)
    by_name = {**door.scan(""), "ticket_id": ticket.id, "override_reason": REASON}
    del by_name["code"]
    somebody_else = door.scan(code_of(ticket), holder={"name": "Mallory"}, override_reason=REASON)
    for scan in (door.scan(code_of(ticket), override_reason=REASON), by_name, somebody_else):
        answer = (await client.post(PATH, json=scan, auth=operator)).json()
        assert (answer["result"], answer["reason"]) == ("refused", "already_checked_in")
        assert answer["can_override"] is False


async def test_a_ticket_found_by_name_is_admitted_with_a_reason_only(client, door, operator, person):
    ticket = (await door.tickets_for(person(), "Berta"))[0]
    scan = {**door.scan(""), "ticket_id": ticket.id}
    both = await client.post(PATH, json={**scan, "override_reason": REASON}, auth=operator)
    del scan["code"]
    without_reason = await client.post(PATH, json=scan, auth=operator)
    assert (both.status_code, without_reason.status_code) == (422, 422)
    answer = (await client.post(PATH, json={**scan, "override_reason": REASON}, auth=operator)).json()
    assert (answer["result"], answer["check_in"]["overrode"]) == ("admitted", "no_code")


async def test_a_reason_that_was_not_needed_is_not_kept(client, door, operator, person, code_of):
    ticket = (await door.tickets_for(person(), "Berta"))[0]
    answer = (await client.post(PATH, json=door.scan(code_of(ticket), override_reason=REASON), auth=operator)).json()
    assert (answer["result"], answer["check_in"]["overrode"]) == ("admitted", None)
