"""E-mail addresses in one form, so that one mailbox is the same text in every service."""

from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field, StringConstraints


def normalized(address: str) -> str:
    """The address as it is kept and compared: lower case, the domain in its ASCII form. Raises ValueError."""
    try:
        valid = validate_email(
            address, check_deliverability=False, allow_smtputf8=False, strict=True, test_environment=True
        )
    except EmailNotValidError as error:
        raise ValueError("this is not an e-mail address") from error
    return (valid.ascii_email or valid.normalized).lower()


Email = Annotated[
    str,
    StringConstraints(strict=True, max_length=254),
    AfterValidator(normalized),
    Field(examples=["ada@example.com"], json_schema_extra={"format": "email"}),
]
