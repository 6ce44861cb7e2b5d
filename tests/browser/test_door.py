"""At the door: by camera, at two gates, and without a network."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from deploy.demo import Narrator, new_event, staff, wait_for_sale
from deploy.people import Person, System
from tests.browser import chromium, sales
from tests.browser.camera import Camera
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing
from tests.browser.visitor import Visitor


@pytest.fixture(scope="module")
def doors(system: System, organizer: Person) -> tuple[Person, dict[str, Any]]:
    """Somebody of the staff, and an event whose doors are open."""
    event, _ = new_event(organizer, {"name": "Standing", "price": 0, "capacity": 50})
    wait_for_sale(organizer, event["id"])
    return staff(system, organizer, event, Narrator()), event


@pytest.fixture
def ticket(system: System, doors: tuple[Person, dict[str, Any]]) -> dict[str, Any]:
    guest = Person.new(system, "Greta Guest").join()
    placed = sales.order(guest, doors[1])
    [ticket] = guest.get("/tickets", order_id=placed["id"])["data"]
    return dict(ticket)


@pytest.fixture(scope="module")
def camera(tmp_path_factory: pytest.TempPathFactory) -> Camera:
    return Camera(tmp_path_factory.mktemp("camera") / "film.mjpeg")


@pytest.fixture
def gate(
    playwright: Playwright,
    system: System,
    camera: Camera,
    doors: tuple[Person, dict[str, Any]],
    visitors: list[Visitor],
) -> Iterator[Browse]:
    """A device at a gate of that name, with a camera that nothing is held before."""
    camera.show(None)
    browser = chromium.launch(playwright, *camera.arguments)

    def gate(name: str) -> Visitor:
        operator, event = doors
        visitor = Visitor(browser, system.url, operator)
        visitors.append(visitor)
        visitor.open(f"/check-in?event={event['id']}&gate={name}")
        return visitor

    yield gate
    browser.close()


def by_hand(page: Page, code: str) -> None:
    """As a scanner types that is plugged in."""
    page.get_by_text("Hardware scanner").click()
    page.get_by_label("Ticket code").fill(code)
    page.get_by_label("Ticket code").press("Enter")


def verdict(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=2, name=words)).to_be_visible()


def test_the_camera_reads_a_ticket_which_another_gate_then_refuses(
    gate: Browse, camera: Camera, ticket: dict[str, Any]
):
    north = gate("North").page
    expect(north.get_by_text("Hold the code into the frame")).to_be_visible()
    expect(north.get_by_text("Waiting for the first ticket")).to_be_visible()

    camera.show(ticket["code"])
    north.reload()
    verdict(north, "Admitted")
    expect(north.get_by_text("Greta Guest").first).to_be_visible()
    nothing(barriers(north))
    south = gate("South").page
    verdict(south, "Already used")
    expect(south.get_by_text("at North")).to_be_visible()
    nothing(barriers(south))


def test_what_is_taken_back_is_not_said_any_more_and_admits_again(gate: Browse, ticket: dict[str, Any]):
    page = gate("North").page
    by_hand(page, ticket["code"])
    verdict(page, "Admitted")
    by_hand(page, ticket["code"])
    verdict(page, "Already used")
    page.get_by_role("button", name="Take it back").click()
    page.get_by_label("Reason").fill("Scanned by mistake")
    page.get_by_role("button", name="Take the check-in back").click()
    verdict(page, "Taken back")
    expect(page.get_by_text("Already used")).to_have_count(0)
    nothing(barriers(page))
    by_hand(page, ticket["code"])
    verdict(page, "Admitted")


def test_what_is_taken_back_in_the_search_is_not_said_by_the_scanner_any_more(gate: Browse, ticket: dict[str, Any]):
    page = gate("North").page
    by_hand(page, ticket["code"])
    by_hand(page, "TKT-UNKNOWN")
    verdict(page, "Not one of our tickets")
    before = page.get_by_role("list").filter(has_text="Greta Guest").first
    expect(before).to_contain_text("Admitted")
    page.get_by_role("searchbox", name="Find a ticket").fill(ticket["code"])
    found = page.get_by_role("list", name="Found tickets")
    found.get_by_role("button", name="Take it back").click()
    found.get_by_label("Reason").fill("Scanned by mistake")
    found.get_by_role("button", name="Take the check-in back").click()
    expect(found).to_contain_text("Not used")
    expect(before).to_contain_text("Taken back")
    by_hand(page, ticket["code"])
    verdict(page, "Admitted")


def test_what_is_scanned_without_a_network_is_kept_and_sent_later(gate: Browse, ticket: dict[str, Any]):
    visitor = gate("North")
    page = visitor.page
    page.get_by_text("Hardware scanner").click()
    visitor.context.set_offline(True)
    by_hand(page, ticket["code"])
    verdict(page, "Not checked yet")
    expect(page.get_by_text("1 scan waits on this device to be checked.")).to_be_visible()
    nothing(barriers(page))
    visitor.context.set_offline(False)
    verdict(page, "Admitted")


def test_what_waits_survives_that_the_page_is_closed(gate: Browse, ticket: dict[str, Any]):
    visitor = gate("North")
    page = visitor.page
    page.get_by_text("Hardware scanner").click()
    page.route("**/api/v1/check-ins", lambda route: route.abort())
    by_hand(page, ticket["code"])
    verdict(page, "Not checked yet")
    page.unroute("**/api/v1/check-ins")
    page.reload()
    verdict(page, "Admitted")
