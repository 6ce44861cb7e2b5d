"""In which language somebody wants to read an answer: `Accept-Language`, RFC 9110, section 12.5.4."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

from fastapi import Header

AcceptLanguage = Annotated[str, Header(description="In which language you want to read it: `en`, `de`.")]


def preferred(header: str, spoken: Sequence[str]) -> str:
    """The spoken language that the header wants most; the first of them when it wants none.

    What cannot be understood of it is passed over.
    """
    best, most = spoken[0], 0.0
    for part in header.split(","):
        tag, _, said = part.partition(";q=")
        language = tag.strip().partition("-")[0].lower()
        with suppress(ValueError):
            weight = float(said or 1)
            if language in spoken and weight > most:
                best, most = language, weight
    return best
