"""Every template can be filled; what people wrote stays what they wrote; nothing is fetched when a mail is opened."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from jinja2 import UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from notification_service.templates.facts import DisputeFacts, Facts, TicketFacts, WaitlistFacts
from notification_service.templates.kinds import Template
from notification_service.templates.rendering import NotPlain, plain, render
from notification_service.templates.words import Reader, choose
from notification_service.tests.facts import STARTS_AT, event_state, order_state, waitlist_entry
from shared.ids import new_id
from shared.messages.ticket import OrderLineState

HOSTILE = (
    "{{ 7*7 }}{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}{{ config }}"
    '<script>alert(1)</script><img src=http://evil.example/x.png>" onmouseover="x\r\nBcc: all@example.com'
    "\r\n\r\n.\r\nMAIL FROM:<x>\u202egnp.exe\u2028\x00\x1b[31m"
)


def facts(text: str = "Night of the Organ") -> Facts:
    event = event_state(title=text, venue_name=text, venue_address=text, city=text, organizer_name=text)
    before = event.model_copy(update={"starts_at": STARTS_AT - timedelta(days=7), "venue_name": "Town Hall"})
    line = OrderLineState(ticket_type_id=new_id("tt"), ticket_type_name=text, quantity=1, unit_price=1950)
    order = order_state(new_id("usr"), event, lines=[line], total=1950)
    ticket = TicketFacts(
        ticket_id=new_id("tkt"),
        event_id=event.event_id,
        event_title=text,
        ticket_type_name=text,
        transfer_id=new_id("trf"),
        email="ben@example.com",
        offered_until=STARTS_AT,
    )
    entry = waitlist_entry(new_id("usr"), event, event_title=text, ticket_type_name=text)
    waitlist = WaitlistFacts(entry_id=new_id("wle"), entry=entry, offered_until=STARTS_AT)
    dispute = DisputeFacts(
        status="needs_response", reason="fraudulent", amount=500, currency="EUR", evidence_until=STARTS_AT
    )
    told = Facts(
        order=order, event=event, before=before, ticket=ticket, waitlist=waitlist, dispute=dispute, subject=text
    )
    return told.model_copy(update={"reason": text, "amount": 500, "refunded_total": 500})


def words(text: str = "Night of the Organ", name: str = "Ada King") -> dict[str, Any]:
    return choose(
        facts(text),
        Reader("en-GB", name),
        brand="Stagedoor",
        public_url="https://stagedoor.example",
        link="https://stagedoor.example/verify-email#token=abc",
    )


class Page(HTMLParser):
    """What a mail program would make of the page: its elements with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.shown = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.shown += data


@pytest.mark.parametrize("template", Template)
def test_every_template_has_a_subject_a_text_and_a_page(template: Template):
    rendered = render(template, words())
    assert rendered.subject
    assert len(rendered.subject.splitlines()) == 1
    assert rendered.text.startswith(rendered.subject)
    assert "{{" not in rendered.text + rendered.html
    assert "&amp;" not in rendered.text
    assert 'lang="en"' in rendered.html


@pytest.mark.parametrize("template", Template)
def test_a_page_fetches_nothing_and_every_link_leads_to_us(template: Template):
    page = Page(render(template, words()).html)
    assert not {"img", "script", "link", "iframe", "object", "video", "form"} & {tag for tag, _ in page.elements}
    assert not any("url(" in (attributes.get("style") or "") for _, attributes in page.elements)
    links = [attributes["href"] for tag, attributes in page.elements if tag == "a"]
    assert links
    assert all(str(link).startswith("https://stagedoor.example") for link in links)


@pytest.mark.parametrize("template", Template)
def test_a_page_can_be_read_aloud(template: Template):
    """One heading, tables that are only layout say so, and data tables name their rows."""
    page = Page(render(template, words()).html)
    assert [tag for tag, _ in page.elements].count("h1") == 1
    assert all("scope" in attributes for tag, attributes in page.elements if tag == "th")


@pytest.mark.parametrize("template", Template)
def test_what_people_wrote_is_shown_as_they_wrote_it_and_does_nothing(template: Template):
    rendered = render(template, words(HOSTILE, name=HOSTILE))
    harmless, hostile = Page(render(template, words()).html), Page(rendered.html)
    assert len(hostile.elements) == len(harmless.elements)
    assert not any("onmouseover" in attributes for _, attributes in hostile.elements)
    assert "49" not in hostile.shown.replace("Ref", "")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u2028\u202e]", rendered.subject + rendered.text + rendered.html)
    assert len(rendered.subject.splitlines()) == 1
    if template not in {Template.VERIFY_EMAIL, Template.KNOWN_ADDRESS, Template.RESET_PASSWORD}:
        assert "{{ 7*7 }}" in hostile.shown
        assert "<script>alert(1)</script>" in hostile.shown


def test_the_hostile_text_would_act_if_it_were_a_template():
    """The control: the text is dangerous where text becomes a template."""
    assert SandboxedEnvironment().from_string("{{ 7*7 }}").render() == "49"
    assert "evil.example" in str(Page(HOSTILE).elements)


def test_only_plain_strings_reach_a_template():
    assert plain({"a": ["b", {"c": "d"}]}) == {"a": ["b", {"c": "d"}]}
    for value in (facts(), 7, None, b"bytes", {"a": object()}, type("Text", (str,), {})("x")):
        with pytest.raises(NotPlain):
            plain(value)


def test_a_missing_word_is_a_mistake_not_a_gap():
    with pytest.raises(UndefinedError):
        render(Template.ORDER_CONFIRMATION, {"brand": "Stagedoor", "home_url": "https://stagedoor.example"})


def test_a_very_long_title_is_cut_in_the_subject_only():
    rendered = render(Template.ORDER_EXPIRED, words("x" * 5000))
    assert len(rendered.subject) <= 200
    assert "x" * 5000 in rendered.html
