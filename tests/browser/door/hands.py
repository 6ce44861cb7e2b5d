"""What somebody does at a gate, and what they are told."""

from playwright.sync_api import Page, expect


def by_hand(page: Page, code: str) -> None:
    """As a scanner types that is plugged in."""
    page.get_by_text("Hardware scanner", exact=True).click()
    page.get_by_label("Ticket code").fill(code)
    page.get_by_label("Ticket code").press("Enter")


def verdict(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=2, name=words)).to_be_visible()
