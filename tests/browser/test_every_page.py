"""Every page that the router knows: without an error, without barriers in either scheme, and without scrolling sideways."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from playwright.sync_api import Browser, expect

from deploy.people import Person, System
from tests.browser.looking import NARROW, barriers, errors, nothing, sideways
from tests.browser.visitor import SCHEMES, Visitor
from tests.browser.world import World, routes

# To the address that people see.
REDIRECTS = "/events/$eventId"
NOT_THE_PAGE = ("Nothing at this address", "This page could not be loaded", "Your account may not see this")
Look = Callable[..., Visitor]


@pytest.fixture(scope="module")
def world(system: System, admin: Person) -> World:
    return World(system, admin).make()


@pytest.fixture(scope="module")
def look(browser: Browser, world: World) -> Iterator[Look]:
    """At a route's page, as whoever it is for; each of them keeps one browser for each kind of look."""
    visitors: dict[tuple[Person | None, str], Visitor] = {}

    def look(route: str, kind: str, **options: Any) -> Visitor:
        person, path = world.addresses[route]
        if (person, kind) not in visitors:
            visitors[person, kind] = Visitor(browser, world.system.url, person, reduced_motion="reduce", **options)
        visitor = visitors[person, kind]
        visitor.open(_mirrored(path) if kind == "mirrored" else path)
        if route != REDIRECTS:
            assert urlsplit(visitor.page.url).path == urlsplit(path).path
        nothing(errors(visitor.page), visitor.page.url)
        return visitor

    yield look
    for visitor in visitors.values():
        visitor.context.close()
    assert [problem for visitor in visitors.values() for problem in visitor.problems] == []


def test_every_route_has_its_address_here(world: World):
    assert sorted(world.addresses) == routes()


@pytest.mark.parametrize("route", routes())
def test_a_page_has_no_barriers_and_fits_a_small_phone(look: Look, route: str):
    visitor = look(route, "english")
    page = visitor.page
    expect(page).to_have_title(re.compile("^.+ · .+$"))
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.get_by_role("heading", level=1).inner_text() not in NOT_THE_PAGE
    for scheme in SCHEMES:
        visitor.use_scheme(scheme)
        nothing(barriers(page), scheme)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    nothing(sideways(page))
    page.set_viewport_size({"width": 1280, "height": 720})


@pytest.mark.parametrize("route", routes())
def test_a_page_speaks_german_and_fits_a_small_phone(look: Look, route: str):
    page = look(route, "german", language="de", viewport=NARROW).page
    expect(page.locator("html")).to_have_attribute("lang", "de")
    nothing(sideways(page))


@pytest.mark.parametrize("route", routes())
def test_a_page_runs_from_right_to_left_and_fits_a_small_phone(look: Look, route: str):
    page = look(route, "mirrored", viewport=NARROW).page
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    nothing(sideways(page))


def _mirrored(path: str) -> str:
    address = urlsplit(path)
    return urlunsplit(address._replace(query="&".join(filter(None, (address.query, "mirrored")))))
