"""Accepting meets withdrawing, a refund, the door and another accepting: one of them happens, never both.

Each control does the same without the locks and shows both.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from shared.ids import new_id
from shared.persistence import clock
from shared.persistence.database import Database
from shared.testing.accounts import Person
from ticket_service.tests.handing import accept, offer, one_ticket, scan, verify
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop
from ticket_service.tickets.models import Ticket
from ticket_service.transfers import queries
from ticket_service.transfers.models import Transfer

BuyerOf = Callable[[], Buyer]
People = Callable[..., Person]
rounds = pytest.mark.parametrize("round_", range(4))


class Handing:
    """An offer that waits for its answer."""

    def __init__(self, database: Database, owner: Buyer, friend: Buyer) -> None:
        self.database, self.owner, self.friend = database, owner, friend
        self.ticket: dict[str, Any] = {}
        self.transfer: dict[str, Any] = {}

    async def begin(self, shop: Shop) -> None:
        self.ticket = await one_ticket(shop, self.owner)
        self.transfer = await offer(self.owner, self.ticket, await verify(self.database, self.friend))

    async def accept(self) -> bool:
        return (await accept(self.friend, self.transfer)).status_code == 200

    async def accept_without_locks(self, meanwhile: Callable[[], Awaitable[object]]) -> None:
        """`meanwhile` is what happens between reading and writing."""
        async with self.database.transaction() as session:
            transfer = await session.get_one(Transfer, self.transfer["id"])
            ticket = await session.get_one(Ticket, self.ticket["id"])
            await meanwhile()
            transfer.accept(await clock.now(session), account_id=self.friend.person.account_id)
            ticket.transfer(account_id=self.friend.person.account_id, holder_name="Carla New")

    async def state(self) -> tuple[str, bool, int]:
        """The transfer's status, whether the friend has the ticket, and its version."""
        async with self.database.transaction() as session:
            transfer = await session.get_one(Transfer, self.transfer["id"])
            ticket = await session.get_one(Ticket, self.ticket["id"])
            return str(transfer.status), ticket.account_id == self.friend.person.account_id, ticket.version


@pytest.fixture
async def handing(database: Database, shop: Shop, buyer: BuyerOf) -> Handing:
    handing = Handing(database, buyer(), buyer())
    await handing.begin(shop)
    return handing


@pytest.fixture
def admin(client: httpx.AsyncClient, person: People) -> Buyer:
    return Buyer(client, person("Admin"))


@rounds
async def test_an_offer_is_accepted_or_withdrawn_never_both(handing: Handing, round_: int):
    accepted, withdrawn = await asyncio.gather(
        handing.accept(), handing.owner.post(f"/transfers/{handing.transfer['id']}/withdraw")
    )
    assert accepted is not (withdrawn.status_code == 200)
    assert await handing.state() == (("accepted", True, 2) if accepted else ("withdrawn", False, 1))


async def test_control_without_locks_a_withdrawn_offer_is_accepted(handing: Handing):
    async def withdraw() -> None:
        assert (await handing.owner.post(f"/transfers/{handing.transfer['id']}/withdraw")).status_code == 200

    await handing.accept_without_locks(meanwhile=withdraw)
    assert (await handing.state())[1:] == (True, 2)


@rounds
async def test_of_two_acceptances_one_takes_effect(handing: Handing, round_: int):
    assert sorted(await asyncio.gather(*(handing.accept() for _ in range(4)))) == [False, False, False, True]
    assert await handing.state() == ("accepted", True, 2)


async def test_control_without_locks_both_acceptances_do(handing: Handing):
    met = asyncio.Barrier(2)
    await asyncio.gather(*(handing.accept_without_locks(met.wait) for _ in range(2)))
    assert await handing.state() == ("accepted", True, 2)


@rounds
async def test_a_ticket_is_accepted_or_refunded_by_the_buyers_wish_never_both(
    handing: Handing, shop: Shop, organizer: OrganizerOf, round_: int
):
    member = await organizer(handing.ticket["offered"])
    wish = await handing.owner.refund(handing.ticket["order"])
    accepted, granted = await asyncio.gather(handing.accept(), member.post(f"/refunds/{wish['id']}/approve"))
    assert accepted is not (granted.status_code == 200)
    assert await shop.stock(handing.ticket["offered"]) == (0, 1 if accepted else 0)
    if accepted:
        assert granted.json()["code"] == "ticket_is_transferred"


async def test_control_a_refund_that_does_not_lock_the_ticket_takes_it_from_its_new_owner(
    handing: Handing, database: Database
):
    async with database.transaction() as session:
        ticket = await session.get_one(Ticket, handing.ticket["id"])
        assert ticket.account_id == handing.owner.person.account_id
        assert await handing.accept()
        ticket.refund(await clock.now(session))
    status, is_theirs, _ = await handing.state()
    assert (status, is_theirs) == ("accepted", True)
    assert (await handing.friend.get(f"/tickets/{handing.ticket['id']}")).json()["status"] == "refunded"


@rounds
async def test_a_ticket_is_accepted_or_admitted_with_its_old_code_never_both(
    handing: Handing, admin: Buyer, round_: int
):
    accepted, (result, _) = await asyncio.gather(
        handing.accept(), scan(admin, handing.ticket["event_id"], handing.ticket["code"])
    )
    assert accepted is not (result == "admitted")


async def test_control_an_acceptance_that_does_not_lock_the_ticket_lets_both_happen(handing: Handing, admin: Buyer):
    async def enter() -> None:
        found = await scan(admin, handing.ticket["event_id"], handing.ticket["code"])
        assert found == ("admitted", None)

    await handing.accept_without_locks(meanwhile=enter)
    assert await handing.state() == ("accepted", True, 2)


async def _open(database: Database, ticket: dict[str, Any]) -> int:
    query = select(func.count()).where(Transfer.ticket_id == ticket["id"], Transfer.status == "offered")
    async with database.transaction() as session:
        return (await session.execute(query)).scalar_one()


@rounds
async def test_of_several_offers_at_once_one_is_open(database: Database, shop: Shop, buyer: BuyerOf, round_: int):
    owner = buyer()
    ticket = await one_ticket(shop, owner)
    wishes = [{"ticket_id": ticket["id"], "email": f"friend-{number}@example.com"} for number in range(4)]
    answers = await asyncio.gather(*(owner.post("/transfers", wish) for wish in wishes))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert await _open(database, ticket) == 1


async def test_control_without_the_lock_two_find_none_open_and_the_index_refuses_the_second(
    database: Database, shop: Shop, buyer: BuyerOf
):
    owner = buyer()
    ticket = await one_ticket(shop, owner)
    met = asyncio.Barrier(2)

    async def offer_without_lock() -> None:
        async with database.transaction() as session:
            assert await queries.find_open(session, ticket["id"]) is None
            await met.wait()
            moment = await clock.now(session)
            session.add(
                Transfer(
                    id=new_id("trf"),
                    ticket_id=ticket["id"],
                    event_id=ticket["event_id"],
                    account_id=owner.person.account_id,
                    email="ada@example.com",
                    message="",
                    created_at=moment,
                    expires_at=moment,
                )
            )

    attempts: list[Awaitable[None]] = [offer_without_lock() for _ in range(2)]
    outcomes = await asyncio.gather(*attempts, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [IntegrityError]
    assert await _open(database, ticket) == 1
