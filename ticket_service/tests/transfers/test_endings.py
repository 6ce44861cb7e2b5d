"""An offer ends with its time, its event or its ticket; then nobody can accept it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import update

from shared.messages.event import EventChanged
from shared.persistence.database import Database
from shared.runtime import Runtime
from shared.testing.accounts import Person
from shared.testing.messages import tell
from ticket_service.config import Settings
from ticket_service.listeners import listeners
from ticket_service.tests.handing import accept, offer, one_ticket, scan, seen, verify
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop
from ticket_service.tests.till import LONG_AGO
from ticket_service.transfers import service as transfers
from ticket_service.transfers.models import Transfer

BuyerOf = Callable[[], Buyer]
People = Callable[..., Person]


@pytest.fixture
def admin(client: httpx.AsyncClient, person: People) -> Buyer:
    return Buyer(client, person("Admin"))


async def _let_time_pass(database: Database, transfer_id: str) -> None:
    async with database.transaction() as session:
        await session.execute(update(Transfer).where(Transfer.id == transfer_id).values(expires_at=LONG_AGO))


async def _sweep(runtime: Runtime[Settings]) -> None:
    await transfers.expire_due(runtime.database, runtime.settings)


async def test_an_offer_ends_with_its_deadline(
    database: Database, shop: Shop, buyer: BuyerOf, runtime: Runtime[Settings]
):
    owner, friend = buyer(), buyer()
    ticket = await one_ticket(shop, owner)
    email = await verify(database, friend)
    transfer = await offer(owner, ticket, email)
    await _let_time_pass(database, transfer["id"])
    assert seen(await accept(friend, transfer)) == (410, "offer_has_expired")
    second = await offer(owner, ticket, email)
    assert (await owner.get(f"/transfers/{transfer['id']}")).json()["status"] == "expired"
    await _let_time_pass(database, second["id"])
    await _sweep(runtime)
    assert (await owner.get(f"/transfers/{second['id']}")).json()["status"] == "expired"
    assert (await shop.payloads(second["id"]))[-1]["outcome"] == "expired"


async def test_an_offer_lasts_until_doors_at_the_longest(database: Database, shop: Shop, buyer: BuyerOf):
    owner, friend = buyer(), buyer()
    ticket = await one_ticket(shop, owner)
    transfer = await offer(owner, ticket, await verify(database, friend))
    assert transfer["expires_at"] == ticket["event"]["doors_at"]
    far = await one_ticket(shop, owner, doors_at=datetime.now(UTC) + timedelta(days=30))
    until = datetime.fromisoformat((await offer(owner, far, "ada@example.com"))["expires_at"])
    assert until < datetime.now(UTC) + timedelta(days=3, minutes=1)
    opened = await one_ticket(shop, owner, doors_at=datetime.now(UTC) - timedelta(minutes=1))
    answer = await owner.post("/transfers", {"ticket_id": opened["id"], "email": "ada@example.com"})
    assert seen(answer) == (409, "holder_is_fixed")


async def test_doors_that_open_earlier_than_planned_end_the_offer(
    database: Database, shop: Shop, buyer: BuyerOf, runtime: Runtime[Settings]
):
    owner, friend = buyer(), buyer()
    ticket = await one_ticket(shop, owner)
    transfer = await offer(owner, ticket, await verify(database, friend))
    event = ticket["offered"].event.model_copy(update={"doors_at": datetime.now(UTC) - timedelta(minutes=1)})
    await tell(database, listeners, EventChanged(event_id=event.event_id, event=event, version=2))
    assert seen(await accept(friend, transfer)) == (409, "holder_is_fixed")
    await _sweep(runtime)
    assert (await friend.get(f"/transfers/{transfer['id']}")).json()["status"] == "expired"


async def test_a_ticket_that_has_ended_or_been_used_is_not_transferred(
    database: Database,
    shop: Shop,
    buyer: BuyerOf,
    organizer: OrganizerOf,
    admin: Buyer,
    runtime: Runtime[Settings],
):
    owner, friend = buyer(), buyer()
    email = await verify(database, friend)
    refunded, used, canceled = [await one_ticket(shop, owner) for _ in range(3)]
    offers = [await offer(owner, ticket, email) for ticket in (refunded, used, canceled)]
    await (await organizer(refunded["offered"])).refund(refunded["order"])
    assert await scan(admin, used["event_id"], used["code"]) == ("admitted", None)
    await shop.cancel(canceled["offered"])
    expected = [(409, "ticket_not_valid"), (409, "ticket_is_admitted"), (409, "event_is_canceled")]
    assert [seen(await accept(friend, transfer)) for transfer in offers] == expected
    await owner.post(f"/transfers/{offers[1]['id']}/withdraw")
    for ticket, refusal in zip((refunded, used), expected, strict=False):
        again = await owner.post("/transfers", {"ticket_id": ticket["id"], "email": email})
        assert seen(again) == refusal
    await _sweep(runtime)
    ended = [(await owner.get(f"/transfers/{transfer['id']}")).json()["status"] for transfer in offers]
    assert ended == ["expired", "withdrawn", "expired"]
