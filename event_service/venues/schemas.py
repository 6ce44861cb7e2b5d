from functools import cache
from importlib import resources
from typing import Annotated

from babel import Locale
from pydantic import AfterValidator, Field, StringConstraints

from event_service.organizers.schemas import OrganizerId
from event_service.texts import Line, Title
from shared.ids import id_field
from shared.wire import Request, Response

VenueId = Annotated[str, id_field("ven"), Field(examples=["ven_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])]

# Codes that CLDR knows and that are no country: groups, pseudo-locales, "unknown".
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


@cache
def _time_zones() -> frozenset[str]:
    """The zones of the pinned database, not of whatever the machine has."""
    return frozenset((resources.files("tzdata") / "zones").read_text(encoding="ascii").split())


@cache
def _countries() -> frozenset[str]:
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRY


def _known_time_zone(name: str) -> str:
    if name not in _time_zones():
        raise ValueError("not a zone of the IANA time zone database")
    return name


def _known_country(code: str) -> str:
    if code not in _countries():
        raise ValueError("not an ISO 3166-1 country code")
    return code


TimeZone = Annotated[
    str,
    StringConstraints(strict=True, max_length=64),
    AfterValidator(_known_time_zone),
    Field(description="A name of the IANA time zone database.", examples=["Europe/Vienna"]),
]
Country = Annotated[
    str,
    StringConstraints(strict=True, pattern="^[A-Z]{2}$"),
    AfterValidator(_known_country),
    Field(description="ISO 3166-1 alpha-2.", examples=["AT"]),
]


class VenueCreate(Request):
    organizer_id: OrganizerId
    name: Title = Field(examples=["Old Mill"])
    street: Line = Field(examples=["Mill Lane 1"])
    city: Title = Field(examples=["Graz"])
    country: Country
    time_zone: TimeZone


class VenueChange(Request):
    """What is not named stays as it is."""

    name: Title = Field(default_factory=str, examples=["Old Mill"])
    street: Line = Field(default_factory=str, examples=["Mill Lane 1"])
    city: Title = Field(default_factory=str, examples=["Graz"])
    country: Country = Field(default_factory=str)
    time_zone: TimeZone = Field(default_factory=str)


class VenueRead(Response):
    id: VenueId
    organizer_id: OrganizerId
    name: str = Field(examples=["Old Mill"])
    street: str = Field(examples=["Mill Lane 1"])
    city: str = Field(examples=["Graz"])
    country: str = Field(examples=["AT"])
    time_zone: str = Field(examples=["Europe/Vienna"])
