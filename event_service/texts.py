"""Text as it is searched."""

import re
import unicodedata

_ACCENTS = re.compile("[\u0300-\u036f]")

# What folds to plain letters but does not decompose.
_PLAIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def fold(text: str) -> str:
    """The text as it is searched: lower case, without accents. "Łódź" and "lodz" fold to the same.

    Only the accents of alphabets go; the marks of other scripts make other letters.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))
