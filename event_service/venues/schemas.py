from functools import cache
from typing import Annotated

from babel import Locale
from pydantic import AfterValidator, Field, StringConstraints

from event_service.organizers.schemas import OrganizerId
from shared.ids import id_field
from shared.time_zones import TimeZone
from shared.web.wire import Line, Name, Request, Response

VenueId = Annotated[str, id_field("ven"), Field(examples=["ven_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])]

# Codes that CLDR knows and that are no country: groups, pseudo-locales, "unknown".
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


@cache
def _countries() -> frozenset[str]:
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha()) - _NO_COUNTRY


def _known_country(code: str) -> str:
    if code not in _countries():
        raise ValueError("not an ISO 3166-1 country code")
    return code


Country = Annotated[
    str,
    StringConstraints(strict=True, pattern="^[A-Z]{2}$"),
    AfterValidator(_known_country),
    Field(description="ISO 3166-1 alpha-2.", examples=["AT"]),
]


class VenueCreate(Request):
    organizer_id: OrganizerId
    name: Name = Field(examples=["Old Mill"])
    street: Line = Field(examples=["Mill Lane 1"])
    city: Name = Field(examples=["Graz"])
    country: Country
    time_zone: TimeZone


class VenueChange(Request):
    """What is not named stays as it is."""

    name: Name = Field(default_factory=str, examples=["Old Mill"])
    street: Line = Field(default_factory=str, examples=["Mill Lane 1"])
    city: Name = Field(default_factory=str, examples=["Graz"])
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
