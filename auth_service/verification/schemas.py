from typing import Annotated

from pydantic import Field, StringConstraints

from auth_service.verification.models import Purpose
from shared.addresses import Email
from shared.web.wire import Request, Response

LinkToken = Annotated[
    str,
    StringConstraints(strict=True, max_length=200),
    Field(
        description="What stands behind `#token=` in the link.",
        examples=["kT3vWq0s2mJx7yB5nD8fHcZ1aL4pR6uE9gVtQwSxYzI"],
    ),
]


class EmailVerification(Request):
    token: LinkToken


class EmailVerificationRead(Response):
    email_verified: bool = Field(examples=[True])


class VerificationRequest(Request):
    email: Email


class LinkCreate(Request):
    purpose: Purpose


class LinkRead(Response):
    url: str = Field(examples=["https://tickets.example.com/verify-email#token=…"])
