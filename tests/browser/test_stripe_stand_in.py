"""The card form of the stand-in for Stripe, in a page of somebody who uses it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from deploy.stand_ins.stripe.tests.conftest import PUBLISHABLE_KEY, Stripe, settings
from deploy.stand_ins.testing import StandIn
from shared.testing.ports import free_port
from tests.browser.edge import Edge

SITE = Path(__file__).parent / "checkout"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stripe, str]]:
    """A stand-in behind nginx, and the address of the site."""
    folder, port = tmp_path_factory.mktemp("shop"), free_port()
    own = settings(folder, PUBLIC_URL=f"http://127.0.0.1:{port}")
    with (
        StandIn("deploy.stand_ins.stripe", own) as process,
        Edge(folder, port, "stripe", process.addresses["api"], SITE) as edge,
    ):
        stripe = Stripe(process)
        yield stripe, edge.url
        stripe.close()


@pytest.fixture(scope="module")
def browser_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def page(browser_page: Page) -> Iterator[Page]:
    """A page on which nothing may go wrong unnoticed, a breach of the policy included."""
    problems: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 402" not in message.text:
            problems.append(message.text)

    browser_page.on("console", note)
    browser_page.on("pageerror", lambda error: problems.append(str(error)))
    yield browser_page
    browser_page.remove_listener("console", note)
    assert problems == []


def open_checkout(page: Page, shop: tuple[Stripe, str], **query: str) -> str:
    stripe, url = shop
    intent = stripe.intents.create({"amount": 2500, "currency": "eur"})
    listed = "&".join(f"{name}={value}" for name, value in query.items())
    page.goto(f"{url}/checkout.html?key={PUBLISHABLE_KEY}&secret={intent.client_secret}&{listed}")
    expect(page.get_by_role("status")).to_have_text("ready")
    return intent.id


def type_card(page: Page, number: str) -> None:
    page.get_by_label("Card number").press_sequentially(number)
    page.get_by_label("Expiration date").press_sequentially("1240")
    page.get_by_label("Security code").press_sequentially("123")
    expect(page.get_by_role("status")).to_have_text("complete")
    page.get_by_role("button", name="Pay").click()


def test_a_buyer_types_a_card_and_pays(page: Page, shop: tuple[Stripe, str]):
    intent_id = open_checkout(page, shop)
    type_card(page, "4242424242424242")
    expect(page.get_by_label("Card number")).to_have_value("4242 4242 4242 4242")
    expect(page.get_by_role("status")).to_have_text("paid: succeeded")
    assert shop[0].intents.retrieve(intent_id).status == "succeeded"


def test_the_form_says_that_it_is_a_stand_in_and_offers_its_cards(page: Page, shop: tuple[Stripe, str]):
    open_checkout(page, shop)
    expect(page.get_by_text("a stand-in for Stripe. No real card, no real money")).to_be_visible()
    page.get_by_label("Test card").select_option("4000000000009995")
    expect(page.get_by_role("status")).to_have_text("complete")
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("status")).to_contain_text("card_error: insufficient_funds")


def test_a_declined_buyer_can_try_another_card(page: Page, shop: tuple[Stripe, str]):
    open_checkout(page, shop)
    page.get_by_label("Test card").select_option("4000000000000002")
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("status")).to_have_text("card_error: generic_decline: Your card was declined.")
    page.get_by_label("Test card").select_option("4242424242424242")
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("status")).to_have_text("paid: succeeded")


def test_what_is_incomplete_is_said_at_the_field(page: Page, shop: tuple[Stripe, str]):
    open_checkout(page, shop)
    page.get_by_label("Card number").press_sequentially("4242")
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("alert")).to_have_text("Your card number is incomplete.")
    expect(page.get_by_label("Card number")).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("validation_error: incomplete_number")


@pytest.mark.parametrize(
    ("button", "result"),
    [
        ("Complete authentication", "paid: succeeded"),
        ("Fail authentication", "payment_intent_authentication_failure"),
    ],
)
def test_the_bank_asks_over_the_page(page: Page, shop: tuple[Stripe, str], button: str, result: str):
    open_checkout(page, shop)
    page.get_by_label("Test card").select_option("4000002760003184")
    page.get_by_role("button", name="Pay").click()
    dialog = page.get_by_role("dialog", name="Confirm your payment")
    expect(dialog).to_contain_text("€25.00")
    dialog.get_by_role("button", name=button).click()
    expect(page.get_by_role("status")).to_contain_text(result)


def test_with_redirect_always_the_buyer_comes_back_by_the_return_address(page: Page, shop: tuple[Stripe, str]):
    open_checkout(page, shop, redirect="always")
    type_card(page, "4242424242424242")
    expect(page.get_by_role("status")).to_have_text("returned succeeded: succeeded")


def test_a_server_side_confirmation_leads_over_the_banks_page(page: Page, shop: tuple[Stripe, str]):
    stripe, url = shop
    back = f"{url}/checkout.html?key={PUBLISHABLE_KEY}"
    intent = stripe.authorize(2500, method="pm_card_authenticationRequired", return_url=back)
    assert intent.next_action is not None
    assert intent.next_action.redirect_to_url is not None
    page.goto(str(intent.next_action.redirect_to_url.url))
    expect(page.get_by_text("€25.00")).to_be_visible()
    page.get_by_role("button", name="Complete authentication").click()
    expect(page.get_by_role("status")).to_have_text("returned succeeded: requires_capture")


def test_the_list_of_test_cards_is_shown(page: Page, shop: tuple[Stripe, str]):
    page.goto(f"{shop[1]}/stand-ins/stripe/")
    expect(page.get_by_role("heading", name="Stripe stand-in")).to_be_visible()
    expect(page.get_by_role("cell", name="4242 4242 4242 4242")).to_be_visible()
