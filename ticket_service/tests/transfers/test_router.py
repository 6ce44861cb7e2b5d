"""A ticket goes to whoever has proven the address it was offered to; to everybody else the offer is not there."""

from collections.abc import Callable

import httpx
import pytest

from shared.messages.auth import AccountClosed
from shared.persistence.database import Database
from shared.testing.accounts import Person
from shared.testing.messages import tell
from ticket_service.listeners import listeners
from ticket_service.tests.handing import accept, hand_over, offer, one_ticket, scan, seen, verify
from ticket_service.tests.shop import Buyer, Shop
from ticket_service.transfers.service import MOST_OFFERS_A_DAY

BuyerOf = Callable[[], Buyer]
People = Callable[..., Person]
ABSENT = f"trf_{'0' * 32}"


@pytest.fixture
def admin(client: httpx.AsyncClient, person: People) -> Buyer:
    return Buyer(client, person("Admin"))


async def test_an_accepted_ticket_has_another_owner_another_name_and_another_code(
    database: Database, shop: Shop, buyer: BuyerOf, admin: Buyer
):
    owner, friend = buyer(), buyer()
    ticket = await one_ticket(shop, owner)
    transfer = await offer(owner, ticket, await verify(database, friend), message="Enjoy it!")
    assert (transfer["status"], transfer["direction"], transfer["message"]) == ("offered", "outgoing", "Enjoy it!")
    shown = (await friend.get(f"/transfers/{transfer['id']}")).json()
    assert (shown["direction"], shown["message"], shown["event"]["title"]) == ("incoming", "Enjoy it!", "A Night")
    accepted = await accept(friend, transfer, "Carla New")
    assert (accepted.status_code, accepted.json()["status"]) == (200, "accepted")
    theirs = (await friend.get(f"/tickets/{ticket['id']}")).json()
    assert (theirs["holder_name"], theirs["status"]) == ("Carla New", "valid")
    assert theirs["code"] != ticket["code"]
    assert seen(await owner.get(f"/tickets/{ticket['id']}")) == (404, "ticket_not_found")
    assert await scan(admin, ticket["event_id"], ticket["code"]) == ("refused", "transferred")
    assert await scan(admin, ticket["event_id"], theirs["code"]) == ("admitted", None)
    assert await shop.told(transfer["id"]) == ["TicketTransferOffered"]
    [told, *_] = await shop.payloads(ticket["id"])
    assert (told["from_account_id"], told["to_account_id"]) == (owner.person.account_id, friend.person.account_id)
    assert told["version"] == 2


async def test_only_the_verified_address_counts(database: Database, shop: Shop, buyer: BuyerOf):
    owner, friend, unproven = buyer(), buyer(), buyer()
    transfer = await offer(owner, await one_ticket(shop, owner), f"{friend.person.account_id}@example.com")
    for somebody in (friend, unproven):
        assert seen(await somebody.get(f"/transfers/{transfer['id']}")) == (404, "transfer_not_found")
        assert (await somebody.get("/transfers")).json()["data"] == []
        assert seen(await accept(somebody, transfer)) == (404, "transfer_not_found")
    await verify(database, friend)
    assert (await accept(friend, transfer)).status_code == 200


async def test_a_closed_account_has_no_address_any_more(database: Database, shop: Shop, buyer: BuyerOf):
    owner, gone = buyer(), buyer()
    transfer = await offer(owner, await one_ticket(shop, owner), await verify(database, gone))
    await tell(database, listeners, AccountClosed(account_id=gone.person.account_id))
    assert seen(await accept(gone, transfer)) == (404, "transfer_not_found")


async def test_an_offer_says_nothing_of_who_has_the_address(database: Database, shop: Shop, buyer: BuyerOf):
    """The answers differ in nothing but what belongs to the tickets and to the moment."""
    owner, friend = buyer(), buyer()
    known = await offer(owner, await one_ticket(shop, owner), await verify(database, friend))
    unknown = await offer(owner, await one_ticket(shop, owner), "nobody@example.com")
    assert known.keys() == unknown.keys()
    assert {known["status"], unknown["status"]} == {"offered"}
    accepted = await hand_over(database, owner, await one_ticket(shop, owner), friend)
    again = (await owner.get(f"/transfers/{accepted['id']}")).text
    assert friend.person.account_id not in again.replace(accepted["email"], "")


async def test_whoever_is_not_part_of_it_sees_and_does_nothing(database: Database, shop: Shop, buyer: BuyerOf):
    owner, friend, stranger = buyer(), buyer(), buyer()
    await verify(database, stranger)
    ticket = await one_ticket(shop, owner)
    transfer = await offer(owner, ticket, await verify(database, friend))
    assert seen(await stranger.post("/transfers", {"ticket_id": ticket["id"], "email": "a@example.com"})) == (
        404,
        "ticket_not_found",
    )
    for transfer_id in (transfer["id"], ABSENT):
        assert seen(await stranger.get(f"/transfers/{transfer_id}")) == (404, "transfer_not_found")
        assert seen(await accept(stranger, {"id": transfer_id})) == (404, "transfer_not_found")
        for act in ("decline", "withdraw"):
            answer = await stranger.post(f"/transfers/{transfer_id}/{act}")
            assert seen(answer) == (404, "transfer_not_found")
    for somebody, act in ((owner, "decline"), (friend, "withdraw")):
        answer = await somebody.post(f"/transfers/{transfer['id']}/{act}")
        assert seen(answer) == (404, "transfer_not_found")
    assert seen(await accept(owner, transfer)) == (404, "transfer_not_found")


async def test_nobody_asks_without_signing_in(client: httpx.AsyncClient):
    for act in ("", f"/{ABSENT}/accept", f"/{ABSENT}/decline", f"/{ABSENT}/withdraw"):
        assert (await client.post(f"/api/v1/transfers{act}", json={})).status_code == 401
    for path in ("", f"/{ABSENT}"):
        assert (await client.get(f"/api/v1/transfers{path}")).status_code == 401


async def test_a_key_is_required_and_the_same_key_offers_once(shop: Shop, buyer: BuyerOf, client: httpx.AsyncClient):
    owner = buyer()
    body = {"ticket_id": (await one_ticket(shop, owner))["id"], "email": "ada@example.com"}
    without = await client.post("/api/v1/transfers", json=body, auth=owner.person)
    assert seen(without) == (400, "idempotency_key_required")
    twice = [await owner.post("/transfers", body, key="one") for _ in range(2)]
    assert twice[0].content == twice[1].content
    assert len((await owner.get("/transfers")).json()["data"]) == 1


@pytest.mark.parametrize(("act", "status"), [("decline", "declined"), ("withdraw", "withdrawn")])
async def test_an_offer_that_led_to_nothing_leaves_the_ticket_and_can_be_made_again(
    database: Database, shop: Shop, buyer: BuyerOf, admin: Buyer, act: str, status: str
):
    owner, friend = buyer(), buyer()
    ticket = await one_ticket(shop, owner)
    email = await verify(database, friend)
    transfer = await offer(owner, ticket, email)
    other = await owner.post("/transfers", {"ticket_id": ticket["id"], "email": "b@example.com"})
    assert (seen(other), other.json()["transfer_id"]) == ((409, "already_offered"), transfer["id"])
    ended = await (friend if act == "decline" else owner).post(f"/transfers/{transfer['id']}/{act}")
    assert (ended.status_code, ended.json()["status"]) == (200, status)
    assert seen(await accept(friend, transfer)) == (409, "transfer_not_open")
    assert await shop.told(transfer["id"]) == ["TicketTransferOffered", "TicketTransferEnded"]
    assert (await owner.get(f"/tickets/{ticket['id']}")).json()["code"] == ticket["code"]
    assert (await accept(friend, await offer(owner, ticket, email))).status_code == 200
    assert await scan(admin, ticket["event_id"], ticket["code"]) == ("refused", "transferred")


async def test_what_was_accepted_can_be_passed_on(database: Database, shop: Shop, buyer: BuyerOf, admin: Buyer):
    first, second, third = buyer(), buyer(), buyer()
    ticket = await one_ticket(shop, first)
    await hand_over(database, first, ticket, second)
    between = (await second.get(f"/tickets/{ticket['id']}")).json()
    await hand_over(database, second, ticket, third)
    last = (await third.get(f"/tickets/{ticket['id']}")).json()
    for code in (ticket["code"], between["code"]):
        assert await scan(admin, ticket["event_id"], code) == ("refused", "transferred")
    assert await scan(admin, ticket["event_id"], last["code"]) == ("admitted", None)


async def test_nobody_offers_a_ticket_to_their_own_address(database: Database, shop: Shop, buyer: BuyerOf):
    owner = buyer()
    own = await verify(database, owner)
    ticket = await one_ticket(shop, owner)
    answer = await owner.post("/transfers", {"ticket_id": ticket["id"], "email": own.upper()})
    assert seen(answer) == (409, "offered_to_yourself")


async def test_a_ticket_is_offered_so_often_a_day_and_not_more(shop: Shop, buyer: BuyerOf, client: httpx.AsyncClient):
    owner = buyer()
    ticket = await one_ticket(shop, owner)
    for number in range(MOST_OFFERS_A_DAY):
        transfer = await offer(owner, ticket, f"nobody-{number}@example.com")
        await owner.post(f"/transfers/{transfer['id']}/withdraw")
    body = {"ticket_id": ticket["id"], "email": "ada@example.com"}
    refused = await client.post(
        "/api/v1/transfers", json=body, auth=owner.person, headers={"Idempotency-Key": "one-more"}
    )
    assert seen(refused) == (429, "too_many_offers")
    assert 86_000 < int(refused.headers["retry-after"]) <= 86_401


async def test_offers_are_listed_by_direction_status_and_ticket(database: Database, shop: Shop, buyer: BuyerOf):
    owner, friend = buyer(), buyer()
    email = await verify(database, friend)
    one, two = await one_ticket(shop, owner), await one_ticket(shop, owner)
    first, second = await offer(owner, one, email), await offer(owner, two, email)
    back = await offer(friend, await one_ticket(shop, friend), "c@example.com")
    await friend.post(f"/transfers/{first['id']}/decline")

    async def listed(who: Buyer, filters: str = "") -> list[str]:
        return [transfer["id"] for transfer in (await who.get(f"/transfers?{filters}")).json()["data"]]

    assert await listed(friend) == [back["id"], second["id"], first["id"]]
    assert await listed(friend, "direction=incoming") == [second["id"], first["id"]]
    assert await listed(friend, "direction=outgoing") == [back["id"]]
    assert await listed(owner, "status=offered") == [second["id"]]
    assert await listed(owner, f"ticket_id={one['id']}") == [first["id"]]
    assert await listed(owner, f"order_id={one['order_id']}") == [first["id"]]
    page = (await owner.get("/transfers?limit=1")).json()
    assert await listed(owner, f"after={page['next_cursor']}") == [first["id"]]
    assert seen(await owner.get("/transfers?ticket=1")) == (422, "unknown_parameter")


@pytest.mark.parametrize("email", ["", "nobody", "a@b@c", "a\r\nBcc: b@example.com", "é@example.com"])
async def test_what_is_no_address_is_refused(shop: Shop, buyer: BuyerOf, email: str):
    owner = buyer()
    ticket = await one_ticket(shop, owner)
    assert (await owner.post("/transfers", {"ticket_id": ticket["id"], "email": email})).status_code == 422
