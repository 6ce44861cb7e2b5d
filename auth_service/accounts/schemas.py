from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field, StringConstraints

from auth_service.passwords.schemas import NewPassword
from shared.ids import id_field
from shared.wire import Moment, Request, Response


def normalized(address: str) -> str:
    """The address as it is kept and compared: lower case, the domain in its ASCII form. Raises ValueError."""
    try:
        valid = validate_email(
            address, check_deliverability=False, allow_smtputf8=False, strict=True, test_environment=True
        )
    except EmailNotValidError as error:
        raise ValueError("this is not an e-mail address") from error
    return (valid.ascii_email or valid.normalized).lower()


def _visible(text: str) -> str:
    if not text.isprintable():
        raise ValueError("a name is one line of visible characters")
    return text


AccountId = Annotated[str, id_field("usr")]
Email = Annotated[
    str,
    StringConstraints(strict=True, max_length=254),
    AfterValidator(normalized),
    Field(examples=["ada@example.com"], json_schema_extra={"format": "email"}),
]
PersonName = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=200),
    AfterValidator(_visible),
    Field(examples=["Ada King"]),
]
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
