from pydantic import Field

from auth_service.passwords.schemas import NewPassword
from auth_service.verification.schemas import LinkToken
from shared.addresses import Email
from shared.web.wire import Request, Response


class PasswordResetRequest(Request):
    email: Email


class PasswordResetSent(Response):
    status: str = Field(examples=["reset_sent"])


class PasswordReset(Request):
    token: LinkToken
    password: NewPassword
