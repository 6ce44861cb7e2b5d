"""What becomes of an event at its organizer's desk: its text and picture, its date, its copies, its tickets and codes."""

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from deploy.people import Person, System, wait_until
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing


@pytest.fixture(scope="module")
def concert(organizer: Person) -> dict[str, Any]:
    return sales.put_on(organizer)


def drawn(size: tuple[int, int] = (1200, 800)) -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", size, "#aa3377").save(picture, "PNG")
    return picture.getvalue()


def give_picture(page: Page, name: str, kind: str, content: bytes) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="picture").click()
    chooser.value.set_files({"name": name, "mimeType": kind, "buffer": content})


def test_what_is_typed_into_a_draft_saves_itself_also_after_the_network_was_gone(browse: Browse, organizer: Person):
    [owned, *_] = organizer.get("/organizers")["data"]
    draft = organizer.post("/events", {"organizer_id": owned["id"], "title": "By itself"})
    visitor = browse(organizer)
    page = visitor.page
    visitor.open(f"/organize/events/{draft['id']}/details")
    page.get_by_label("Summary").fill("Kept without a button.")
    expect(page.get_by_text("All changes are saved")).to_be_visible()
    assert organizer.get(f"/events/{draft['id']}")["summary"] == "Kept without a button."
    visitor.context.set_offline(True)
    page.get_by_label("Summary").fill("Typed in a tunnel.")
    expect(page.get_by_text("Not saved", exact=True)).to_be_visible()
    nothing(barriers(page))
    assert organizer.get(f"/events/{draft['id']}")["summary"] == "Kept without a button."
    visitor.context.set_offline(False)
    expect(page.get_by_text("All changes are saved")).to_be_visible()
    assert organizer.get(f"/events/{draft['id']}")["summary"] == "Typed in a tunnel."


def test_a_picture_is_given_shown_to_buyers_and_taken_away(browse: Browse, organizer: Person, concert: dict[str, Any]):
    visitor = browse(organizer)
    page = visitor.page
    visitor.open(f"/organize/events/{concert['id']}/details")
    give_picture(page, "notes.txt", "text/plain", b"no picture")
    expect(page.get_by_text("This file is no JPEG, PNG or WebP picture.")).to_be_visible()
    give_picture(page, "poster.png", "image/png", drawn())
    expect(page.get_by_role("button", name="Change the picture")).to_be_visible()
    visitor.open(f"/organize/events/{concert['id']}/preview")
    shown = "() => [...document.querySelectorAll('main img')].some((image) => image.naturalWidth > 100)"
    page.wait_for_function(shown)
    stranger = browse()
    stranger.open(f"/e/{concert['slug']}")
    stranger.page.wait_for_function(shown)
    visitor.open(f"/organize/events/{concert['id']}/details")
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("button", name="Add a picture")).to_be_visible()


def test_a_draft_is_previewed_as_buyers_will_see_it(browse: Browse, organizer: Person, concert: dict[str, Any]):
    copy = organizer.post(f"/events/{concert['id']}/duplicate", {"title": "Not seen by anybody"})
    visitor = browse(organizer)
    visitor.open(f"/organize/events/{copy['id']}/preview")
    expect(visitor.page.get_by_role("heading", level=1, name="Not seen by anybody")).to_be_visible()
    expect(visitor.page.get_by_text("Nobody but you sees it yet.")).to_be_visible()
    expect(visitor.page.get_by_text("€25.00")).to_be_visible()
    assert browse().context.request.get(f"/e/{copy['slug']}").status == 404


def test_an_event_is_duplicated_with_its_tickets(browse: Browse, organizer: Person, concert: dict[str, Any]):
    visitor = browse(organizer)
    page = visitor.page
    visitor.open(f"/organize/events/{concert['id']}")
    page.get_by_role("button", name="Duplicate").click()
    page.get_by_label("Title").fill("The second evening")
    page.get_by_label("Start").fill("2031-05-02T20:00")
    nothing(barriers(page))
    page.get_by_role("button", name="Create the draft").click()
    expect(page.get_by_role("heading", level=1, name="Details")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("The second evening")
    expect(page.get_by_label("Start")).to_have_value("2031-05-02T20:00")
    page.get_by_role("link", name="Tickets", exact=True).click()
    expect(page.get_by_role("heading", name="Standing")).to_be_visible()
    expect(page.get_by_text("50 tickets")).to_be_visible()


def test_an_event_is_postponed_and_takes_place_after_all(browse: Browse, organizer: Person):
    event = sales.put_on(organizer)
    visitor = browse(organizer)
    page = visitor.page
    visitor.open(f"/organize/events/{event['id']}")
    page.get_by_role("button", name="Postpone").click()
    page.get_by_label("Reason, as ticket holders read it").fill("The roof leaks.")
    nothing(barriers(page))
    page.get_by_role("button", name="Postpone and tell everybody").click()
    expect(page.get_by_text("This event is postponed, and its sale rests")).to_be_visible()
    expect(page.get_by_text("The roof leaks.")).to_be_visible()
    nothing(barriers(page))
    page.get_by_role("button", name="It takes place: resume the sale").click()
    expect(page.get_by_text("This event is postponed, and its sale rests")).to_have_count(0)
    expect(page.get_by_text("On sale", exact=True)).to_be_visible()


def test_there_are_more_tickets_while_they_sell_and_never_fewer_than_are_gone(
    browse: Browse, system: System, organizer: Person
):
    event = sales.put_on(organizer)
    sales.buy(Person.new(system, "Tessa Two").join(), event, 2)
    wait_until("the sale to be counted", lambda: organizer.get(f"/events/{event['id']}/analytics")["days"] or None)
    visitor = browse(organizer)
    page = visitor.page
    visitor.open(f"/organize/events/{event['id']}/ticket-types")
    expect(page.get_by_text("2 of 50 sold")).to_be_visible()
    page.get_by_role("button", name="Change how many").click()
    page.get_by_label("How many there are").fill("1")
    page.get_by_role("button", name="Set it").click()
    expect(page.get_by_text("That is fewer than are gone already")).to_be_visible()
    nothing(barriers(page))
    page.get_by_label("How many there are").fill("70")
    page.get_by_role("button", name="Set it").click()
    expect(page.get_by_text("2 of 70 sold")).to_be_visible()


def test_a_discount_is_made_and_then_worth_what_it_says(browse: Browse, system: System, organizer: Person):
    event = sales.put_on(organizer)
    visitor = browse(organizer)
    page = visitor.page
    visitor.open(f"/organize/events/{event['id']}/codes")
    page.get_by_role("button", name="New code").click()
    page.get_by_label("Code", exact=True).fill("spring")
    page.get_by_label("Per cent").fill("20")
    page.get_by_label("Most orders", exact=True).fill("100")
    nothing(barriers(page))
    page.get_by_role("button", name="Create the code").click()
    expect(page.get_by_role("heading", name="SPRING")).to_be_visible()
    expect(page.get_by_text("20% off")).to_be_visible()
    expect(page.get_by_text("of 100 times used")).to_be_visible()
    buyer = browse(Person.new(system, "Saskia Saver").join()).page
    buyer.goto(f"/e/{event['slug']}?code=SPRING")
    buyer.get_by_role("button", name="One more: Standing").click()
    expect(buyer.get_by_text("€20.00").first).to_be_visible()


def test_an_access_code_is_made_and_then_opens_what_is_hidden(browse: Browse, system: System, organizer: Person):
    event = sales.put_on(organizer)
    presale = {"name": "Presale", "price": 1500, "capacity": 20, "currency": "EUR", "is_hidden": True}
    organizer.post(f"/events/{event['id']}/ticket-types", presale)
    visitor = browse(organizer)
    page = visitor.page
    visitor.open(f"/organize/events/{event['id']}/codes")
    page.get_by_role("button", name="New code").click()
    page.get_by_label("Code", exact=True).fill("friends")
    page.get_by_label("What it does").select_option("Access to hidden tickets")
    page.get_by_role("button", name="Create the code").click()
    expect(page.get_by_text("Choose what the code gives access to.")).to_be_visible()
    expect(page.get_by_role("heading", name="FRIENDS")).to_have_count(0)
    page.get_by_role("checkbox", name="Presale").check()
    nothing(barriers(page))
    page.get_by_role("button", name="Create the code").click()
    expect(page.get_by_role("heading", name="FRIENDS")).to_be_visible()
    expect(page.get_by_text("Access", exact=True)).to_be_visible()
    buyer = browse(Person.new(system, "Fiona Friend").join())
    buyer.open(f"/e/{event['slug']}")
    expect(buyer.page.get_by_role("heading", name="Presale")).to_have_count(0)
    buyer.open(f"/e/{event['slug']}?code=FRIENDS")
    expect(buyer.page.get_by_role("heading", name="Presale")).to_be_visible()


def test_somebody_is_added_to_the_staff_and_finds_the_door(browse: Browse, system: System, organizer: Person):
    event = sales.put_on(organizer)
    helper = Person.new(system, "Dora Door").join()
    visitor = browse(organizer)
    page = visitor.page
    visitor.open(f"/organize/events/{event['id']}/staff")
    expect(page.get_by_role("heading", name="Nobody at the doors yet")).to_be_visible()
    page.get_by_label("E-mail address").fill(helper.email)
    page.get_by_role("button", name="Add to the staff").click()
    expect(page.get_by_role("row").filter(has_text=helper.email)).to_be_visible()
    helper.with_role("Operator")
    there = browse(helper)
    there.open("/check-in")
    expect(there.page.get_by_role("option", name=event["title"])).to_be_attached()
    page.get_by_role("button", name=f"Remove {helper.email}").click()
    expect(page.get_by_role("heading", name="Nobody at the doors yet")).to_be_visible()
