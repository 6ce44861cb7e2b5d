"""Tickets without a network: at a door in a cellar, or where thousands are at the same cell."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from deploy.people import Person, System
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing
from tests.browser.visitor import Visitor, read_code

PAGES_ARE_KEPT = "async () => (await navigator.serviceWorker.ready).active.state === 'activated'"
KEPT_CODES = """async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === 'kept-tickets')) return [];
    const all = (source) => new Promise((done) => (source.onsuccess = () => done(source.result)));
    const store = await all(indexedDB.open('kept-tickets'));
    const kept = await all(store.transaction('pictures').objectStore('pictures').getAll());
    store.close();
    return kept.map(({ code }) => code);
}"""
Owner = tuple[Person, list[dict[str, Any]]]


@pytest.fixture
def owner(system: System, organizer: Person) -> Owner:
    """Two tickets, and whose they are."""
    person = Person.new(system, "Otto Offline").join()
    _, tickets = sales.buy(person, sales.put_on(organizer), 2)
    return person, tickets


def kept_codes(page: Page) -> list[str]:
    found: list[str] = page.evaluate(KEPT_CODES)
    return sorted(found)


def look_while_online(visitor: Visitor, tickets: list[dict[str, Any]]) -> None:
    """At the list only; until everything is kept."""
    visitor.open("/tickets")
    visitor.page.wait_for_function(PAGES_ARE_KEPT)
    visitor.page.wait_for_function(f"async () => (await ({KEPT_CODES})()).length === {len(tickets)}")


def test_the_list_and_every_code_open_without_a_network(browse: Browse, owner: Owner):
    person, tickets = owner
    visitor = browse(person)
    look_while_online(visitor, tickets)
    visitor.context.set_offline(True)
    visitor.open("/tickets")
    page = visitor.page
    expect(page.get_by_text("Kept on this device")).to_be_visible()
    nothing(barriers(page))
    expect(page.get_by_role("link", name=person.name)).to_have_count(2)
    for ticket in tickets:
        visitor.open(f"/tickets/{ticket['id']}")
        expect(page.get_by_text("Kept on this device")).to_be_visible()
        nothing(barriers(page))
        assert read_code(page.get_by_role("img", name=f"QR code of the ticket of {person.name}")) == ticket["code"]
    visitor.context.set_offline(False)
    expect(page.get_by_text("Kept on this device")).to_have_count(0)
    expect(page.get_by_role("button", name="Save as PDF")).to_be_visible()


def test_nothing_is_kept_of_what_was_never_looked_at(browse: Browse, owner: Owner):
    """The control: without a visit there is no page, so it is the copies that the others see."""
    person, tickets = owner
    visitor = browse(person)
    visitor.open("/")
    visitor.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        visitor.page.goto(f"/tickets/{tickets[0]['id']}")
    visitor.context.set_offline(False)
    visitor.open("/")
    assert kept_codes(visitor.page) == []


def test_logging_out_clears_them_away(browse: Browse, owner: Owner):
    person, tickets = owner
    visitor = browse(person)
    look_while_online(visitor, tickets)
    page = visitor.page
    assert kept_codes(page) == sorted(ticket["code"] for ticket in tickets)
    page.get_by_role("button", name=f"Account of {person.name}").click()
    page.get_by_role("menuitem", name="Log out").click()
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    _expect_nothing_kept(page, person)
    visitor.context.set_offline(True)
    page.goto("/tickets")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(person.name)).to_have_count(0)


def test_a_session_that_the_server_has_ended_takes_them_along(browse: Browse, owner: Owner):
    person, tickets = owner
    visitor = browse(person)
    look_while_online(visitor, tickets)
    visitor.context.clear_cookies()
    visitor.page.goto("/")
    expect(visitor.page.get_by_role("link", name="Log in")).to_be_visible()
    _expect_nothing_kept(visitor.page, person)


def test_whoever_logs_in_next_does_not_see_them(browse: Browse, owner: Owner, system: System):
    person, tickets = owner
    visitor = browse(person)
    look_while_online(visitor, tickets)
    other = Person.new(system, "Nora Next").join()
    credentials = {"email": other.email, "password": other.password}
    # As another tab does it: the first account's session is simply no longer the browser's.
    assert visitor.context.request.post("/api/v1/auth/login", data=credentials).ok
    visitor.open("/tickets")
    expect(visitor.page.get_by_role("heading", name="No tickets yet")).to_be_visible()
    _expect_nothing_kept(visitor.page, person)


def test_pages_come_from_the_server_while_it_answers_and_no_answer_of_the_api_is_kept(
    browse: Browse, owner: Owner, event: dict[str, Any]
):
    person, tickets = owner
    visitor = browse(person)
    look_while_online(visitor, tickets)
    answer = visitor.page.goto(f"/e/{event['slug']}")
    assert answer is not None
    assert event["title"] in answer.text(), "its head is the server's"
    kept = visitor.page.evaluate(
        """async () => {
            const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
            return (await Promise.all(caches_.map((cache) => cache.keys()))).flat().map(({ url }) => new URL(url).pathname);
        }"""
    )
    assert kept
    assert [path for path in kept if not path.startswith("/assets/")] == ["/index.html", "/favicon.svg"]


def _expect_nothing_kept(page: Page, of: Person) -> None:
    page.wait_for_function("(owner) => localStorage.getItem('tickets-kept-of') !== owner", arg=of.account["id"])
    assert kept_codes(page) == []
