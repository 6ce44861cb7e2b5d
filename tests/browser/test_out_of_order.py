"""A part of the system does not answer: the pages say so in words, and it works again when it does."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from deploy.native.services import TICKET, Service
from deploy.native.stack import Stack
from deploy.people import Person, Refused, System, wait_until
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing
from tests.browser.visitor import SCHEMES

WORDS = "This part of the system is not answering right now. Nothing is lost; try again in a moment."
# The gateway waits for what is frozen, and the page asks three times before it says anything.
LONG_MS = 60_000
Bought = tuple[Person, dict[str, Any]]


@contextmanager
def frozen(stack: Stack, service: Service) -> Iterator[None]:
    """Its server is there and does nothing."""
    pids = stack.pids(service.name)
    assert pids, f"{service.name} runs"
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
        stack.wait_until_ready()


@pytest.fixture
def bought(system: System, organizer: Person) -> Bought:
    buyer = Person.new(system, "Tilda Tryagain").join()
    order, _ = sales.buy(buyer, sales.put_on(organizer))
    return buyer, order


@pytest.mark.parametrize("page_of", ["/orders", "/orders/{id}"], ids=["a part of a page", "a whole page"])
def test_what_does_not_answer_is_said_in_words_with_a_number_to_quote_and_can_be_tried_again(
    browse: Browse, stack: Stack, bought: Bought, page_of: str
):
    buyer, order = bought
    path = page_of.format(id=order["id"])
    visitor = browse(buyer)
    page = visitor.page
    refused: list[Response] = []
    page.on("response", lambda answer: refused.append(answer) if answer.status in {503, 504} else None)
    alert = page.get_by_role("alert")
    again = alert.get_by_role("button", name="Try again")
    with frozen(stack, TICKET):
        page.goto(path)
        expect(alert.get_by_text(WORDS)).to_be_visible(timeout=LONG_MS)
        assert alert.locator("code").inner_text() in numbers(refused)
        expect(again).to_be_visible()
        for scheme in SCHEMES:
            visitor.use_scheme(scheme)
            nothing(barriers(page), scheme)
        before = len(refused)
        again.click()
        expect_more(page, refused, before)
        expect(alert.get_by_text(WORDS)).to_be_visible(timeout=LONG_MS)

    answers(buyer, order)
    again.click()
    expect(page.get_by_text(order["number"]).first).to_be_visible(timeout=LONG_MS)
    expect(alert).to_have_count(0)
    # React tells the console, too, what the page has just said.
    visitor.problems[:] = [problem for problem in visitor.problems if not problem.startswith("ApiError: ")]


def numbers(answers: list[Response]) -> set[str]:
    """By which the refused requests are known to the system."""
    return {str(answer.json()["request_id"]) for answer in answers}


def expect_more(page: Page, refused: list[Response], than: int) -> None:
    for _ in range(60):
        if len(refused) > than:
            return
        page.wait_for_timeout(500)
    pytest.fail("Try again asked for nothing")


def answers(buyer: Person, order: dict[str, Any]) -> None:
    def look() -> bool | None:
        try:
            return buyer.get(f"/orders/{order['id']}") is not None
        except Refused:
            return None

    wait_until("the order to be shown again", look)
