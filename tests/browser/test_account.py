"""What people change about their own account."""

import pytest
from playwright.sync_api import expect

from deploy.people import Person, Refused, System
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, nothing

ANOTHER_PASSWORD = "three quiet lanterns over water"


@pytest.fixture
def person(system: System) -> Person:
    return Person.new(system, "Aenne Account").join()


def test_a_new_password_is_for_who_knows_the_present_one_and_the_old_one_is_refused_from_then_on(
    browse: Browse, person: Person
):
    here, elsewhere = browse(person), browse(person)
    elsewhere.open("/account")
    page = here.page
    here.open("/account")
    present, new = page.get_by_label("Present password"), page.get_by_label("New password")
    change = page.get_by_role("button", name="Change the password")
    present.fill("what it never was")
    new.fill(ANOTHER_PASSWORD)
    change.click()
    expect(page.get_by_text("This is not your password.")).to_be_visible()
    nothing(barriers(page))
    person.sign_in()

    present.fill(person.password)
    change.click()
    expect(page.get_by_text("Your new password is set")).to_be_visible()
    nothing(barriers(page))
    here.open("/account")
    expect(page.get_by_text(f"You are signed in as {person.email}.")).to_be_visible()
    elsewhere.page.reload()
    expect(elsewhere.page.get_by_role("button", name="Log in")).to_be_visible()

    stranger = browse().page
    stranger.goto("/login")
    stranger.get_by_label("E-mail").fill(person.email)
    for password, said in ((person.password, "do not go together"), (ANOTHER_PASSWORD, None)):
        stranger.get_by_label("Password", exact=True).fill(password)
        stranger.get_by_role("button", name="Log in").click()
        if said:
            expect(stranger.get_by_text(said)).to_be_visible()
    expect(stranger.get_by_role("button", name="Log in")).to_have_count(0)
    with pytest.raises(Refused) as refused:
        person.sign_in()
    assert refused.value.code == "wrong_credentials"


def test_the_language_of_an_account_is_kept_here_and_for_its_next_browser(browse: Browse, person: Person):
    here = browse(person)
    here.open("/account")
    page = here.page
    page.get_by_role("main").get_by_label("Language").select_option("de")
    page.get_by_role("main").get_by_role("button", name="Save").last.click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    here.open("/account")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("heading", level=1)).to_have_text("Konto und Einstellungen")

    # Nobody has chosen a language there, and it speaks English by itself.
    there = browse(person)
    there.context.add_init_script("localStorage.removeItem('locale')")
    there.open("/account")
    expect(there.page.locator("html")).to_have_attribute("lang", "de")
    expect(there.page.get_by_role("heading", level=1)).to_have_text("Konto und Einstellungen")


def test_who_is_signed_in_elsewhere_is_signed_out_from_here(browse: Browse, person: Person):
    here, elsewhere = browse(person), browse(person)
    elsewhere.open("/account")
    page = here.page
    here.open("/account")
    sessions = page.get_by_role("list", name="Where you are signed in").get_by_role("listitem")
    others = sessions.filter(has=page.get_by_role("button", name="Sign out"))
    expect(sessions.filter(has_text="This device")).to_have_count(1)
    expect(others.filter(has_text="Chrom")).to_have_count(1)
    nothing(barriers(page))
    others.filter(has_text="Chrom").get_by_role("button", name="Sign out").click()
    expect(others.filter(has_text="Chrom")).to_have_count(0)
    expect(sessions.filter(has_text="This device")).to_have_count(1)

    elsewhere.page.reload()
    expect(elsewhere.page.get_by_role("button", name="Log in")).to_be_visible()
    here.open("/account")
    expect(page.get_by_text(f"You are signed in as {person.email}.")).to_be_visible()
