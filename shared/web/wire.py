"""What every request and response model has in common: unknown fields refused, no silent conversions, bounded text."""

import re
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    Strict,
    StringConstraints,
)

# Controls, line and paragraph separators, and the bidirectional overrides that let text pose as other text.
INVISIBLE = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
_NOT_ON_A_LINE = re.compile(f"[{INVISIBLE}\t\n]")
_NOT_IN_PROSE = re.compile(f"[{INVISIBLE}]")
_DATE_AND_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}")
# Far from both ends of what the database and Python can say: it reads its last moment as "infinity", and a moment at
# the end has no later one, nor the same in another time zone.
_YEARS = range(1970, 9001)


class Request(BaseModel):
    """The body of a request."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Response(BaseModel):
    """The body of a response; may be read from a table row."""

    model_config = ConfigDict(from_attributes=True)


def _is_text(value: object) -> object:
    """Pydantic also takes seconds since 1970, as a number or in digits; that is no RFC 3339."""
    if isinstance(value, datetime) or (isinstance(value, str) and _DATE_AND_TIME.match(value)):
        return value
    raise ValueError("must be a date and time with an offset, like 2027-05-01T18:00:00Z")


def to_utc(moment: datetime) -> datetime:
    """The moment that somebody sent, in UTC. ValueError outside the years that we can work with."""
    try:
        moment = moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("the moment is out of range") from error
    if moment.year not in _YEARS:
        raise ValueError(f"must be in the years {_YEARS.start} to {_YEARS[-1]}")
    return moment


@lru_cache(maxsize=1024)
def rfc3339(moment: datetime) -> str:
    """As moments stand on the wire. Orders that are placed together share theirs."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _one_line(text: str) -> str:
    if _NOT_ON_A_LINE.search(text):
        raise ValueError("must be one line without control characters")
    return unicodedata.normalize("NFC", text)


def _prose(text: str) -> str:
    text = text.replace("\r\n", "\n")
    if _NOT_IN_PROSE.search(text):
        raise ValueError("must not contain control characters")
    return unicodedata.normalize("NFC", text)


# A moment on the wire: RFC 3339 with an offset in, UTC with milliseconds and `Z` out.
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_is_text),
    AfterValidator(to_utc),
    PlainSerializer(rfc3339, return_type=str, when_used="json"),
    Field(examples=["2027-05-01T18:00:00.000Z"]),
]

Flag = Annotated[bool, Strict()]
Count = Annotated[int, Strict(), Field(ge=0, le=2**31 - 1)]
Minor = Annotated[int, Strict(), Field(ge=0, le=2**31 - 1, description="Minor units of the currency, e.g. cents.")]
# What JavaScript still counts exactly.
Total = Annotated[int, Strict(), Field(ge=0, le=2**53 - 1, description="Minor units of the currency, e.g. cents.")]
# Text that people type and others read: without characters that hide or reorder what is written, and composed (NFC).
Name = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200), AfterValidator(_one_line)]
Line = Annotated[str, StringConstraints(strict=True, max_length=500), AfterValidator(_one_line)]
Prose = Annotated[str, StringConstraints(strict=True, max_length=20_000), AfterValidator(_prose)]
