"""Paying: the bank says no, asks, or says nothing yet."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from deploy.people import Person, System
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing
from tests.flows.books import Books

GOOD, DECLINED, ASKS = "4242424242424242", "4000000000000002", "4000002760003184"


@pytest.fixture
def page(browse: Browse, system: System, event: dict[str, Any]) -> Page:
    """Where an order is to be paid."""
    buyer = Person.new(system, "Paula Payer").join()
    visitor = browse(buyer)
    visitor.open(f"/orders/{sales.order(buyer, event)['id']}/pay")
    return visitor.page


def pay(page: Page, card: str) -> None:
    page.get_by_label("Test card").select_option(card)
    page.get_by_role("button", name="Pay €25.00").click()


def test_a_declined_card_is_told_and_another_one_pays(page: Page):
    pay(page, DECLINED)
    problem = page.get_by_role("alert").filter(has_text="The payment did not go through")
    expect(problem).to_contain_text("Your card was declined. Nothing was charged.")
    nothing(barriers(page))
    pay(page, GOOD)
    expect(page.get_by_role("heading", name="You’re going!")).to_be_visible()


def test_the_bank_asks_and_is_answered(page: Page):
    pay(page, ASKS)
    dialog = page.get_by_role("dialog", name="Confirm your payment")
    dialog.get_by_role("button", name="Complete authentication").click()
    expect(page.get_by_role("heading", name="You’re going!")).to_be_visible()


def test_who_does_not_convince_the_bank_can_pay_another_way(page: Page):
    pay(page, ASKS)
    dialog = page.get_by_role("dialog", name="Confirm your payment")
    dialog.get_by_role("button", name="Fail authentication").click()
    expect(page.get_by_role("heading", name="The payment did not go through")).to_be_visible()
    page.get_by_role("link", name="Try another way to pay").click()
    pay(page, GOOD)
    expect(page.get_by_role("heading", name="You’re going!")).to_be_visible()


def test_while_nobody_knows_whether_it_was_paid_nobody_is_asked_to_pay_again(page: Page, books: Books):
    books.plan_faults(calls=[{"fault": "error_before_effect", "on": ["*.capture"], "rate": 1}])
    try:
        pay(page, GOOD)
        expect(page.get_by_role("heading", name="We are checking your payment. Do not pay again.")).to_be_visible()
        page.reload()
        expect(page.get_by_role("heading", name="We are checking your payment. Do not pay again.")).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("^Pay "))).to_have_count(0)
        nothing(barriers(page))
    finally:
        books.plan_faults()
    expect(page.get_by_role("heading", name="You’re going!")).to_be_visible(timeout=60_000)


def test_who_goes_back_after_paying_is_not_asked_to_pay_again(browse: Browse, system: System, event: dict[str, Any]):
    buyer = Person.new(system, "Bea Back").join()
    visitor = browse(buyer)
    page, checkout = visitor.page, f"/checkout/{sales.hold(buyer, event)['id']}"
    visitor.open("/orders")
    visitor.open(checkout)
    page.get_by_role("button", name="Continue to payment").click()
    expect(page.get_by_role("heading", name="Pay for your tickets")).to_be_visible()
    payment = page.url
    pay(page, GOOD)
    expect(page.get_by_role("heading", name="You’re going!")).to_be_visible()
    for way_back in (payment, checkout):
        page.goto(way_back)
        expect(page.get_by_role("heading", name="You’re going!")).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("^Pay "))).to_have_count(0)


def test_a_page_that_waits_for_a_payment_notices_that_it_was_paid_elsewhere(
    browse: Browse, system: System, event: dict[str, Any]
):
    buyer = Person.new(system, "Toni Twotabs").join()
    order = sales.order(buyer, event)
    visitor = browse(buyer)
    visitor.open(f"/orders/{order['id']}/pay")
    expect(visitor.page.get_by_role("button", name="Pay €25.00")).to_be_visible()
    assert buyer.pay(order["id"])["status"] == "paid"
    visitor.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
    expect(visitor.page.get_by_role("heading", name="You’re going!")).to_be_visible()
