"""Each catalog is in step with what is said, and what is wrong with one is seen."""

import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError

from notification_service.templates.catalogs.__main__ import update
from notification_service.templates.catalogs.comparing import faults, kept, said
from notification_service.templates.languages import CATALOGS, TRANSLATED, translations

ONE = "Hello %(name)s"
SOME = ("%(count)s ticket for %(name)s", "%(count)s tickets for %(name)s")


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalog_translates_all_that_is_said_and_nothing_else(language: str):
    assert faults(kept(CATALOGS, language), said()) == []


def test_there_is_a_catalog_for_each_language_and_no_other():
    assert sorted(path.stem for path in CATALOGS.glob("*.po")) == sorted(TRANSLATED)


def test_what_templates_and_words_say_is_found():
    found = said()
    assert "Open my tickets" in found
    assert "the card has expired" in found
    assert "Hello %(name)s," in found
    assert ("Take the ticket", "Take the tickets") in [text.id for text in found]
    assert len(found) > 150


def english() -> Catalog:
    catalog = Catalog()
    catalog.add(ONE)
    catalog.add(SOME)
    return catalog


def german(one: str = "Hallo %(name)s", *some: str) -> Catalog:
    catalog = Catalog(locale="de", fuzzy=False)
    catalog.add(ONE, one)
    catalog.add(SOME, some or ("%(count)s Ticket für %(name)s", "%(count)s Tickets für %(name)s"))
    return catalog


def test_a_whole_catalog_has_no_faults():
    assert faults(german(), english()) == []


@pytest.mark.parametrize(
    ("catalog", "fault"),
    [
        (german(""), "not translated: Hello %(name)s"),
        (german("Hallo"), "other placeholders: Hallo"),
        (german("Hallo %(nmae)s"), "other placeholders: Hallo %(nmae)s"),
        (german("Hallo %(name)s, %(name)s"), "other placeholders: Hallo %(name)s, %(name)s"),
        (german("Hallo %(name)d"), "other placeholders: Hallo %(name)d"),
        (german("Hallo %(name)s zu 100 %"), "a % that is not %%: Hallo %(name)s zu 100 %"),
        (german("<b>Hallo</b> %(name)s"), "a character of HTML, which pages take as it is: <b>Hallo</b> %(name)s"),
        (german("Hallo %(name)s", "%(count)s für %(name)s", ""), f"not translated: {SOME[0]}"),
        (german("Hallo %(name)s", "%(count)s für %(name)s"), f"not translated: {SOME[0]}"),
        (german("Hallo %(name)s", "%(count)s für %(name)s", "für %(name)s"), "other placeholders: für %(name)s"),
    ],
)
def test_control_a_wrong_translation_is_a_fault(catalog: Catalog, fault: str):
    assert faults(catalog, english()) == [fault]


def test_control_what_is_missing_obsolete_or_fuzzy_is_a_fault():
    missing = german()
    missing.delete(ONE)
    assert faults(missing, english()) == [f"missing: {ONE}"]

    more = german()
    more.add("Good bye", "Auf Wiedersehen")
    assert faults(more, english()) == ["obsolete: Good bye"]
    more.update(english())
    assert faults(more, english()) == ["obsolete: Good bye"]

    fuzzy = german()
    fuzzy[ONE].flags.add("fuzzy")
    assert faults(fuzzy, english()) == [f"fuzzy: {ONE}"]

    singular = german()
    singular.delete(SOME)
    singular.add(SOME[0], "%(count)s Ticket für %(name)s")
    assert faults(singular, english()) == [f"obsolete: {SOME[0]}"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(CATALOGS / "de.po", tmp_path)
    return tmp_path


def test_the_command_changes_nothing_in_a_catalog_that_is_in_step(folder: Path):
    assert update(folder, "de") == []
    assert (folder / "de.po").read_text() == (CATALOGS / "de.po").read_text()


def test_the_command_adds_what_is_new_and_takes_away_what_nobody_says(folder: Path):
    path = folder / "de.po"
    text = path.read_text()
    path.write_text(text.replace('msgid "Open my tickets"', 'msgid "Nobody says this"'))
    assert update(folder, "de") == ["not translated: Open my tickets"]
    assert "Nobody says this" not in path.read_text()
    assert len(kept(folder, "de")) == len(kept(CATALOGS, "de"))


def test_the_command_begins_the_catalog_of_a_new_language(tmp_path: Path):
    left = update(tmp_path, "pl")
    assert len(left) == len(said())
    assert all(fault.startswith("not translated: ") for fault in left)
    assert kept(tmp_path, "pl").num_plurals == 3


def test_a_catalog_that_cannot_be_read_is_an_error_and_stays_as_it_is(folder: Path):
    path = folder / "de.po"
    broken = f"{path.read_text()}<<<<<<< theirs\n"
    path.write_text(broken)
    with pytest.raises(PoFileError):
        update(folder, "de")
    assert path.read_text() == broken


def test_english_is_what_the_sources_say():
    assert translations("en").gettext("Open my tickets") == "Open my tickets"
    assert translations("de").gettext("Open my tickets") == "Meine Tickets öffnen"
