from typing import Annotated

from pydantic import Field, StringConstraints

from auth_service.passwords.schemas import NewPassword
from shared.addresses import Email
from shared.ids import id_field
from shared.web.wire import Moment, Name, Request, Response

AccountId = Annotated[str, id_field("usr")]
PersonName = Annotated[Name, Field(examples=["Ada King"])]
Locale = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$"), Field(examples=["en"])]


class AccountCreate(Request):
    email: Email
    password: NewPassword
    name: PersonName
    locale: Locale = "en"


class VerificationSent(Response):
    status: str = Field(examples=["verification_sent"])


class AccountRead(Response):
    id: str = Field(examples=["usr_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])
    email: str = Field(examples=["ada@example.com"])
    name: str = Field(examples=["Ada King"])
    roles: list[str] = Field(examples=[["User"]])
    email_verified: bool = Field(examples=[True])


class AccountAdminRead(AccountRead):
    locale: str = Field(examples=["en"])
    created_at: Moment


class AccountsFound(Response):
    """The accounts with exactly this address: one, or none."""

    data: list[AccountRead]
