"""Words as events are found by them: exact words in the index, beginnings of words in a question.

Folding and splitting is done here and not by the database's text parser, whose idea of a letter depends on its locale and
which turns "covid-19" into "covid" and "-19". No extension is needed.
"""

import unicodedata
from collections.abc import Iterable

from event_service.texts import fold

# Postgres refuses lexemes of 2 KiB; nobody types that much of one word.
LONGEST_WORD = 64
MOST_WORDS_ASKED = 8


def words(text: str) -> list[str]:
    """Its folded words, in their order."""
    letters = (letter if _is_of_a_word(letter) else " " for letter in fold(text))
    found = "".join(letters).split()
    return [word[:LONGEST_WORD] for word in found if any(letter.isalnum() for letter in word)]


def _is_of_a_word(letter: str) -> bool:
    """Letters, digits, and the marks without which many scripts are not what was written."""
    return letter.isalnum() or unicodedata.category(letter).startswith("M")


def index(texts: Iterable[str]) -> list[str]:
    """The distinct words of all texts."""
    return sorted({word for text in texts for word in words(text)})


def question(text: str) -> str | None:
    """A `tsquery` for what somebody typed: every word must begin a word of the event. None when there is no word in it."""
    asked = words(text)[:MOST_WORDS_ASKED]
    return " & ".join(f"'{word}':*" for word in asked) or None
