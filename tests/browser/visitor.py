"""Somebody who sits before a browser of their own."""

import io
from typing import Any, Literal

from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Locator, expect

from deploy.people import API, Person
from shared.testing.scanner import scan

PATIENCE_MS = 20_000
# Said by the browser of every answer that is no success; the pages say in words what it means.
EXPECTED = "Failed to load resource"

SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
# As the pages note it: see `frontend/src/lib/session/session.ts`.
SIGNED_IN_BEFORE = "may-have-session"
LOCALES = {"en": "en-GB", "de": "de-DE"}


class Visitor:
    """A fresh context, in which nothing may go wrong unnoticed: an error of a script or a breach of the page's policy.

    A person who is given is signed in, without the form.
    """

    def __init__(
        self, browser: Browser, url: str, person: Person | None = None, *, language: str = "en", **options: Any
    ) -> None:
        self.problems: list[str] = []
        # A language that was chosen here before: without that an account's own wins.
        memory = {"locale": language} | ({SIGNED_IN_BEFORE: "yes"} if person else {})
        kept = [{"name": name, "value": value} for name, value in memory.items()]
        state: Any = {"origins": [{"origin": url, "localStorage": kept}]}
        self.context = browser.new_context(base_url=url, locale=LOCALES[language], storage_state=state, **options)
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("console", self._note)
        self.context.on("weberror", lambda error: self.problems.append(str(error.error)))
        self.page = self.context.new_page()
        if person:
            credentials = {"email": person.email, "password": person.password}
            answer = self.context.request.post(f"{API}/auth/login", data=credentials)
            assert answer.ok, answer.text()

    def open(self, path: str) -> None:
        """Until the page has its heading and waits for nothing."""
        self.page.goto(path)
        self.settle()

    def use_scheme(self, scheme: Literal["light", "dark"]) -> None:
        """As the device says; until the page is drawn in it."""
        self.page.emulate_media(color_scheme=scheme)
        expect(self.page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
        self.page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")

    def settle(self) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        expect(self.page.locator("[aria-busy=true], .mantine-Skeleton-root")).to_have_count(0)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            self.problems.append(message.text)


def read_code(picture: Locator) -> str:
    """What a scanner reads off the screen."""
    return scan(Image.open(io.BytesIO(picture.screenshot())))
