"""Who looks after the system."""

import re

from playwright.sync_api import Route, expect

from deploy.native.stack import Stack
from deploy.people import Person, System, wait_until
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.inbox import refusing
from tests.browser.looking import barriers, nothing


def test_an_admin_finds_an_account_and_grants_a_role(browse: Browse, system: System, admin: Person):
    newcomer = Person.new(system, "Nora Newcomer").join()
    visitor = browse(admin)
    page = visitor.page
    visitor.open("/admin/accounts")
    page.get_by_role("searchbox", name="Find an account").fill(newcomer.email)
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("row").last).to_contain_text("Attendee")
    page.get_by_role("button", name="Change roles").click()
    page.get_by_role("checkbox", name="Organizer").check()
    nothing(barriers(page))
    page.get_by_role("button", name="Save the roles").click()
    expect(page.get_by_role("row").last).to_contain_text("Organizer")
    newcomer.with_role("EventCreator")


def test_an_admin_sends_a_message_again_that_could_not_be_sent(
    browse: Browse, stack: Stack, system: System, admin: Person
):
    unlucky = Person.new(system, "Udo Unlucky")
    visitor = browse(admin)
    page = visitor.page
    with refusing(stack, unlucky.email):
        unlucky.register()
        wait_until("the mail to be given up", lambda: _failed(admin, unlucky) or None)
    visitor.open("/admin/messages")
    row = page.get_by_role("row").filter(has_text=unlucky.email)
    expect(row).to_contain_text("550")
    nothing(barriers(page))
    row.get_by_role("button", name="Send again").click()
    expect(row).to_have_count(0)
    unlucky.verify_email()


def test_an_admin_sends_all_messages_again_once_the_cause_is_mended(
    browse: Browse, stack: Stack, system: System, admin: Person
):
    unlucky = [Person.new(system, name) for name in ("Una Unlucky", "Ulf Unlucky")]
    visitor = browse(admin)
    page = visitor.page
    with refusing(stack, *(person.email for person in unlucky)):
        for person in unlucky:
            person.register()
        wait_until("the mails to be given up", lambda: all(_failed(admin, person) for person in unlucky) or None)
    visitor.open("/admin/messages")
    for person in unlucky:
        expect(page.get_by_role("row").filter(has_text=person.email)).to_be_visible()
    page.get_by_role("button", name="Send all again").click()
    nothing(barriers(page))
    page.get_by_role("button", name="Send all again").click()
    expect(page.get_by_text("messages are being sent.")).to_be_visible()
    expect(page.get_by_role("heading", name="Every message has been sent")).to_be_visible()
    for person in unlucky:
        person.verify_email()


def test_an_admin_sees_each_service_with_its_version_and_health_and_one_that_is_not_there(
    browse: Browse, admin: Person
):
    visitor = browse(admin)
    page = visitor.page
    visitor.open("/admin")
    expect(page.get_by_text("Every part of the system answers")).to_be_visible()
    for name in ("auth", "event", "notification", "ticket", "user"):
        part = page.get_by_role("heading", level=2, name=name, exact=True).locator("xpath=ancestor::section[1]")
        expect(part.get_by_text("Ready")).to_be_visible()
        expect(part.get_by_text(re.compile(r"^\d+\.\d+\.\d+\+"))).to_be_visible()

    def without_one(route: Route) -> None:
        answer = route.fetch()
        said = answer.json()
        said["services"][0].update(available=False, instances=[])
        route.fulfill(response=answer, json=said)

    page.route("**/api/v1/admin/status", without_one)
    page.reload()
    expect(page.get_by_text("A part of the system does not answer")).to_be_visible()
    expect(page.get_by_text("None runs")).to_be_visible()
    nothing(barriers(page))


def test_an_admin_finds_an_event_and_an_order(browse: Browse, system: System, admin: Person, organizer: Person):
    event = sales.put_on(organizer)
    order, _ = sales.buy(Person.new(system, "Wanda Wanted").join(), event)
    visitor = browse(admin)
    page = visitor.page
    visitor.open("/admin/events")
    page.get_by_role("searchbox").fill(event["title"])
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("link", name=event["title"])).to_be_visible()
    visitor.open("/admin/orders")
    page.get_by_role("searchbox").fill(order["number"])
    expect(page).to_have_url(re.compile(order["number"]))
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name=order["number"]).click()
    expect(page.get_by_role("heading", level=1, name=f"Order {order['number']}")).to_be_visible()
    expect(page.get_by_text("Paid, tickets issued")).to_be_visible()


def _failed(admin: Person, person: Person) -> bool:
    letters = admin.get("/admin/notifications", state="dead")["data"]
    return any(person.email in str(letter) for letter in letters)
