"""The door: admitted once, refused with the reason, and never for those who are not staff."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.ext.asyncio import create_async_engine

from shared.messages.auth import EmailVerified
from shared.messages.event import EventCanceled
from shared.testing.messages import tell
from ticket_service.catalog.models import TicketType
from ticket_service.check_ins.models import CheckIn, Scan
from ticket_service.listeners import listeners
from ticket_service.tests.check_ins.door import open_door
from ticket_service.tests.shop import Shop
from ticket_service.tickets.models import Ticket

PATH = "/api/v1/check-ins"


@pytest.fixture
def buyer(person):
    return person()


async def _change(database, ticket, **values):
    async with database.transaction() as session:
        await session.execute(update(Ticket).where(Ticket.id == ticket.id).values(**values))


async def test_a_ticket_is_admitted_once_and_then_refused_with_when_and_where(client, door, operator, buyer, code_of):
    ticket = (await door.tickets_for(buyer, "Berta Buyer"))[0]
    first = (await client.post(PATH, json=door.scan(code_of(ticket), gate="North"), auth=operator)).json()
    assert (first["result"], first["reason"]) == ("admitted", None)
    assert first["ticket"]["holder_name"] == "Berta Buyer"
    second = (await client.post(PATH, json=door.scan(code_of(ticket), gate="South"), auth=operator)).json()
    assert (second["result"], second["reason"]) == ("refused", "already_checked_in")
    assert second["check_in"] == first["check_in"]
    assert second["check_in"]["gate"] == "North"


async def test_fifty_scanners_admit_one_ticket_exactly_once(client, database, door, operator, buyer, code_of):
    ticket = (await door.tickets_for(buyer, "Berta"))[0]

    async def scan() -> str:
        """As a device does: the same scan again while the service says that it has too much to do."""
        body = door.scan(code_of(ticket))
        while (answer := await client.post(PATH, json=body, auth=operator)).status_code == 503:  # noqa: ASYNC110
            await asyncio.sleep(float(answer.headers["retry-after"]))
        return answer.json()["result"]

    answers = await asyncio.gather(*(scan() for _ in range(50)))
    assert sorted(answers) == ["admitted"] + ["refused"] * 49
    async with database.transaction() as session:
        scans = select(func.count()).select_from(Scan).where(Scan.ticket_id == ticket.id)
        assert (await session.execute(scans)).scalar_one() == 50


async def test_control_without_the_unique_index_a_ticket_is_admitted_more_than_once(
    scratch, database, door, operator, buyer
):
    """What the index refuses: two check-ins that both found none. Rolled back, so that the index stays."""
    ticket = (await door.tickets_for(buyer, "Berta"))[0]
    engine = create_async_engine(scratch.owner_url)
    async with engine.connect() as connection, connection.begin() as transaction:
        await connection.execute(text("DROP INDEX uq_check_ins_ticket_id_standing"))
        row = {"ticket_id": ticket.id, "event_id": ticket.event_id, "checked_in_at": datetime.now(UTC)}
        for _ in range(2):
            await connection.execute(insert(CheckIn).values(checked_in_by=operator.account_id, **row))
        await transaction.rollback()
    await engine.dispose()


async def test_the_same_scan_again_gets_the_same_answer_and_changes_nothing(client, door, operator, buyer, code_of):
    ticket = (await door.tickets_for(buyer, "Berta"))[0]
    scan = door.scan(code_of(ticket), gate="North")
    answers = await asyncio.gather(*(client.post(PATH, json=scan, auth=operator) for _ in range(10)))
    assert {answer.text for answer in answers} == {answers[0].text}
    assert answers[0].json()["result"] == "admitted"
    other = await client.post(PATH, json={**scan, "gate": "South"}, auth=operator)
    assert (other.status_code, other.json()["code"]) == (409, "scan_id_reused")


async def test_a_code_that_is_none_is_refused_and_kept(client, door, operator):
    for code in ("", "x", "A" * 160, "'; DROP TABLE tickets; --", "x" * 2000):
        answer = (await client.post(PATH, json=door.scan(code), auth=operator)).json()
        assert (answer["result"], answer["reason"], answer["ticket"]) == ("refused", "unknown_code", None)


async def test_a_ticket_of_another_event_is_refused_without_naming_its_holder(
    client, database, door, operator, buyer, code_of
):
    elsewhere = await open_door(database)
    ticket = (await elsewhere.tickets_for(buyer, "Berta"))[0]
    answer = (await client.post(PATH, json=door.scan(code_of(ticket)), auth=operator)).json()
    assert (answer["result"], answer["reason"], answer["ticket"]) == ("refused", "wrong_event", None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"status": "voided"}, "voided"), ({"status": "refunded"}, "refunded"), ({"version": 2}, "transferred")],
)
async def test_a_ticket_that_ended_is_refused_with_the_reason(
    client, database, door, operator, buyer, code_of, change, reason
):
    ticket = (await door.tickets_for(buyer, "Berta"))[0]
    code = code_of(ticket)
    await _change(database, ticket, **change)
    answer = (await client.post(PATH, json=door.scan(code), auth=operator)).json()
    assert (answer["result"], answer["reason"]) == ("refused", reason)


async def test_a_canceled_event_admits_nobody(client, database, door, operator, buyer, code_of):
    ticket = (await door.tickets_for(buyer, "Berta"))[0]
    event = door.event.model_copy(update={"status": "canceled"})
    await tell(database, listeners, EventCanceled(event_id=event.event_id, event=event, reason="storm", version=2))
    answer = (await client.post(PATH, json=door.scan(code_of(ticket)), auth=operator)).json()
    assert (answer["result"], answer["reason"]) == ("refused", "event_canceled")


@pytest.mark.parametrize(
    ("doors_in", "reason"), [(timedelta(hours=1), "not_yet_valid"), (timedelta(hours=-7), "no_longer_valid")]
)
async def test_a_ticket_is_valid_from_doors_to_end(client, database, operator, buyer, code_of, doors_in, reason):
    door = await open_door(database, doors_in=doors_in, staff=(operator.account_id,))
    ticket = (await door.tickets_for(buyer, "Berta"))[0]
    answer = (await client.post(PATH, json=door.scan(code_of(ticket)), auth=operator)).json()
    assert (answer["result"], answer["reason"]) == ("refused", reason)


async def test_a_ticket_types_own_validity_comes_before_the_events(client, database, operator, buyer, code_of):
    door = await open_door(database, doors_in=timedelta(hours=1), staff=(operator.account_id,))
    early = datetime.now(UTC) - timedelta(minutes=1)
    async with database.transaction() as session:
        await session.execute(update(TicketType).where(TicketType.id == door.ticket_type_id).values(valid_from=early))
    ticket = (await door.tickets_for(buyer, "Berta"))[0]
    answer = (await client.post(PATH, json=door.scan(code_of(ticket)), auth=operator)).json()
    assert answer["result"] == "admitted"


async def test_somebody_elses_ticket_is_refused_when_the_operator_says_whom_they_see(
    client, database, door, operator, buyer, person, code_of
):
    await tell(database, listeners, EmailVerified(account_id=buyer.account_id, email="berta@xn--mnchen-3ya.de"))
    mismatches = [
        {"name": "Mallory"},
        {"account_id": person().account_id},
        {"email": "mallory@example.org"},
        {"name": "Berta Bürger", "email": "mallory@example.org"},
    ]
    ticket = (await door.tickets_for(buyer, "Berta Bürger"))[0]
    for seen in mismatches:
        answer = (await client.post(PATH, json=door.scan(code_of(ticket), holder=seen), auth=operator)).json()
        assert (answer["result"], answer["reason"]) == ("refused", "holder_mismatch"), seen
    seen = {"name": "  berta   BURGER ", "account_id": buyer.account_id, "email": "Berta@München.de"}
    answer = (await client.post(PATH, json=door.scan(code_of(ticket), holder=seen), auth=operator)).json()
    assert answer["result"] == "admitted"


async def test_only_staff_members_and_admins_may_scan_and_others_cannot_tell_that_the_event_exists(
    client, database, operator, buyer, person, code_of
):
    member, admin = person("EventCreator"), person("Admin")
    door = await open_door(database, staff=(operator.account_id, buyer.account_id), members=(member.account_id,))
    for allowed in (operator, member, admin):
        ticket = (await door.tickets_for(buyer, "Berta"))[0]
        assert (await client.post(PATH, json=door.scan(code_of(ticket)), auth=allowed)).json()["result"] == "admitted"
    without_role, foreign = buyer, person("Operator", "EventCreator")
    ticket = (await door.tickets_for(buyer, "Berta"))[0]
    absent = {**door.scan(code_of(ticket)), "event_id": "evt_" + "0" * 32}
    bodies = []
    for refused, body in (
        (without_role, door.scan(code_of(ticket))),
        (foreign, door.scan(code_of(ticket))),
        (operator, absent),
    ):
        answer = await client.post(PATH, json=body, auth=refused)
        bodies.append({key: value for key, value in answer.json().items() if key != "request_id"})
    assert bodies[0]["status"] == 404
    assert bodies[0] == bodies[1] == bodies[2]
    assert (await client.post(PATH, json=door.scan(code_of(ticket)))).status_code == 401


async def test_an_undone_check_in_lets_the_ticket_enter_again_and_keeps_who_and_why(
    client, database, door, operator, buyer, code_of
):
    ticket = (await door.tickets_for(buyer, "Berta"))[0]
    admitted = (await client.post(PATH, json=door.scan(code_of(ticket)), auth=operator)).json()
    path = f"/api/v1/events/{door.event.event_id}/check-ins/{admitted['check_in']['id']}/undo"
    undone = await client.post(path, json={"reason": "wrong gate"}, auth=operator)
    assert (undone.status_code, undone.json()["undone_at"] is not None) == (200, True)
    assert (await client.post(path, json={"reason": "again"}, auth=operator)).json()["code"] == "already_undone"
    again = (await client.post(PATH, json=door.scan(code_of(ticket)), auth=operator)).json()
    assert again["result"] == "admitted"
    async with database.transaction() as session:
        kept = await session.get_one(CheckIn, admitted["check_in"]["id"])
    assert (kept.undone_by, kept.undo_reason) == (operator.account_id, "wrong gate")


async def test_the_count_tells_how_many_of_the_valid_tickets_are_inside(client, door, operator, buyer, code_of):
    tickets = await door.tickets_for(buyer, "Anna", "Bernd", "Clara")
    for ticket, gate in zip(tickets, ("North", None), strict=False):
        await client.post(PATH, json=door.scan(code_of(ticket), gate=gate), auth=operator)
    path = f"/api/v1/events/{door.event.event_id}/check-ins/count"
    gates = [{"gate": "North", "inside": 1}, {"gate": None, "inside": 1}]
    assert (await client.get(path, auth=operator)).json() == {"valid": 3, "inside": 2, "gates": gates}
    assert (await client.get(path, auth=buyer)).status_code == 404


async def test_operators_see_the_events_that_they_are_staff_of(client, database, door, operator, buyer):
    await open_door(database)
    listed = (await client.get("/api/v1/check-ins/events", auth=operator)).json()["data"]
    assert [event["id"] for event in listed] == [door.event.event_id]
    assert (await client.get("/api/v1/check-ins/events", auth=buyer)).json()["data"] == []


async def test_an_undone_check_in_is_told(client, database, door, operator, buyer, code_of):
    ticket = (await door.tickets_for(buyer, "Berta"))[0]
    admitted = (await client.post(PATH, json=door.scan(code_of(ticket), gate="North"), auth=operator)).json()
    undo = f"/api/v1/events/{ticket.event_id}/check-ins/{admitted['check_in']['id']}/undo"
    for status in (200, 409):
        answer = await client.post(undo, json={"reason": "A mistake"}, auth=operator)
        assert answer.status_code == status
    admission, undone = await Shop(database).payloads(ticket.id)
    assert undone["ticket_type_id"] == ticket.ticket_type_id
    assert undone["checked_in_at"] == admission["checked_in_at"]
    assert await Shop(database).told(ticket.id) == ["TicketCheckedIn", "TicketCheckInUndone"]
