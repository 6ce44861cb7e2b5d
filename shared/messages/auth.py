"""Facts that auth owns."""

from datetime import datetime

from shared.messages.message import Message


class AccountRegistered(Message):
    aggregate = "account_id"
    account_id: str
    email: str
    name: str
    locale: str


class VerificationRequested(Message):
    """Somebody wants (another) verification mail. The link is fetched from auth when the mail is sent."""

    aggregate = "account_id"
    account_id: str


class KnownAddressRegistered(Message):
    """Somebody registered with the address of an existing account; its owner is told."""

    aggregate = "account_id"
    account_id: str


class PasswordResetRequested(Message):
    aggregate = "account_id"
    account_id: str


class EmailVerified(Message):
    aggregate = "account_id"
    account_id: str
    email: str


class RoleGranted(Message):
    aggregate = "account_id"
    account_id: str
    role: str


class RoleRevoked(Message):
    aggregate = "account_id"
    account_id: str
    role: str


class SessionRevoked(Message):
    """`until`: when the last access token of the session has expired and the revocation may be forgotten.

    `reason`: logged_out, revoked, replaced, password_changed, role_withdrawn or token_reused (somebody else had the
    refresh token; the person should be told).
    """

    aggregate = "account_id"
    account_id: str
    session_id: str
    until: datetime
    reason: str = "revoked"


class AccountClosed(Message):
    aggregate = "account_id"
    account_id: str
