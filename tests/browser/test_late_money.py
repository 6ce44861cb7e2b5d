"""Money that comes when the order has ended: a bank debit takes days, and nobody can hurry it or call it back."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from deploy.native.services import TICKET
from deploy.native.stack import Stack
from deploy.people import Person, System
from shared.persistence.database import Database
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import looks_well
from tests.flows.books import Books
from ticket_service.orders import service as orders
from ticket_service.orders.models import OrderStatus
from ticket_service.sales import ending

SLOW_DEBIT = "pm_successDelayed_de"  # succeeds after three minutes, or as soon as the test says


@pytest.fixture
def buyer(system: System) -> Person:
    return Person.new(system, "Lena Late").join()


@pytest.fixture
def event(organizer: Person) -> dict[str, Any]:
    """With two tickets."""
    return sales.put_on(organizer, capacity=2)


def pay_by_debit(buyer: Person, order: dict[str, Any]) -> str:
    """The payment as the bank has it."""
    payment = buyer.post(f"/orders/{order['id']}/payment")
    confirmed = buyer.confirm(payment, SLOW_DEBIT)
    assert confirmed.json()["status"] == "processing", confirmed.text
    return str(confirmed.json()["id"])


def give_up(stack: Stack, order: dict[str, Any]) -> None:
    """The order ends although its payment is alive: as after a restored backup, which does not know of the payment."""

    async def end() -> None:
        database = Database(stack.environments.of(TICKET)["TICKET_DATABASE_URL"], pool_size=1)
        async with database.transaction() as session:
            expired = await orders.get_for_update(session, order["id"])
            expired.begin_end(OrderStatus.EXPIRED)
            await ending.end(session, [expired])
        await database.engine.dispose()

    # In a thread of its own: Playwright's loop runs in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(end())).result()


def is_checking(page: Page) -> None:
    expect(page.get_by_role("heading", name="We are checking your payment. Do not pay again.")).to_be_visible()


def test_who_paid_too_late_for_tickets_that_are_gone_reads_that_the_money_went_back(
    browse: Browse, system: System, stack: Stack, books: Books, buyer: Person, event: dict[str, Any]
):
    order = sales.order(buyer, event, 2)
    debit = pay_by_debit(buyer, order)
    visitor = browse(buyer)
    page = visitor.page
    visitor.open(f"/orders/{order['id']}?payment=submitted")
    is_checking(page)

    give_up(stack, order)
    expect(page.get_by_role("heading", name="The time to pay ran out")).to_be_visible()
    sales.hold(Person.new(system, "Fiona First").join(), event)
    books.settle_debit(debit)
    assert buyer.becomes(order["id"], "refunded")["total"] == 5000
    visitor.open(f"/orders/{order['id']}")
    expect(page.get_by_role("heading", name="Your payment came too late and was sent back")).to_be_visible()
    expect(page.get_by_text("You have no tickets of this order.")).to_be_visible()
    expect(page.get_by_text("€50.00 was sent back the way it was paid")).to_be_visible()
    looks_well(visitor)
    assert books.ledger()["groups"][order["id"]]["refunded"] == 5000
    page.get_by_role("link", name="Choose tickets again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(event["title"])


def test_late_money_that_could_not_go_back_is_sent_another_way_and_the_order_closed(
    browse: Browse, books: Books, buyer: Person, organizer: Person, event: dict[str, Any]
):
    order = sales.order(buyer, event)
    debit = pay_by_debit(buyer, order)
    organizer.post(f"/events/{event['id']}/cancel", {"reason": "The hall is under water."})
    books.plan_faults(refunds=[{"fault": "fails_at_once", "nth": [1]}])
    books.settle_debit(debit)
    buyer.becomes(order["id"], "review")
    books.plan_faults()

    desk = browse(organizer)
    page = desk.page
    desk.open(f"/organize/events/{event['id']}/orders?status=review")
    page.get_by_role("link", name=order["number"]).click()
    page.get_by_role("button", name="Close the order").click()
    page.get_by_label("What was done").fill("Bank transfer of 3 May")
    page.get_by_role("radio", name="We have none of it").check()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("Send it back first, and then say so.")).to_be_visible()
    page.get_by_role("radio", name="We have sent it back another way").check()
    looks_well(desk)
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("This order waits for you")).to_have_count(0)
    expect(page.get_by_text("Bank transfer of 3 May")).to_be_visible()
    visitor = browse(buyer)
    visitor.open(f"/orders/{order['id']}")
    expect(visitor.page.get_by_text("the organizer has sent you another way")).to_be_visible()
    assert books.money_that_disagrees() == []


def test_who_paid_too_late_for_tickets_that_are_still_there_has_them(
    browse: Browse, stack: Stack, books: Books, buyer: Person, event: dict[str, Any]
):
    order = sales.order(buyer, event, 2)
    debit = pay_by_debit(buyer, order)
    give_up(stack, order)
    books.settle_debit(debit)
    buyer.becomes(order["id"], "paid")
    visitor = browse(buyer)
    visitor.open(f"/orders/{order['id']}")
    expect(visitor.page.get_by_role("heading", name="You’re going!")).to_be_visible()


def test_who_paid_for_an_event_that_was_canceled_meanwhile_reads_that_the_money_went_back(
    browse: Browse, books: Books, buyer: Person, organizer: Person, event: dict[str, Any]
):
    order = sales.order(buyer, event, 2)
    debit = pay_by_debit(buyer, order)
    organizer.post(f"/events/{event['id']}/cancel", {"reason": "The hall is under water."})
    visitor = browse(buyer)
    visitor.open(f"/orders/{order['id']}?payment=submitted")
    is_checking(visitor.page)

    books.settle_debit(debit)
    expect(visitor.page.get_by_role("heading", name="The event was canceled")).to_be_visible()
    expect(visitor.page.get_by_text("Your payment arrived after that.")).to_be_visible()
    expect(visitor.page.get_by_text("€50.00 was sent back the way it was paid")).to_be_visible()
    looks_well(visitor)
