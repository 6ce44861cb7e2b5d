"""The languages that people are written to in. What the sources say is English; each other language has a catalog."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.core import UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGS = Path(__file__).parent / "catalogs"
SOURCE = "en"
TRANSLATED = ("de",)
# Who reads a language that is not spoken here gets an English text, with figures in the form that is clear everywhere.
CLEAR_EVERYWHERE = "en-150"


def reading_locale(tag: str) -> str:
    """The locale that a reader is written to in, whose language is one of ours: `de-AT` for `de-AT`, `en-150` for `fr`.

    Of the tag's parts language and region count: no script, variant or modifier is written here.
    """
    language = tag.partition("-")[0]
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return language if language in TRANSLATED else CLEAR_EVERYWHERE
    if locale.language not in (SOURCE, *TRANSLATED):
        return CLEAR_EVERYWHERE
    return f"{locale.language}-{locale.territory}" if locale.territory else locale.language


def language_of(locale: str) -> str:
    """`de` of the reading locale `de-AT`."""
    return locale.partition("-")[0]


def translations(locale: str) -> NullTranslations:
    """What is said in the language of a reading locale instead of the English that the sources say."""
    return _translations(language_of(locale))


@cache
def _translations(language: str) -> NullTranslations:
    if language == SOURCE:
        return NullTranslations()
    with (CATALOGS / f"{language}.po").open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def message(text: str) -> str:
    """Marks a text for the catalogs where it stands; it is translated where it is said."""
    return text
