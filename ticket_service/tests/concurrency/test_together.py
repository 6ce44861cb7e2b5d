"""Groups of several processes that sell the same tickets at once, and the proof that the test would notice."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Select, func, select

from shared.deciding.kept_answers import IdempotencyKey, lock_of
from shared.errors import Unavailable
from shared.ids import new_id
from shared.messages.auth import SessionRevoked
from shared.persistence.database import Database
from shared.runtime import Runtime
from shared.testing.messages import tell
from ticket_service.config import Settings
from ticket_service.listeners import listeners
from ticket_service.sales import together
from ticket_service.sales.drafting import Wish
from ticket_service.stock.models import Allocation
from ticket_service.tests.concurrency.conftest import Alter
from ticket_service.tests.concurrency.wishes import one_ticket
from ticket_service.tests.shop import Buyer, Offered, Shop

BuyerOf = Callable[[], Buyer]
INSTANCES, TICKETS, BUYERS = 3, 40, 120


async def _sell(runtime: Runtime[Settings], offered: Offered) -> Counter[int]:
    """Many buyers at once, spread over instances that know nothing of each other; the statuses of their answers."""
    instances = [together.OrderDesk(runtime) for _ in range(INSTANCES)]

    async def buy(number: int) -> int:
        request = one_ticket(offered)
        while True:
            try:
                return (await instances[number % INSTANCES].place(request)).status_code
            except Unavailable:  # the row is busy; as everybody does, again with the same key
                continue

    return Counter(await asyncio.gather(*(buy(number) for number in range(BUYERS))))


async def test_instances_that_sell_in_groups_never_sell_a_ticket_twice(runtime: Runtime[Settings], shop: Shop):
    offered = await shop.publish({"price": 0}, capacity=TICKETS)
    assert await _sell(runtime, offered) == {201: TICKETS, 409: BUYERS - TICKETS}
    assert await shop.stock(offered) == (0, TICKETS)


async def test_control_without_the_lock_they_do(
    runtime: Runtime[Settings], shop: Shop, alter: Alter, monkeypatch: pytest.MonkeyPatch
):
    def unlocked(self: Select[Any], **_options: Any) -> Select[Any]:
        return self

    await alter("ALTER TABLE allocations DROP CONSTRAINT ck_allocations_not_oversold")
    monkeypatch.setattr(Select, "with_for_update", unlocked)
    offered = await shop.publish({"price": 0}, capacity=TICKETS)
    sold = (await _sell(runtime, offered))[201]
    monkeypatch.undo()
    await alter("UPDATE allocations SET capacity = greatest(capacity, held + sold)")
    await alter("ALTER TABLE allocations ADD CONSTRAINT ck_allocations_not_oversold CHECK (held + sold <= capacity)")
    assert sold > TICKETS


async def test_a_wish_that_breaks_the_database_is_refused_alone(
    shop: Shop, buyer: BuyerOf, monkeypatch: pytest.MonkeyPatch
):
    offered = await shop.publish({"price": 0})
    wishes = [offered.order() for _ in range(8)]
    wishes[3]["holders"][0]["name"] = "Mallory"
    place = together._Group._place

    def with_a_number_that_is_taken(group: together._Group, wish: Wish) -> Any:
        answer = place(group, wish)
        if wish.holders[0].name == "Mallory":
            group.orders[-1].currency = None  # type: ignore[assignment]  # what no table takes
        return answer

    monkeypatch.setattr(together._Group, "_place", with_a_number_that_is_taken)
    answers = await asyncio.gather(*(buyer().post("/orders", wish) for wish in wishes))
    assert _statuses(answers) == [201] * 3 + [500] + [201] * 4
    assert await shop.stock(offered) == (0, 7)


@pytest.mark.parametrize(("seconds", "status"), [(1.4, 201), (3.5, 503)], ids=["twice the limit at most", "control"])
async def test_a_group_waits_twice_for_a_row_that_is_busy(
    shop: Shop, buyer: BuyerOf, database: Database, seconds: float, status: int
):
    offered, somebody = await shop.publish({"price": 0}), buyer()
    async with database.transaction() as other:
        await other.execute(
            select(Allocation).where(Allocation.event_id == offered.event_id).with_for_update(),
        )
        asked = asyncio.create_task(_ask_once(somebody, offered, new_id("key")))
        await asyncio.wait({asked}, timeout=seconds)
    assert (await asked).status_code == status


async def _ask_once(somebody: Buyer, offered: Offered, key: str) -> Any:
    headers = {"Idempotency-Key": key}
    return await somebody.client.post("/api/v1/orders", json=offered.order(), headers=headers, auth=somebody.person)


def _statuses(answers: Sequence[Any]) -> list[int]:
    return [answer.status_code for answer in answers]


async def test_two_uses_of_one_key_in_one_group_are_one_order(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"price": 0})
    somebody, wish = buyer(), offered.order()
    answers = await asyncio.gather(*(somebody.post("/orders", wish, key="k") for _ in range(2)))
    assert _statuses(answers) == [201, 201]
    assert answers[0].content == answers[1].content
    assert await shop.stock(offered) == (0, 1)


async def test_two_wishes_under_one_key_in_one_group_are_one_order_and_a_refusal(shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"price": 0})
    somebody = buyer()
    wishes = [offered.order(number) for number in (1, 2)]
    answers = await asyncio.gather(*(somebody.post("/orders", wish, key="k") for wish in wishes))
    statuses = _statuses(answers)
    assert sorted(statuses) == [201, 422]
    assert await shop.stock(offered) == (0, 1 + statuses.index(201))


async def test_a_key_that_something_else_is_running_under_holds_up_nobody_else(
    shop: Shop, buyer: BuyerOf, database: Database
):
    offered, mallory, ada = await shop.publish({"price": 0}), buyer(), buyer()
    async with database.transaction() as elsewhere:
        account = {"account_id": mallory.person.account_id, "key": "k"}
        await elsewhere.execute(select(func.pg_advisory_xact_lock(lock_of(**account))))
        unanswered = {"fingerprint": b"", "status": 0, "headers": {}, "body": b"", "created_at": datetime.now(UTC)}
        elsewhere.add(IdempotencyKey(**account, **unanswered))
        await elsewhere.flush()
        answers = await asyncio.gather(
            _ask_once(mallory, offered, account["key"]), _ask_once(ada, offered, new_id("key"))
        )
    assert _statuses(answers) == [409, 201]
    assert answers[0].json()["code"] == "request_in_progress"
    assert await shop.stock(offered) == (0, 1)


async def test_a_session_that_has_ended_buys_nothing_in_a_group(database: Database, shop: Shop, buyer: BuyerOf):
    offered = await shop.publish({"price": 0})
    gone, here = buyer(), buyer()
    until = datetime.now(UTC) + timedelta(minutes=5)
    person = gone.person
    await tell(
        database,
        listeners,
        SessionRevoked(account_id=person.account_id, session_id=person.session_id, until=until),
    )
    answers = await asyncio.gather(*(somebody.post("/orders", offered.order()) for somebody in (gone, here)))
    assert _statuses(answers) == [401, 201]
    assert await shop.stock(offered) == (0, 1)
