"""Another name until doors, another code whenever it is needed, and the event in one's calendar."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import update

from shared.persistence.database import Database
from shared.testing.accounts import CallingService, Person
from ticket_service.tests.handing import hand_over, one_ticket, scan, seen
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop
from ticket_service.tickets.models import MOST_CODES, Ticket

BuyerOf = Callable[[], Buyer]
People = Callable[..., Person]


@pytest.fixture
def admin(client: httpx.AsyncClient, person: People) -> Buyer:
    return Buyer(client, person("Admin"))


async def _rename(client: httpx.AsyncClient, who: Buyer, ticket_id: str, name: str = "Carla New") -> httpx.Response:
    return await client.patch(f"/api/v1/tickets/{ticket_id}", json={"holder_name": name}, auth=who.person)


async def test_the_owner_names_somebody_else_and_the_code_stays(shop: Shop, buyer: BuyerOf, client: httpx.AsyncClient):
    owner = buyer()
    ticket = await one_ticket(shop, owner)
    renamed = (await _rename(client, owner, ticket["id"])).json()
    assert (renamed["holder_name"], renamed["code"]) == ("Carla New", ticket["code"])
    assert (await owner.get(f"/tickets/{ticket['id']}")).json()["holder_name"] == "Carla New"


async def test_the_name_is_fixed_when_doors_open_and_when_the_ticket_or_its_event_has_ended(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, client: httpx.AsyncClient
):
    owner = buyer()
    opened = await one_ticket(shop, owner, doors_at=datetime.now(UTC) - timedelta(minutes=1))
    refunded, canceled = await one_ticket(shop, owner), await one_ticket(shop, owner)
    await (await organizer(refunded["offered"])).refund(refunded["order"])
    await shop.cancel(canceled["offered"])
    refusals = [seen(await _rename(client, owner, ticket["id"])) for ticket in (opened, refunded, canceled)]
    assert refusals == [(409, "holder_is_fixed"), (409, "ticket_not_valid"), (409, "event_is_canceled")]
    assert (await owner.get(f"/tickets/{opened['id']}")).json()["holder_name"] == "Guest 0"


async def test_a_reissued_ticket_has_another_code_and_the_old_one_is_refused(
    shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, admin: Buyer
):
    owner = buyer()
    ticket = await one_ticket(shop, owner)
    assert (await owner.post(f"/tickets/{ticket['id']}/reissue")).json() == {"id": ticket["id"]}
    second = (await owner.get(f"/tickets/{ticket['id']}")).json()["code"]
    member = await organizer(ticket["offered"])
    assert (await member.post(f"/tickets/{ticket['id']}/reissue")).json() == {"id": ticket["id"]}
    third = (await owner.get(f"/tickets/{ticket['id']}")).json()["code"]
    for code in (ticket["code"], second):
        assert await scan(admin, ticket["event_id"], code) == ("refused", "transferred")
    assert await scan(admin, ticket["event_id"], third) == ("admitted", None)
    assert (await shop.told(ticket["id"]))[:2] == ["TicketReissued", "TicketReissued"]


async def test_codes_run_out_with_a_clear_word(database: Database, shop: Shop, buyer: BuyerOf):
    owner = buyer()
    ticket = await one_ticket(shop, owner)
    async with database.transaction() as session:
        await session.execute(update(Ticket).where(Ticket.id == ticket["id"]).values(version=MOST_CODES))
    assert seen(await owner.post(f"/tickets/{ticket['id']}/reissue")) == (409, "codes_used_up")


async def test_for_everybody_else_the_ticket_is_not_there(
    database: Database, shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, client: httpx.AsyncClient
):
    owner, stranger, friend = buyer(), buyer(), buyer()
    ticket, other = await one_ticket(shop, owner), await one_ticket(shop, owner)
    foreign = await organizer(other["offered"])
    await hand_over(database, owner, ticket, friend)
    for somebody in (stranger, foreign, owner):
        for ticket_id in (ticket["id"], f"tkt_{'0' * 32}"):
            answers = [
                await _rename(client, somebody, ticket_id),
                await somebody.post(f"/tickets/{ticket_id}/reissue"),
                await somebody.get(f"/tickets/{ticket_id}/calendar.ics"),
            ]
            assert [seen(answer) for answer in answers] == [(404, "ticket_not_found")] * 3
    path = f"/api/v1/tickets/{ticket['id']}"
    assert (await client.patch(path, json={"holder_name": "X"})).status_code == 401
    assert (await client.post(f"{path}/reissue")).status_code == 401
    assert (await client.get(f"{path}/calendar.ics")).status_code == 401


async def test_a_ticket_brings_its_event_into_the_calendar(shop: Shop, buyer: BuyerOf):
    owner = buyer()
    ticket = await one_ticket(shop, owner, title="Night; of, the Organ")
    answer = await owner.get(f"/tickets/{ticket['id']}/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    lines = answer.text.replace("\r\n ", "").split("\r\n")
    starts = datetime.fromisoformat(ticket["event"]["starts_at"])
    assert {r"SUMMARY:Night\; of\, the Organ", f"DTSTART:{starts:%Y%m%dT%H%M%SZ}", "STATUS:CONFIRMED"} <= {*lines}
    assert f"UID:{ticket['event_id']}@localhost" in lines
    await shop.cancel(ticket["offered"])
    assert "STATUS:CANCELLED" in (await owner.get(f"/tickets/{ticket['id']}/calendar.ics")).text


async def test_the_document_for_a_mail_goes_to_the_owner_of_a_valid_ticket_only(
    database: Database,
    shop: Shop,
    buyer: BuyerOf,
    organizer: OrganizerOf,
    client: httpx.AsyncClient,
    calling: Callable[[str], CallingService],
):
    owner, friend = buyer(), buyer()
    ticket = await one_ticket(shop, owner)

    async def status_for(somebody: Buyer, caller: str = "notification") -> int:
        path = f"/internal/accounts/{somebody.person.account_id}/tickets/{ticket['id']}.pdf"
        return (await client.get(path, auth=calling(caller))).status_code

    assert [await status_for(owner), await status_for(friend), await status_for(owner, "event")] == [200, 404, 403]
    await hand_over(database, owner, ticket, friend)
    assert [await status_for(owner), await status_for(friend)] == [404, 200]
    await (await organizer(ticket["offered"])).refund(ticket["order"])
    assert await status_for(friend) == 404
