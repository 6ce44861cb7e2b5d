"""Somebody is asked to help manage an organizer's events."""

from playwright.sync_api import expect

from deploy.demo import Narrator, organize
from deploy.people import Person, System, wait_until
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing


def test_who_is_invited_manages_the_same_events_and_is_named_once_they_have_joined(browse: Browse, system: System):
    organizer, event = organize(system, Narrator())
    [owned] = organizer.get("/organizers")["data"]
    helper = Person.new(system, "Hanna Helper").join()
    here = browse(organizer)
    page = here.page
    here.open(f"/organize/organizers/{owned['id']}")
    page.get_by_label("E-mail address").fill(helper.email)
    page.get_by_role("button", name="Invite", exact=True).click()
    row = page.get_by_role("row").filter(has_text=helper.email)
    expect(row.get_by_text("Invited, has not joined yet")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Who created it")).to_contain_text(organizer.name)
    nothing(barriers(page))

    def manages() -> bool | None:
        return any(one["id"] == owned["id"] for one in helper.get("/organizers")["data"]) or None

    wait_until("the helper to be a member", manages)
    helper.with_role("EventCreator")
    there = browse(helper)
    there.open("/organize")
    expect(there.page.get_by_role("link", name=event["title"])).to_be_visible()
    page.reload()
    expect(row.get_by_text("Invited, has not joined yet")).to_be_visible()
    invitation = there.page.get_by_text(f"You were invited to manage the events of {owned['name']}")
    expect(invitation).to_be_visible()
    nothing(barriers(there.page))
    there.page.get_by_role("button", name="Join").click()
    expect(invitation).to_have_count(0)

    page.reload()
    expect(row).to_contain_text(helper.name)
    expect(row.get_by_text("Active")).to_be_visible()
    expect(page.get_by_text("has not joined yet")).to_have_count(0)
    nothing(barriers(page))
    there.open(f"/organize/organizers/{owned['id']}")
    expect(there.page.get_by_role("row").filter(has_text=helper.email)).to_be_visible()
