"""The whole system with its pages, and people at browsers of their own."""

import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from deploy.demo import Narrator, organize
from deploy.native.services import AUTH
from deploy.native.settings import PROJECT, Settings
from deploy.native.stack import Stack
from deploy.people import Person, System
from tests.browser import chromium
from tests.browser.visitor import PATIENCE_MS, Visitor
from tests.conftest import UNLIMITED

Browse = Callable[..., Visitor]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that fails shows what was on each screen."""
    report = yield
    if report.when == "call" and report.failed:
        visitors: Any = item.funcargs.get("visitors", ())
        for visitor in visitors:
            for page in visitor.context.pages:
                report.sections.append((f"on the screen: {page.url}", page.locator("body").aria_snapshot()))
    return report


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    settings = Settings.for_tests(tmp_path_factory.mktemp("system"), environ=UNLIMITED, front_end=True)
    with Stack(settings) as stack:
        yield stack


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = chromium.launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def visitors() -> Iterator[list[Visitor]]:
    """Who is at a browser in this test; nothing may have gone wrong in any of them."""
    here: list[Visitor] = []
    yield here
    for visitor in here:
        visitor.context.close()
    assert [problem for visitor in here for problem in visitor.problems] == []


@pytest.fixture
def browse(browser: Browser, system: System, visitors: list[Visitor]) -> Browse:
    def browse(person: Person | None = None, **options: Any) -> Visitor:
        visitor = Visitor(browser, system.url, person, **options)
        visitors.append(visitor)
        return visitor

    return browse


@pytest.fixture(scope="session")
def organized(system: System) -> tuple[Person, dict[str, Any]]:
    """An organizer and an event on sale whose doors are open."""
    return organize(system, Narrator())


@pytest.fixture(scope="session")
def organizer(organized: tuple[Person, dict[str, Any]]) -> Person:
    return organized[0]


@pytest.fixture(scope="session")
def event(organized: tuple[Person, dict[str, Any]]) -> dict[str, Any]:
    return organized[1]


@pytest.fixture(scope="session")
def admin(stack: Stack, system: System) -> Person:
    """The first one is made on the machine, not over the API."""
    admin = Person.new(system, "Ada Admin")
    command = [sys.executable, "-m", "auth_service.create_admin", "--email", admin.email, "--name", admin.name]
    environment = stack.environments.of(AUTH)
    subprocess.run(
        command, input=admin.password, text=True, check=True, env=environment, cwd=PROJECT, stdout=subprocess.DEVNULL
    )
    admin.sign_in()
    return admin
