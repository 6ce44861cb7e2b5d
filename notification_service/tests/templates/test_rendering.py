"""Every template can be filled; what people wrote stays what they wrote; nothing is fetched when a mail is opened."""

import re
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from notification_service.templates.kinds import Template
from notification_service.templates.rendering import NotPlain, plain, render
from notification_service.tests.templates.samples import facts, words

HOSTILE = (
    "{{ 7*7 }}{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}{{ config }}"
    '<script>alert(1)</script><img src=http://evil.example/x.png>" onmouseover="x\r\nBcc: all@example.com'
    "\r\n\r\n.\r\nMAIL FROM:<x>\u202egnp.exe\u2028\x00\x1b[31m %(total)s %(nothing)s %s %% 100% {0}"
)
FORMATS = "%(total)s %(nothing)s %s %% 100% {0}"
# They go to addresses that nobody has proven, and show nothing of what people wrote.
WITHOUT_WORDS = {Template.VERIFY_EMAIL, Template.KNOWN_ADDRESS, Template.RESET_PASSWORD}

in_each_language = pytest.mark.parametrize("locale", ["en-GB", "de-AT"])


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


@in_each_language
@pytest.mark.parametrize("template", Template)
def test_every_template_has_a_subject_a_text_and_a_page(template: Template, locale: str):
    rendered = render(template, words(locale=locale))
    assert rendered.subject
    assert len(rendered.subject.splitlines()) == 1
    assert rendered.text.replace("\xa0", " ").startswith(rendered.subject)
    assert "{{" not in rendered.text + rendered.html
    assert "&amp;" not in rendered.text


@in_each_language
@pytest.mark.parametrize("template", Template)
def test_a_page_fetches_nothing_and_every_link_leads_to_us(template: Template, locale: str):
    page = Page(render(template, words(locale=locale)).html)
    assert not {"img", "script", "link", "iframe", "object", "video", "form"} & {tag for tag, _ in page.elements}
    assert not any("url(" in (attributes.get("style") or "") for _, attributes in page.elements)
    links = [attributes["href"] for tag, attributes in page.elements if tag == "a"]
    assert links
    assert all(str(link).startswith("https://stagedoor.example") for link in links)


@in_each_language
@pytest.mark.parametrize("template", Template)
def test_a_page_can_be_read_aloud(template: Template, locale: str):
    """One heading, tables that are only layout say so, and data tables name their rows."""
    page = Page(render(template, words(locale=locale)).html)
    assert [tag for tag, _ in page.elements].count("h1") == 1
    assert all("scope" in attributes for tag, attributes in page.elements if tag == "th")


@in_each_language
@pytest.mark.parametrize("template", Template)
def test_what_people_wrote_is_shown_as_they_wrote_it_and_does_nothing(template: Template, locale: str):
    rendered = render(template, words(HOSTILE, name=HOSTILE, locale=locale))
    harmless, hostile = Page(render(template, words(locale=locale)).html), Page(rendered.html)
    assert len(hostile.elements) == len(harmless.elements)
    assert not any("onmouseover" in attributes for _, attributes in hostile.elements)
    assert "49" not in hostile.shown.replace("Ref", "")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u2028\u202e]", rendered.subject + rendered.text + rendered.html)
    assert len(rendered.subject.splitlines()) == 1
    if template not in WITHOUT_WORDS:
        assert "{{ 7*7 }}" in hostile.shown
        assert FORMATS in hostile.shown
        assert FORMATS in rendered.text
        assert "<script>alert(1)</script>" in hostile.shown


def test_the_hostile_text_would_act_if_it_were_a_template():
    """The control: the text is dangerous where text becomes a template."""
    assert SandboxedEnvironment().from_string("{{ 7*7 }}").render() == "49"
    assert "evil.example" in str(Page(HOSTILE).elements)
    with pytest.raises(KeyError, match="nothing"):
        _ = FORMATS % {"total": "€1"}


def test_only_plain_strings_reach_a_template():
    assert plain({"a": ["b", {"c": "d"}]}) == {"a": ["b", {"c": "d"}]}
    for value in (facts(), 7, None, b"bytes", {"a": object()}, type("Text", (str,), {})("x")):
        with pytest.raises(NotPlain):
            plain(value)


def test_a_missing_word_is_a_mistake_not_a_gap():
    with pytest.raises(UndefinedError):
        render(Template.ORDER_CONFIRMATION, {"language": "en", "brand": "Stagedoor"})


def test_a_very_long_title_is_cut_in_the_subject_only():
    rendered = render(Template.ORDER_EXPIRED, words("x" * 5000))
    assert len(rendered.subject) <= 200
    assert "x" * 5000 in rendered.html
