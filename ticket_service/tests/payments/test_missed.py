"""No webhook arrives: Stripe's list of events tells what they would have told, once."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from structlog.testing import capture_logs

from ticket_service.payments import missed, stripe_client
from ticket_service.payments.events import Event
from ticket_service.payments.models import EventReading, StripeEvent
from ticket_service.payments.seen import Listed
from ticket_service.tests.disputes.bank import Bank
from ticket_service.tests.paying import bought, refund_is
from ticket_service.tests.shop import Buyer, OrganizerOf, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import LONG_AGO, Till

BuyerOf = Callable[[], Buyer]


class Reader:
    """Reads at once what has just happened."""

    def __init__(self, till: Till) -> None:
        self.till = till

    async def is_at(self, **values: Any) -> None:
        async with self.till.database.transaction() as session:
            await session.execute(update(EventReading).values(**values))

    async def reading(self) -> EventReading:
        async with self.till.database.transaction() as session:
            return (await session.execute(select(EventReading))).scalar_one()

    async def read(self) -> int:
        """How many events had been missed."""
        await self.is_at(due_at=LONG_AGO, lease_until=None)
        with capture_logs() as logs:
            await missed.read_due(self.till.runtime, self.till.provider)
        return sum(line["number"] for line in logs if line["event"] == "webhooks_missed")

    async def received(self, order: dict[str, Any]) -> int:
        of_order = StripeEvent.intent_id == (await self.till.payment(order)).intent_id
        async with self.till.database.transaction() as session:
            return (await session.execute(select(func.count()).where(of_order))).scalar_one()


@pytest.fixture
async def reader(stripe: Stripe, till: Till, monkeypatch: pytest.MonkeyPatch) -> Reader:
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    monkeypatch.setattr(missed, "GRACE", timedelta(seconds=-1))
    monkeypatch.setattr(missed, "LATE", timedelta(seconds=2))
    monkeypatch.setattr(missed, "CLOCKS_APART", timedelta(0))
    reader = Reader(till)
    await reader.is_at(read_until=datetime.now(UTC), begun_at=None, reached=None, state="waiting")
    return reader


async def test_a_dispute_of_which_no_webhook_told_is_kept(
    reader: Reader, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    bank = Bank(stripe, till)
    order = await bought(buyer(), await shop.publish(), 1, stripe, till)
    dispute = await bank.opens(order)
    await bank.look()
    assert await bank.dispute(order) is None
    assert await reader.read() > 0
    await bank.look()
    assert await bank.stand(order) == ("needs_response", 2500, "disputed", 0)
    bank.decides(dispute, "lost")
    assert await reader.read() > 0
    await bank.look()
    assert await bank.stand(order) == ("lost", 2500, "disputed", 0)
    assert stripe.struck["drop"] > 0


async def test_money_that_a_bank_sent_back_is_seen_though_no_webhook_told(
    reader: Reader, shop: Shop, buyer: BuyerOf, organizer: OrganizerOf, stripe: Stripe, till: Till
):
    rules = {"refunds": [{"fault": "fails_later", "nth": [1], "seconds": 600}]}
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}], **rules)
    offered, somebody = await shop.publish(), buyer()
    order = await bought(somebody, offered, 1, stripe, till)
    refund = await (await organizer(offered)).refund(order, amount=1000)
    await till.send_refunds_until(refund_is(somebody, refund, "succeeded"))
    await reader.read()
    provider_id = (await till.provider.refunds_of((await till.payment(order)).intent_id or ""))[0].id
    stripe.control("POST", f"/refunds/{provider_id}/settle")
    await till.send_refunds()
    assert await refund_is(somebody, refund, "succeeded")()
    assert await reader.read() > 0
    await till.send_refunds_until(refund_is(somebody, refund, "failed"))


async def test_what_has_been_received_is_missed_no_second_time(
    reader: Reader, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    order = await bought(buyer(), await shop.publish(), 1, stripe, till)
    begun = (await reader.reading()).read_until
    assert await reader.read() > 0
    received, payment = await reader.received(order), await till.payment(order)
    assert received >= 2
    await reader.is_at(read_until=begun)
    assert await reader.read() == 0
    again = await till.payment(order)
    assert (await reader.received(order), again.state, again.asked_at) == (received, payment.state, payment.asked_at)


async def test_an_event_that_is_not_understood_keeps_no_other_from_being_received(
    reader: Reader, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, monkeypatch: pytest.MonkeyPatch
):
    order = await bought(buyer(), await shop.publish(), 1, stripe, till)
    ask = till.provider._ask

    async def with_odd_ones(*given: Any) -> Any:
        page = await ask(*given)
        odd = [{**shown, "id": f"evt_odd{place}", "data": {"object": []}} for place, shown in enumerate(page["data"])]
        return {**page, "data": [*odd, *page["data"], *odd]}

    monkeypatch.setattr(till.provider, "_ask", with_odd_ones)
    with capture_logs() as logs:
        page = await till.provider.list_events((await reader.reading()).read_until, datetime.now(UTC))
    assert len(page.data) * 2 == len([line for line in logs if line["event"] == "event_not_understood"]) > 0
    assert await reader.read() > 0
    assert await reader.received(order) >= 2


async def test_between_two_readings_the_provider_is_not_asked(reader: Reader, till: Till):
    await reader.read()
    before = (await reader.reading()).read_until
    await missed.read_due(till.runtime, till.provider)
    reading = await reader.reading()
    assert reading.read_until == before
    assert timedelta(minutes=14) < reading.due_at - datetime.now(UTC) <= missed.EVERY


async def test_a_webhook_that_is_on_its_way_is_not_missed(
    reader: Reader, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, monkeypatch: pytest.MonkeyPatch
):
    order = await bought(buyer(), await shop.publish(), 1, stripe, till)
    monkeypatch.setattr(missed, "GRACE", timedelta(minutes=2))
    await reader.read()
    assert await reader.received(order) == 0
    monkeypatch.setattr(missed, "GRACE", timedelta(seconds=-1))
    monkeypatch.setattr(missed, "LATE", timedelta(minutes=2))
    await reader.read()
    assert await reader.received(order) >= 2


async def test_a_reading_that_was_killed_between_two_pages_goes_on(
    reader: Reader, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till, monkeypatch: pytest.MonkeyPatch
):
    offered = await shop.publish()
    orders = [await bought(buyer(), offered, 1, stripe, till) for _ in range(3)]
    monkeypatch.setattr(stripe_client, "PAGE", 2)
    before = (await reader.reading()).read_until
    list_events, pages = till.provider.list_events, 0

    async def dies_on_the_third_page(*wish: Any) -> Listed[Event]:
        nonlocal pages
        pages += 1
        if pages == 3:
            raise KeyboardInterrupt
        return await list_events(*wish)

    with monkeypatch.context() as patch:
        patch.setattr(till.provider, "list_events", dies_on_the_third_page)
        with pytest.raises(KeyboardInterrupt):
            await reader.read()
    killed = await reader.reading()
    assert killed.reached is not None
    assert killed.read_until == before
    assert 0 in await _received(reader, orders)
    await reader.read()
    ended = await reader.reading()
    assert (ended.read_until, ended.reached) == (killed.begun_at, None)
    assert min(await _received(reader, orders)) >= 2


async def _received(reader: Reader, orders: Sequence[dict[str, Any]]) -> Sequence[int]:
    return [await reader.received(order) for order in orders]


async def test_a_provider_that_is_away_or_has_forgotten_where_we_were_is_asked_again(
    reader: Reader, shop: Shop, buyer: BuyerOf, stripe: Stripe, till: Till
):
    order = await bought(buyer(), await shop.publish(), 1, stripe, till)
    stripe.plan(calls=[{"fault": "error_before_effect", "on": ["events.list"], "rate": 1}])
    assert await reader.read() == 0
    assert (await reader.reading()).last_error is not None
    stripe.plan()
    await reader.is_at(reached="evt_nobodys")
    assert await reader.read() == 0
    assert (await reader.reading()).reached is None
    assert await reader.read() > 0
    assert await reader.received(order) >= 2
