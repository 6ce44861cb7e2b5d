"""Compares what a catalog translates with what the templates, and the words for them, say."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from jinja2 import TemplateSyntaxError

from notification_service.templates.languages import CATALOGS

SOURCES = CATALOGS.parent
# As the templates are read when they are filled; a mistake in one is not passed over.
_OPTIONS = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
_KEYWORDS = {**DEFAULT_KEYWORDS, "message": None}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


class NotATemplate(ValueError):
    """A page has a mistake; says where."""


def said() -> Catalog:
    """What is said in English. Raises NotATemplate."""
    catalog = Catalog()
    for path in sorted([*SOURCES.glob("*.py"), *SOURCES.glob("pages/*")]):
        for text in _said_in(path):
            catalog.add(text, locations=[(str(path.relative_to(SOURCES)), 0)])
    return catalog


def _said_in(path: Path) -> Iterator[str | tuple[str, ...]]:
    method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
    with path.open("rb") as file:
        try:
            for _line, text, _comments, _context in extract(method, file, _KEYWORDS, options=_OPTIONS):
                yield text
        except TemplateSyntaxError as error:
            raise NotATemplate(f"{path}:{error.lineno}: {error.message}") from error


def kept(folder: Path, language: str) -> Catalog:
    """The language's catalog in the folder, empty if there is none yet. Raises PoFileError."""
    path = folder / f"{language}.po"
    if path.exists():
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    return Catalog(
        locale=language,
        project="event-ticketing",
        version="mails",
        header_comment="# What mails and text messages say.",
        msgid_bugs_address="the maintainers",
        last_translator="the maintainers",
        language_team="the maintainers",
        revision_date=datetime.now(UTC),
        fuzzy=False,
    )


def faults(catalog: Catalog, english: Catalog) -> list[str]:
    """What is wrong with a catalog, a line each; none if it can be used."""
    missing = [f"missing: {_name(text)}" for text in english if text.id and text.id not in catalog]
    obsolete = [f"obsolete: {_name(text)}" for text in catalog.obsolete.values()]
    return missing + obsolete + [fault for text in catalog if text.id for fault in _faults(text, catalog, english)]


def forms(text: Message) -> tuple[str, ...]:
    """The translation: one, or one for each form of the plural."""
    return tuple(text.string) if isinstance(text.string, list | tuple) else (text.string or "",)


def _faults(text: Message, catalog: Catalog, english: Catalog) -> Iterator[str]:
    source, translated = english.get(text.id), forms(text)
    if source is None or source.id != text.id:
        yield f"obsolete: {_name(text)}"
    elif text.fuzzy:
        yield f"fuzzy: {_name(text)}"
    elif not all(translated) or len(translated) != (catalog.num_plurals if text.pluralizable else 1):
        yield f"not translated: {_name(text)}"
    else:
        yield from _faults_of_forms(text, translated)


def _faults_of_forms(text: Message, translated: tuple[str, ...]) -> Iterator[str]:
    """The first form is for one, the others for many: each has the placeholders of its source."""
    one, many = text.id if isinstance(text.id, list | tuple) else (text.id, text.id)
    for source, form in zip((one, *[many] * (len(translated) - 1)), translated, strict=True):
        if sorted(_PLACEHOLDER.findall(source)) != sorted(_PLACEHOLDER.findall(form)):
            yield f"other placeholders: {form}"
        if "%" in _PLACEHOLDER.sub("", form):
            yield f"a % that is not %%: {form}"
        if set("<>&") & set(form):
            yield f"a character of HTML, which pages take as it is: {form}"


def _name(text: Message) -> str:
    return " ".join((text.id if isinstance(text.id, str) else text.id[0]).split())
