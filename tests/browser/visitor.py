"""Somebody who sits before a browser of their own."""

import io
from typing import Any

import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Locator, expect

from deploy.people import API, Person

PATIENCE_MS = 20_000
# Said by the browser of every answer that is no success; the pages say in words what it means.
EXPECTED = "Failed to load resource"


class Visitor:
    """A fresh context, in which nothing may go wrong unnoticed: an error of a script or a breach of the page's policy."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self.url = url
        self.problems: list[str] = []
        self.context = browser.new_context(base_url=url, **{"locale": "en-GB", **options})
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("console", self._note)
        self.context.on("weberror", lambda error: self.problems.append(str(error.error)))
        self.page = self.context.new_page()

    def sign_in(self, person: Person) -> "Visitor":
        """As that person, without the form."""
        credentials = {"email": person.email, "password": person.password}
        answer = self.context.request.post(f"{API}/auth/login", data=credentials)
        assert answer.ok, answer.text()
        return self

    def open(self, path: str) -> None:
        """Until the page has its heading and waits for nothing."""
        self.page.goto(path)
        self.settle()

    def settle(self) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        expect(self.page.locator("[aria-busy=true], .mantine-Skeleton-root")).to_have_count(0)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            self.problems.append(message.text)


def read_code(picture: Locator) -> str:
    """What a scanner reads off the screen."""
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot())))
    return str(code.text)
