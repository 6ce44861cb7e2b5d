"""How entries and offers end, and that what was offered in vain goes to the next in line."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from shared.messages.auth import AccountClosed
from shared.messages.event import EventChanged, EventPostponed
from shared.persistence.database import Database
from shared.testing.messages import tell
from ticket_service.catalog.models import TicketType
from ticket_service.listeners import listeners
from ticket_service.stock import service as stock
from ticket_service.tests.handing import seen as refused
from ticket_service.tests.line import Line, accept, leave, seen
from ticket_service.tests.shop import Buyer, Shop, access

BuyerOf = Callable[[], Buyer]
SoldOut = Callable[..., Awaitable[Line]]


class Offered:
    """Something is offered to the first of two who wait."""

    def __init__(self, line: Line, people: list[Buyer], entries: list[dict[str, Any]]) -> None:
        self.line, self.people, self.entries = line, people, entries

    async def statuses(self) -> list[str]:
        return await self.line.statuses(self.entries)

    async def endings(self) -> list[str | None]:
        return [(await seen(*one))["ended_because"] for one in zip(self.people, self.entries, strict=True)]


@pytest.fixture
async def offered(sold_out: SoldOut, buyer: BuyerOf) -> Offered:
    line, people = await sold_out(1), [buyer(), buyer()]
    entries = [await line.join(somebody) for somebody in people]
    await line.give_back()
    await line.serve()
    assert await line.statuses(entries) == ["offered", "waiting"]
    return Offered(line, people, entries)


async def test_an_offer_that_has_passed_goes_to_the_next_in_line(offered: Offered, shop: Shop):
    line, (first, second) = offered.line, offered.people
    await line.offer_runs_out(offered.entries[0])
    assert refused(await accept(first, offered.entries[0])) == (410, "offer_is_over")
    await line.serve()
    assert refused(await accept(first, offered.entries[0])) == (410, "offer_is_over")
    assert await offered.statuses() == ["ended", "offered"]
    assert await offered.endings() == ["offer_passed", None]
    assert await shop.told(offered.entries[0]["id"]) == ["WaitlistOffered", "WaitlistEnded"]
    assert await shop.stock(line.offered) == (1, 0)
    assert (await accept(second, offered.entries[1])).status_code == 201
    # Whoever let it pass may stand at the end of the line again.
    assert (await line.join(first))["place"] == 1


async def test_an_offer_that_is_given_up_goes_to_the_next_in_line(offered: Offered, shop: Shop):
    assert (await leave(offered.people[0], offered.entries[0])).json()["status"] == "ended"
    assert await shop.told(offered.entries[0]["id"]) == ["WaitlistOffered"]
    await offered.line.serve()
    assert await offered.statuses() == ["ended", "offered"]
    assert await shop.stock(offered.line.offered) == (1, 0)


async def test_a_hold_that_came_of_an_offer_and_is_released_goes_to_the_next_in_line(offered: Offered, shop: Shop):
    first = offered.people[0]
    hold = (await accept(first, offered.entries[0])).json()
    await first.client.delete(f"/api/v1/holds/{hold['id']}", auth=first.person)
    await offered.line.serve()
    assert await offered.statuses() == ["accepted", "offered"]
    assert await shop.stock(offered.line.offered) == (1, 0)


async def test_a_canceled_event_ends_everything(offered: Offered, shop: Shop):
    await shop.cancel(offered.line.offered)
    assert refused(await accept(offered.people[0], offered.entries[0])) == (409, "event_is_canceled")
    await offered.line.serve()
    assert await offered.endings() == ["event_canceled", "event_canceled"]
    assert [told["reason"] for told in await shop.payloads(offered.entries[1]["id"])] == ["event_canceled"]
    assert await shop.stock(offered.line.offered) == (0, 0)


@pytest.mark.parametrize("change", [{"sales_end_at": datetime.now(UTC)}, {"is_withdrawn": True}])
async def test_the_end_of_the_sale_ends_everything(offered: Offered, shop: Shop, change: dict[str, Any]):
    await offered.line.set(update(TicketType).where(TicketType.id == offered.line.offered.kind_id).values(**change))
    assert refused(await accept(offered.people[0], offered.entries[0])) == (409, "sales_ended")
    await offered.line.serve()
    assert await offered.endings() == ["sale_ended", "sale_ended"]
    assert await shop.stock(offered.line.offered) == (0, 0)
    assert not await offered.line.is_awaited()


async def test_a_type_that_is_hidden_ends_its_line_and_is_sold_by_code_again(
    offered: Offered, shop: Shop, buyer: BuyerOf
):
    line, somebody = offered.line, buyer()
    await shop.rule(line.offered, access(line.offered))
    await line.set(update(TicketType).where(TicketType.id == line.offered.kind_id).values(is_hidden=True))
    await line.serve()
    assert await offered.endings() == [None, "sale_ended"]
    assert [told["reason"] for told in await shop.payloads(offered.entries[1]["id"])] == ["sale_ended"]
    # The offer stands; what is offered in vain is for who has the code.
    assert refused(await somebody.post("/holds", line.offered.hold(access_code="FRIENDS"))) == (409, "sold_out")
    await line.offer_runs_out(offered.entries[0])
    await line.serve()
    assert await offered.endings() == ["offer_passed", "sale_ended"]
    assert not await line.is_awaited()
    await somebody.hold(line.offered, access_code="FRIENDS")


async def test_an_offer_of_a_type_that_is_hidden_is_taken_up_to_its_end(offered: Offered):
    line = offered.line
    await line.set(update(TicketType).where(TicketType.id == line.offered.kind_id).values(is_hidden=True))
    await line.serve()
    assert (await accept(offered.people[0], offered.entries[0])).status_code == 201


async def test_a_postponed_event_takes_its_offers_back_and_the_line_stays(
    offered: Offered, shop: Shop, database: Database
):
    event = offered.line.offered.event
    postponed = event.model_copy(update={"status": "postponed", "ends_at": datetime.now(UTC) - timedelta(hours=1)})
    message = EventPostponed(event_id=event.event_id, event=postponed, reason="Ill", version=2)
    await tell(database, listeners, message)
    assert refused(await accept(offered.people[0], offered.entries[0])) == (409, "event_is_postponed")
    await offered.line.serve()
    assert await offered.statuses() == ["waiting", "waiting"]
    places = [(await seen(*one))["place"] for one in zip(offered.people, offered.entries, strict=True)]
    assert places == [1, 2]
    assert await shop.stock(offered.line.offered) == (0, 0)
    await tell(database, listeners, EventChanged(event_id=event.event_id, event=event, version=3))
    assert await offered.line.is_awaited()
    await offered.line.serve()
    assert await offered.statuses() == ["offered", "waiting"]


async def test_who_takes_an_offer_back_after_the_line_was_empty_finds_its_tickets_kept(
    sold_out: SoldOut, shop: Shop, buyer: BuyerOf, database: Database
):
    line = await sold_out(1)
    entry = await line.join(buyer())
    await line.give_back()
    await line.serve()
    assert not await line.is_awaited()
    event = line.offered.event
    postponed = event.model_copy(update={"status": "postponed"})
    message = EventPostponed(event_id=event.event_id, event=postponed, reason="Ill", version=2)
    await tell(database, listeners, message)
    await line.serve()
    await tell(database, listeners, EventChanged(event_id=event.event_id, event=event, version=3))
    assert refused(await buyer().post("/holds", line.offered.hold())) == (409, "sold_out")
    assert await line.statuses([entry]) == ["waiting"]


async def test_a_closed_account_waits_for_nothing(offered: Offered, database: Database, shop: Shop):
    await tell(database, listeners, AccountClosed(account_id=offered.people[0].person.account_id))
    assert await offered.endings() == ["account_closed", None]
    assert await shop.told(offered.entries[0]["id"]) == ["WaitlistOffered"]
    await offered.line.serve()
    assert await offered.statuses() == ["ended", "offered"]


async def test_who_wants_more_than_a_lowered_capacity_holds_up_nobody(
    sold_out: SoldOut, database: Database, buyer: BuyerOf
):
    line = await sold_out(1, 1)
    people = [buyer(), buyer()]
    entries = [await line.join(people[0], 2), await line.join(people[1])]
    await line.give_back()
    async with database.transaction() as session:
        await stock.set_capacity(session, line.offered.event_id, line.offered.kind_id, 1)
    await line.give_back()
    await line.serve()
    assert await line.statuses(entries) == ["ended", "offered"]
    assert (await seen(people[0], entries[0]))["ended_because"] == "more_than_there_are"


async def test_a_sale_that_nobody_waits_for_any_more_is_told_as_open(sold_out: SoldOut, shop: Shop, buyer: BuyerOf):
    line = await sold_out(1)
    entry = await line.join(somebody := buyer())
    await line.give_back()
    told = [one["sale_status"] for one in await shop.payloads(line.offered.event_id) if "sale_status" in one]
    assert told[-1] == "sold_out"
    await leave(somebody, entry)
    await line.serve()
    told = [one["sale_status"] for one in await shop.payloads(line.offered.event_id) if "sale_status" in one]
    assert told[-2:] == ["sold_out", "few_left"]
