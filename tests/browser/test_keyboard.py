"""Nobody needs a mouse to buy."""

from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from deploy.people import Person, System
from tests.browser.conftest import Browse

MOST_STOPS = 60
# Whether it, or the card that it stands for, looks otherwise with the focus than without.
_IS_MARKED = """(element) => {
    const look = (shown) => {
        const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(shown);
        return [outlineStyle, outlineWidth, boxShadow, borderColor].join();
    };
    const looks = () => [element, element.closest('article') ?? element].map(look).join();
    const focused = looks();
    element.blur();
    const plain = looks();
    element.focus({ focusVisible: true });
    return focused !== plain;
}"""


def tab_to(page: Page, wanted: Locator) -> None:
    """By Tab alone; where one stops must be seen."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element.getRootNode().activeElement === element"):
            assert wanted.evaluate(_IS_MARKED), f"{wanted} does not show that it has the focus"
            return
    raise AssertionError(f"{MOST_STOPS} stops do not lead to {wanted}")


def press(page: Page, role: Literal["button", "link"], name: str) -> None:
    tab_to(page, page.get_by_role(role, name=name))
    page.keyboard.press("Enter")


def type_into(page: Page, label: str, text: str) -> None:
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def test_a_ticket_is_bought_by_keyboard_alone(browse: Browse, system: System, event: dict[str, Any]):
    buyer = Person.new(system, "Kim Keyboard").join()
    visitor = browse(buyer, reduced_motion="reduce")
    page = visitor.page
    visitor.open("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    type_into(page, "What", event["title"])
    page.keyboard.press("Enter")
    press(page, "link", event["title"])
    # Whoever hears the page is told where they are now.
    expect(page.get_by_role("heading", level=1, name=event["title"])).to_be_focused()
    press(page, "button", "One more: Standing")
    press(page, "button", "Get tickets")
    expect(page.get_by_role("heading", level=1, name="Your tickets")).to_be_focused()
    press(page, "button", "Continue to payment")
    expect(page.get_by_role("button", name="Pay €25.00")).to_be_enabled()
    type_into(page, "Card number", "4242424242424242")
    type_into(page, "Expiration date", "1240")
    type_into(page, "Security code", "123")
    press(page, "button", "Pay €25.00")
    expect(page.get_by_role("heading", name="You’re going!")).to_be_visible()
    press(page, "link", "Show my tickets")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_what_the_keyboard_does_not_reach_or_show_is_found(browse: Browse):
    visitor = browse()
    page = visitor.page
    visitor.open("/login")
    page.evaluate("""() => document.querySelector('main').insertAdjacentHTML('beforeend',
        '<button tabindex="-1">beside the way</button><button style="all: unset">without a mark</button>')""")
    with pytest.raises(AssertionError, match="do not lead to"):
        tab_to(page, page.get_by_role("button", name="beside the way"))
    with pytest.raises(AssertionError, match="does not show"):
        tab_to(page, page.get_by_role("button", name="without a mark"))
