"""The page of the inbox that development systems have."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from deploy.stand_ins.inbox.tests.conftest import Inbox, mail, settings
from deploy.stand_ins.testing import StandIn
from shared.testing.ports import free_port
from tests.browser.edge import Edge

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000ffff0300000600"
    "0557bfabd40000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Inbox, str]]:
    """An inbox behind nginx, and the address of its page."""
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    with (
        StandIn("deploy.stand_ins.inbox", settings(folder)) as process,
        Edge(folder, port, "inbox", process.addresses["web"], Path(__file__).parent) as edge,
    ):
        inbox = Inbox(process)
        yield inbox, f"{edge.url}/stand-ins/inbox/"
        inbox.close()


@pytest.fixture(scope="module")
def browser_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def page(browser_page: Page, site: tuple[Inbox, str]) -> Iterator[Page]:
    """The page of an empty inbox; whatever leads outside must have been stopped by its policy."""
    inbox, url = site
    inbox.http.delete("/api/messages")
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    browser_page.on("request", note)
    browser_page.goto(url)
    yield browser_page
    browser_page.remove_listener("request", note)
    outside = [request for request in asked if not request.url.startswith((url, "data:"))]
    assert [request.url for request in outside if request.failure != "csp"] == []


def test_a_mail_appears_by_itself_and_is_shown(page: Page, site: tuple[Inbox, str]):
    inbox, _ = site
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    message = mail(subject="Your tickets")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="tickets.pdf")
    inbox.send(message)
    page.get_by_role("link", name="Your tickets").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your tickets")
    expect(page.get_by_role("main")).to_contain_text("See you!")
    expect(page.get_by_role("link", name="https://shop.test/verify-email#token=abc.def")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="tickets.pdf").click()
    assert download.value.suggested_filename == "tickets.pdf"
    assert Path(download.value.path()).read_bytes() == b"%PDF-1.7"


def test_a_mails_own_html_is_shown_and_can_do_nothing(page: Page, site: tuple[Inbox, str]):
    inbox, url = site
    message = mail(subject="Hostile")
    html = message.get_payload(1)
    html.add_related(PICTURE, "image", "png", cid="<logo>")  # type: ignore[union-attr]
    inbox.send(message)
    raw = (
        b"Subject: Tracking\r\nContent-Type: text/html\r\n\r\n<h1>Hello</h1><img src='http://tracker.invalid/x.png'>"
        b"<meta http-equiv=refresh content='0;url=http://tracker.invalid/'><form action='http://tracker.invalid/'>"
        b"<script>parent.document.title = 'hijacked'</script></form>\r\n"
    )
    with inbox.connected() as client:
        client.sendmail("a@x.test", ["b@x.test"], raw)
    for subject, heading in (("Hostile", "Grüße"), ("Tracking", "Hello")):
        page.goto(url)
        page.get_by_role("link", name=subject).click()
        frame = page.frame_locator("iframe[title='The mail']")
        expect(frame.get_by_role("heading", name=heading)).to_be_visible()
        expect(page).to_have_title(f"{subject} · Inbox")
    page.get_by_role("link", name="Hostile").click()
    picture = page.frame_locator("iframe[title='The mail']").locator("img")
    expect(picture).to_have_js_property("naturalWidth", 1)
    expect(page.frame_locator("iframe[title='The mail']").get_by_role("link")).to_have_attribute("target", "_blank")


def test_an_sms_is_shown_as_one(page: Page, site: tuple[Inbox, str]):
    assert site[0].sms(text="Doors open at 19:00.").status_code == 202
    page.get_by_role("link", name="+4915112345678").click()
    expect(page.get_by_role("main")).to_contain_text("Doors open at 19:00.")


def test_a_search_finds_and_the_inbox_can_be_emptied(page: Page, site: tuple[Inbox, str]):
    inbox, _ = site
    for subject in ("Welcome", "Your tickets"):
        inbox.send(mail(subject=subject))
    search = page.get_by_role("searchbox", name="Search")
    search.fill("welc")
    search.press("Enter")
    expect(page.get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("link", name="Welcome")).to_be_visible()
    page.get_by_role("button", name="Empty").click()
    expect(page.get_by_role("heading", name="Nothing here yet")).to_be_visible()
    assert inbox.messages() == []
