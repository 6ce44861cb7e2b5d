from typing import Annotated

from babel import Locale
from babel.core import UnknownLocaleError
from pydantic import AfterValidator, Field, StringConstraints

from shared.time_zones import TimeZone
from shared.web.wire import Flag, Name, Request, Response


def _known_locale(tag: str) -> str:
    try:
        if "@" in tag:
            raise ValueError("a modifier is in no BCP 47 tag, though Babel reads it")
        return str(Locale.parse(tag, sep="-")).replace("_", "-")
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError("not a locale that is known here") from error


PersonName = Annotated[Name, Field(examples=["Ada King"])]
Phone = Annotated[
    str,
    StringConstraints(strict=True, pattern=r"^\+[1-9][0-9]{6,14}$"),
    Field(description="In the international form (E.164).", examples=["+4915112345678"]),
]
LocaleTag = Annotated[
    str,
    StringConstraints(strict=True, max_length=35),
    AfterValidator(_known_locale),
    Field(description="A BCP 47 language tag.", examples=["de-AT"]),
]


class ProfileChange(Request):
    """What is not named stays as it is. `phone: null` removes the number; a name cannot be removed."""

    name: PersonName = Field(default_factory=str)
    phone: Phone | None = None


class ProfileRead(Response):
    id: str = Field(validation_alias="account_id", examples=["usr_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])
    name: str = Field(examples=["Ada King"])
    phone: str | None = Field(examples=["+4915112345678"])


class SettingsChange(Request):
    """What is not named stays as it is."""

    locale: LocaleTag = Field(default_factory=str)
    time_zone: TimeZone = Field(default_factory=str)
    email_event_updates: Flag = Field(default_factory=bool)
    sms_event_updates: Flag = Field(default_factory=bool)


class SettingsRead(Response):
    locale: str = Field(examples=["de-AT"])
    time_zone: str = Field(examples=["Europe/Vienna"])
    email_event_updates: bool = Field(
        description=(
            "What organizers write to those who have tickets for their event. What you must know, such as another time "
            "or place or a cancellation, is sent always."
        )
    )
    sms_event_updates: bool = Field(
        description=(
            "An SMS to the telephone number of your profile when an event you have tickets for is moved, postponed or "
            "canceled."
        )
    )
