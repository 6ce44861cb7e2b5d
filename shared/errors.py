"""Kinds of domain errors. They know nothing of HTTP; `shared.web.problems` gives each kind its status.

A domain error is a class with one sentence, named as the obstacle it is:

    class HoldExpired(Gone):
        detail = "The hold has expired; its tickets are on sale again."

Its wire code (`hold_expired`) comes from its name.
"""

import re
from typing import Any, ClassVar


class DomainError(Exception):
    """Something the caller asked for cannot be done. `members` are shown to the caller beside the sentence."""

    detail: ClassVar[str] = "The request cannot be carried out."
    param: str | None = None

    def __init__(self, *, param: str | None = None, retry_after: int | None = None, **members: Any) -> None:
        super().__init__(self.detail)
        self.param = param
        self.retry_after = retry_after
        self.members = members

    @classmethod
    def code(cls) -> str:
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()


class BadRequest(DomainError):
    detail = "The request is malformed."


class Unauthenticated(DomainError):
    detail = "Sign in first: the access token is missing, expired or not valid."


class Forbidden(DomainError):
    detail = "Your account may not do this."


class NotFound(DomainError):
    detail = "There is no such thing, or it is not yours."


class Conflict(DomainError):
    detail = "This conflicts with the present state."


class Gone(DomainError):
    detail = "This was here and is not any more."


class PreconditionFailed(DomainError):
    detail = "It has been changed by somebody else since you read it; read it again."


class Unprocessable(DomainError):
    detail = "The request has the wrong shape."


class UnsupportedMedia(DomainError):
    detail = "The body is of a kind that is not accepted here."


class TooManyRequests(DomainError):
    detail = "Too many requests; try again later."


class Unavailable(DomainError):
    detail = "This part of the system is not available right now; try again."
