"""The time zones of the database that is pinned with the other dependencies, not of whatever the machine has."""

import zoneinfo
from functools import cache
from importlib import resources
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

zoneinfo.reset_tzpath(to=())


@cache
def names() -> frozenset[str]:
    """Without the database's entry that is no place's time."""
    return frozenset((resources.files("tzdata") / "zones").read_text(encoding="ascii").split()) - {"Factory"}


def zone(name: str) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(name)


def _known(name: str) -> str:
    if name not in names():
        raise ValueError("not a zone of the IANA time zone database")
    return name


TimeZone = Annotated[
    str,
    StringConstraints(strict=True, max_length=64),
    AfterValidator(_known),
    Field(description="A name of the IANA time zone database.", examples=["Europe/Vienna"]),
]
