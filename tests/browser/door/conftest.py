"""A door: its staff, a guest with a ticket, and devices at its gates."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Playwright

from deploy.demo import Narrator, new_event, staff, wait_for_sale
from deploy.people import Person, System
from tests.browser import chromium, sales
from tests.browser.camera import Camera
from tests.browser.conftest import Browse
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
