"""Who has the ticket sees it, its code and its document; nobody else can tell that it is there."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image
from pypdf import PdfReader

from shared.messages.auth import SessionRevoked
from shared.testing.messages import tell
from shared.testing.scanner import scan
from ticket_service.listeners import listeners
from ticket_service.tests.check_ins.door import open_door


async def test_a_ticket_is_shown_with_its_code_and_its_event(client, database, person):
    buyer = person()
    door = await open_door(database)
    ticket = (await door.tickets_for(buyer, "Berta"))[0]
    shown = (await client.get(f"/api/v1/tickets/{ticket.id}", auth=buyer)).json()
    assert (shown["holder_name"], shown["status"], shown["ticket_type_name"]) == ("Berta", "valid", "Standing")
    assert shown["event"]["time_zone"] == "Europe/Berlin"
    picture = await client.get(f"/api/v1/tickets/{ticket.id}/qr.png", auth=buyer)
    assert scan(Image.open(io.BytesIO(picture.content))) == shown["code"]
    drawn = await client.get(f"/api/v1/tickets/{ticket.id}/qr.svg", auth=buyer)
    assert (drawn.headers["content-type"], b"<script" in drawn.content) == ("image/svg+xml", False)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [(None, "Ticket 1 of 1."), ("de-AT,de;q=0.9,en;q=0.8", "Ticket 1 von 1."), ("fr, de;q=0.5", "Ticket 1 von 1.")],
)
async def test_a_ticket_is_printed_in_the_language_that_is_asked_for(client, database, person, calling, wanted, said):
    buyer = person()
    ticket = (await (await open_door(database)).tickets_for(buyer, "Anna"))[0]
    headers = {"Accept-Language": wanted} if wanted else {}
    own = f"/api/v1/tickets/{ticket.id}.pdf", buyer
    of_account = f"/internal/accounts/{buyer.account_id}/tickets/{ticket.id}.pdf", calling("notification")
    of_order = f"/internal/orders/{ticket.order_id}/tickets.pdf", calling("notification")
    for path, caller in (own, of_account, of_order):
        printed = await client.get(path, headers=headers, auth=caller)
        assert said in PdfReader(io.BytesIO(printed.content)).pages[0].extract_text()


async def test_the_document_of_an_order_has_a_page_for_each_valid_ticket(client, database, person, calling):
    buyer = person()
    tickets = await (await open_door(database)).tickets_for(buyer, "Anna", "Bernd")
    own = await client.get(f"/api/v1/tickets/{tickets[0].id}.pdf", auth=buyer)
    assert len(PdfReader(io.BytesIO(own.content)).pages) == 1
    path = f"/internal/orders/{tickets[0].order_id}/tickets.pdf"
    whole = await client.get(path, auth=calling("notification"))
    assert len(PdfReader(io.BytesIO(whole.content)).pages) == 2
    assert (await client.get(path, auth=calling("event"))).status_code == 403
    assert (await client.get(path, auth=buyer)).status_code == 401


async def test_somebody_elses_ticket_is_not_there(client, database, person):
    tickets = await (await open_door(database)).tickets_for(person(), "Anna")
    for path in ("", "/qr.svg", "/qr.png", ".pdf"):
        foreign = await client.get(f"/api/v1/tickets/{tickets[0].id}{path}", auth=person())
        absent = await client.get(f"/api/v1/tickets/tkt_{'0' * 32}{path}", auth=person())
        assert (foreign.status_code, absent.status_code) == (404, 404)
        assert (await client.get(f"/api/v1/tickets/{tickets[0].id}{path}")).status_code == 401


async def test_tickets_are_listed_by_order_and_by_event_the_newest_first(client, database, person):
    buyer = person()
    first, second = await open_door(database), await open_door(database)
    one = (await first.tickets_for(buyer, "Anna"))[0]
    two = (await second.tickets_for(buyer, "Anna"))[0]

    async def listed(**params):
        page = (await client.get("/api/v1/tickets", params=params, auth=buyer)).json()
        return [ticket["id"] for ticket in page["data"]]

    assert await listed() == [two.id, one.id]
    assert await listed(order_id=two.order_id) == [two.id]
    assert await listed(event_id=first.event.event_id) == [one.id]
    assert await listed(limit=1) == [two.id]
    misspelt = await client.get("/api/v1/tickets", params={"order": two.order_id}, auth=buyer)
    assert (misspelt.status_code, misspelt.json()["code"]) == (422, "unknown_parameter")


async def test_a_session_that_has_ended_sees_no_codes(client, database, person):
    buyer = person()
    ticket = (await (await open_door(database)).tickets_for(buyer, "Anna"))[0]
    until = datetime.now(UTC) + timedelta(minutes=5)
    revoked = SessionRevoked(account_id=buyer.account_id, session_id=buyer.session_id, until=until)
    await tell(database, listeners, revoked)
    for path in ("", *(f"/{ticket.id}{end}" for end in ("", "/qr.svg", "/qr.png", ".pdf"))):
        assert (await client.get(f"/api/v1/tickets{path}", auth=buyer)).status_code == 401
