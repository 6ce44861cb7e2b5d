"""A reader is written to in their language, and in no other: sentences, figures, dates, and the page's own account of it."""

import re
from datetime import UTC, datetime

import pytest

from notification_service.templates import formats
from notification_service.templates.catalogs.comparing import forms, kept
from notification_service.templates.facts import Facts
from notification_service.templates.kinds import Template
from notification_service.templates.languages import CATALOGS, reading_locale
from notification_service.templates.rendering import Rendered, render
from notification_service.tests.facts import event_state, order_state
from notification_service.tests.templates.samples import facts, of_each_kind, rendered, worded, words
from shared.ids import new_id

# What people wrote, in no language.
UNSPOKEN = "Qxq"
# What is said in both languages alike.
ALIKE = {"April", "Bank", "Code", "Link", "Mail", "Ticket", "Tickets", "Stagedoor", "Town", "Hall"}


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("de", "de"),
        ("de-AT", "de-AT"),
        ("de-CH", "de-CH"),
        ("de-XX", "de"),
        ("en", "en"),
        ("en-US", "en-US"),
        ("en-XX", "en-150"),
        ("fr", "en-150"),
        ("dex", "en-150"),
        ("nds", "en-150"),
        ("de@euro", "de"),
        ("de-Latn-AT", "de-AT"),
        ("de-1996", "de"),
        ("en@../../x", "en"),
        ("nonsense", "en-150"),
        ("../../de", "en-150"),
        ("", "en-150"),
    ],
)
def test_a_reader_is_written_to_in_a_language_of_ours_and_in_the_forms_of_their_region(tag: str, locale: str):
    assert reading_locale(tag) == locale


def test_german_figures_are_those_of_the_readers_region():
    shown = {}
    event = event_state()
    order = order_state(new_id("usr"), event, total=123450, tax=100, tax_name="MwSt.", tax_rate=810, tax_included=True)
    for locale in ("de", "de-DE", "de-AT", "de-CH"):
        chosen = worded(Facts(order=order, event=event), locale=locale)
        shown[locale] = (chosen["total"].replace("\xa0", " "), chosen["extras"][0]["name"].replace("\xa0", " "))
        assert chosen["event_starts"] == "Samstag, 1. Mai 2027, 20:00"
        assert chosen["event_zone"] == "Mitteleuropäische Sommerzeit"
    assert shown["de"] == shown["de-DE"] == ("1.234,50 €", "inkl. 8,1 % MwSt.")
    assert shown["de-AT"] == ("€ 1.234,50", "inkl. 8,1 % MwSt.")
    assert shown["de-CH"] == ("EUR 1’234.50", "inkl. 8.1% MwSt.")


def test_a_zone_without_a_name_is_named_after_its_place():
    at = datetime(2027, 7, 1, 18, 0, tzinfo=UTC)
    assert formats.zone_name(at, "Asia/Kathmandu", "de-DE") == "Nepal (Ortszeit) (GMT+05:45)"


@pytest.mark.parametrize(("locale", "language"), [("de-CH", "de"), ("en-US", "en"), ("fr", "en")])
def test_a_page_says_in_which_language_it_is(locale: str, language: str):
    for page in rendered(of_each_kind(facts()), locale):
        assert page.language == language
        assert f'<html lang="{language}" dir="ltr">' in page.html


@pytest.mark.parametrize("name", ["", UNSPOKEN])
def test_nothing_english_is_left_in_german(name: str):
    told = of_each_kind(facts(UNSPOKEN))
    for german, english in zip(rendered(told, "de-AT", name=name), rendered(told, "en-GB", name=name), strict=True):
        assert spoken(german) & spoken(english) <= ALIKE


def test_control_english_would_be_seen_in_any_template():
    for page in rendered(of_each_kind(facts(UNSPOKEN)), "en-GB"):
        assert len(spoken(page) - ALIKE) > 5


def test_the_samples_say_all_that_a_catalog_translates():
    """So the tests above have seen it all."""
    pages = rendered(of_each_kind(facts(UNSPOKEN)), "de-AT")
    seen = "\n".join(page.subject + page.text + page.html for page in pages)
    for text in kept(CATALOGS, "de"):
        if text.id:
            assert [form for form in forms(text) if longest_piece(form) not in seen] == []


@pytest.mark.parametrize("locale", ["de-AT", "en-GB"])
@pytest.mark.parametrize("template", Template)
def test_both_parts_of_a_mail_are_of_one_language(template: Template, locale: str):
    said = {"de-AT": "Du bekommst diese Mail, weil", "en-GB": "You get this mail because"}
    page = render(template, words(locale=locale))
    for part in (page.text, page.html):
        assert said[locale] in part
        assert not any(why in part for other, why in said.items() if other != locale)


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        (Template.ORDER_CONFIRMATION, ["K7F3-92QD", "19,50", "Samstag, 1. Mai 2027, 20:00", "19:00", "/orders/ord_"]),
        (Template.ORDER_REFUNDED, ["K7F3-92QD", "5,00", "19,50", "/orders/ord_"]),
        (Template.WAITLIST_OFFERED, ["2 Tickets", "Samstag, 1. Mai 2027, 20:00", "/waitlist/wle_"]),
        (Template.EVENT_CHANGED, ["Samstag, 24. April 2027, 20:00", "Samstag, 1. Mai 2027, 20:00", "Town Hall"]),
        (Template.TRANSFER_OFFERED, ["Dir wird ein Ticket", "/transfers/trf_"]),
        (Template.ORDER_DISPUTED, ["5,00", "Betrug", "K7F3-92QD"]),
        (Template.RESET_PASSWORD, ["#token=abc", "eine halbe Stunde"]),
    ],
)
def test_a_german_mail_has_the_same_facts(template: Template, shown: list[str]):
    page = render(template, words(locale="de-AT"))
    for part in (page.text, page.html):
        assert [fact for fact in shown if fact not in part] == []


def test_one_is_counted_as_one_and_more_as_more():
    told = facts()
    assert told.waitlist is not None
    for quantity, subject in ((1, "Ein Ticket für Night of the Organ ist"), (2, "Tickets für Night of the Organ sind")):
        entry = told.waitlist.entry.model_copy(update={"quantity": quantity})
        waitlist = told.waitlist.model_copy(update={"entry": entry})
        page = render(Template.WAITLIST_OFFERED, worded(told.model_copy(update={"waitlist": waitlist}), locale="de"))
        assert page.subject == f"{subject} bis 20:00 für dich da"
        assert f"{quantity} Ticket{'s' if quantity > 1 else ''}" in page.text


def spoken(page: Rendered) -> set[str]:
    """The words of four letters or more that a reader sees, without addresses."""
    shown = re.sub(r"<style>.*?</style>|<[^>]*>|https?://\S+|\S+@\S+|&nbsp;", " ", page.html, flags=re.DOTALL)
    text = re.sub(r"https?://\S+|\S+@\S+", " ", page.text)
    return set(re.findall(r"[^\W\d_]{4,}", f"{page.subject} {text} {shown}"))


def longest_piece(form: str) -> str:
    """What stands between two values."""
    return max(re.split(r"%\(\w+\)[sd]", form), key=len)
