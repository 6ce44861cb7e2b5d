"""What the server paints of an event's page is there without scripts, and nothing moves when they take over."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Request, Route, expect

from deploy.people import Person
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.screens import DEVICES

TITLE = "Donaudampfschifffahrtskapellmeister and the very long Evening of Brass"
SUMMARY = "Waltzes & marches, <b>played</b> by those who wrote them; there will be soup in the second interval."
SCRIPTS = re.compile(r"/assets/.*\.js$")
# Where each thing stands and how it looks.
LOOKS = """() => ['html', '.sight-bar', 'h1', '.sight-lead', '.sight-picture', '.sight-picture img'].map((name) => {
    const element = document.querySelector(name);
    const { x, y, width, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const inks = [style.color, style.backgroundColor, style.fontFamily, style.fontWeight, style.letterSpacing];
    return { name, x, y, width, height: name === 'html' || height, inks };
})"""


@pytest.fixture(scope="module")
def painted(organizer: Person) -> str:
    """The address of an event with words of several lines and a picture."""
    event = sales.put_on(organizer)
    picture = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((1280, 720)).save(picture, "JPEG")
    headers = {"Content-Type": "image/jpeg"}
    answer = organizer.ask("PUT", f"/events/{event['id']}/image", picture.getvalue(), headers=headers)
    assert answer.status_code == 200, answer.text
    sales.change(organizer, event, {"title": TITLE, "summary": SUMMARY})
    return f"/e/{event['slug']}"


@contextmanager
def scripts_held_back(page: Page) -> Iterator[None]:
    held: list[Route] = []
    page.route(SCRIPTS, lambda script: held.append(script))  # noqa: PLW0108  Playwright wants to mark it
    yield
    for script in held:
        script.continue_()
    page.unroute(SCRIPTS)


def looks(page: Page, path: str) -> tuple[Any, Any]:
    """Of what the server has painted, and of the same things once the scripts have taken over."""
    with scripts_held_back(page):
        page.goto(path, wait_until="commit")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_function("() => [...document.images].every((image) => image.complete && image.naturalWidth > 0)")
        page.evaluate("() => document.fonts.ready.then(() => undefined)")
        painted = page.evaluate(LOOKS)
    expect(page.get_by_role("region", name=re.compile("Buy tickets|Tickets kaufen"))).to_be_visible()
    page.wait_for_load_state("networkidle")
    return painted, page.evaluate(LOOKS)


def test_without_scripts_there_are_title_summary_and_picture(browse: Browse, painted: str):
    page = browse(java_script_enabled=False).page
    page.goto(painted)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_text(SUMMARY)).to_be_visible()
    expect(page.locator(".sight-picture img")).to_be_visible()


@pytest.mark.parametrize(
    ("device", "scheme", "language"),
    [("phone", "light", "en"), ("phone", "dark", "de"), ("desk", "light", "de"), ("desk", "dark", "en")],
)
def test_nothing_moves_when_the_scripts_take_over(
    browse: Browse, painted: str, device: str, scheme: str, language: str
):
    page = browse(color_scheme=scheme, language=language, **DEVICES[device]).page
    before, after = looks(page, painted)
    assert after == before


def test_a_telephone_loads_the_small_picture_and_no_other(browse: Browse, painted: str):
    page = browse(**DEVICES["phone"]).page
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.goto(painted)
    expect(page.get_by_role("region", name="Buy tickets")).to_be_visible()
    page.wait_for_load_state("networkidle")
    [picture] = [url for url in asked if "/image?" in url]
    assert picture.endswith("&size=small")


def test_it_would_be_noticed_if_something_moved(browse: Browse, painted: str):
    page = browse(**DEVICES["phone"]).page

    def push(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("<h1>", '<h1 style="padding-top: 3rem">'))

    page.route(f"**{painted}", push)
    before, after = looks(page, painted)
    assert after != before
