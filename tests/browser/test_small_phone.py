"""What fits a small phone without being cut, beside what `test_every_page` looks for."""

from typing import Any

from playwright.sync_api import Page, expect

from deploy.people import Person
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import NARROW


def _width(page: Page) -> float:
    box = page.get_by_label("Language").bounding_box()
    assert box
    return box["width"]


def test_the_languages_name_is_not_cut(browse: Browse):
    visitor = browse()
    visitor.open("/login")
    wide = _width(visitor.page)
    visitor.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert _width(visitor.page) == wide


def test_no_line_of_a_price_begins_with_what_parts_it_from_the_line_before(browse: Browse, organizer: Person):
    event: dict[str, Any] = sales.put_on(organizer)
    organizer.patch(f"/events/{event['id']}/sale-rules", {"tax_rate": 1900, "fee_per_ticket": 150})
    visitor = browse(viewport=NARROW)
    page = visitor.page
    visitor.open(f"/e/{event['slug']}")
    note = page.get_by_role("region", name="Buy tickets").locator("p", has_text="fees")
    expect(note).to_be_visible()
    assert [text for text in note.locator("span").all_inner_texts() if text.startswith("·")] == []
    assert "·" in note.inner_text()
