"""Who looks after the system."""

from playwright.sync_api import expect

from deploy.native.stack import Stack
from deploy.people import Person, System, wait_until
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


def _failed(admin: Person, person: Person) -> bool:
    letters = admin.get("/admin/notifications", state="dead")["data"]
    return any(person.email in str(letter) for letter in letters)
