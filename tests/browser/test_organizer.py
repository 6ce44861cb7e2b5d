"""Somebody puts on their first event."""

from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from deploy.people import Person, System
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing

TITLE = "A Night at the Mill"


def test_an_event_is_published_from_nothing_and_found_by_a_buyer(browse: Browse, system: System):
    host = Person.new(system, "Hilda Host").join()
    page = browse(host).page
    page.goto("/organize")
    page.get_by_label("Name of the organizer").fill("The Old Mill")
    page.get_by_role("button", name="Create the organizer").click()
    title = f"{TITLE} {host.email.split('.')[2][:4]}"
    begin(page, title)
    set_place_and_time(page)
    page.get_by_role("link", name="Tickets", exact=True).click()
    add_tickets(page, "Standing", "19.50", "80")
    add_tickets(page, "Seated", "30", "60")
    bound_all(page, "100")
    page.get_by_role("link", name="Overview").click()
    nothing(barriers(page))
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("button", name="Postpone")).to_be_visible()

    stranger = browse().page
    stranger.goto("/")
    stranger.get_by_role("searchbox", name="What").fill(title)
    stranger.get_by_role("button", name="Search").click()
    stranger.get_by_role("link", name=title).click()
    expect(stranger.get_by_text("€19.50")).to_be_visible()
    stranger.get_by_role("button", name="One more: Standing").click()
    expect(stranger.get_by_role("button", name="Get tickets")).to_be_enabled()


def begin(page: Page, title: str) -> None:
    page.get_by_role("button", name="New event").first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Create the draft").click()
    expect(page.get_by_label("Summary")).to_be_visible()


def set_place_and_time(page: Page) -> None:
    page.get_by_label("Summary").fill("Jazz between the millstones.")
    page.get_by_label("Description").fill("Doors are open an hour before.")
    page.get_by_role("button", name="New venue").click()
    page.get_by_label("Name", exact=True).fill("The Old Mill")
    page.get_by_label("Town").fill("Dublin")
    page.get_by_label("Country").select_option("IE")
    page.get_by_label("Time zone").select_option("Europe/Dublin")
    page.get_by_role("button", name="Save the venue").click()
    evening = (datetime.now() + timedelta(days=20)).replace(hour=19, minute=0)  # noqa: DTZ005  a clock at the venue
    for label, hours in (("Doors open", 0), ("Start", 1), ("End", 4)):
        page.get_by_label(label).fill((evening + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M"))
    expect(page.get_by_text("Saved")).to_be_visible()


def add_tickets(page: Page, name: str, price: str, number: str) -> None:
    page.get_by_role("button", name="Add tickets").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Price").fill(price)
    page.get_by_label("How many there are").fill(number)
    nothing(barriers(page))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_role("button", name="Add tickets")).to_be_visible()


def bound_all(page: Page, number: str) -> None:
    page.get_by_role("button", name="Set a limit for all").click()
    page.get_by_label("How many there are").fill(number)
    nothing(barriers(page))
    page.get_by_role("button", name="Set it").click()
    expect(page.get_by_text(f"No more than {number} tickets are sold")).to_be_visible()


def test_what_a_draft_has_not_yet_is_said_and_not_missing(browse: Browse, organizer: Person):
    [owned, *_] = organizer.get("/organizers")["data"]
    draft = organizer.post("/events", {"organizer_id": owned["id"], "title": "Not yet"})
    visitor = browse(organizer)
    for part in ("orders", "attendees", "updates", "analytics"):
        visitor.open(f"/organize/events/{draft['id']}/{part}")
        expect(visitor.page.get_by_role("heading", name="Nothing here before the event is published")).to_be_visible()
    nothing(barriers(visitor.page))
    visitor.page.get_by_role("link", name="See what is missing").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Not yet")
