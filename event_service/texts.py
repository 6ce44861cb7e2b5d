"""Text that people type and others read: bounded, and without characters that hide or reorder what is written."""

import re
import unicodedata
from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field, StringConstraints

# Controls, line and paragraph separators, and the bidirectional overrides that let text pose as other text.
_INVISIBLE = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
_NOT_ON_A_LINE = re.compile(f"[{_INVISIBLE}\t\n]")
_NOT_IN_PROSE = re.compile(f"[{_INVISIBLE}]")

_ACCENTS = re.compile("[\u0300-\u036f]")

# What folds to plain letters but does not decompose.
_PLAIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def _one_line(text: str) -> str:
    if _NOT_ON_A_LINE.search(text):
        raise ValueError("must be one line without control characters")
    return text


def _prose(text: str) -> str:
    text = text.replace("\r\n", "\n")
    if _NOT_IN_PROSE.search(text):
        raise ValueError("must not contain control characters")
    return text


def _address(text: str) -> str:
    """Normalized as auth does, so that the same mailbox is the same text."""
    try:
        valid = validate_email(text, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError("not an e-mail address") from error
    return (valid.ascii_email or valid.normalized).lower()


Title = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200), AfterValidator(_one_line)]
Line = Annotated[str, StringConstraints(strict=True, max_length=500), AfterValidator(_one_line)]
Prose = Annotated[str, StringConstraints(strict=True, max_length=20_000), AfterValidator(_prose)]
Email = Annotated[
    str,
    StringConstraints(strict=True, min_length=3, max_length=254),
    AfterValidator(_address),
    Field(examples=["ada@example.org"], json_schema_extra={"format": "email"}),
]


def fold(text: str) -> str:
    """The text as it is searched: lower case, without accents. "Łódź" and "lodz" fold to the same.

    Only the accents of alphabets go; the marks of other scripts make other letters.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))
