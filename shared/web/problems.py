"""How errors leave a service: RFC 9457 problem documents, made here and nowhere else."""

from http import HTTPStatus
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from shared import errors
from shared.persistence.database import is_passing

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"

_STATUS: dict[type[errors.DomainError], int] = {
    errors.BadRequest: 400,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.PreconditionFailed: 412,
    errors.UnsupportedMedia: 415,
    errors.Unprocessable: 422,
    errors.TooManyRequests: 429,
    errors.Unavailable: 503,
}


class FieldProblem(BaseModel):
    """One field that is wrong."""

    param: str
    code: str
    detail: str


class Problem(BaseModel):
    """An error (RFC 9457). `code` is stable and meant for programs, `detail` for people."""

    type: str = Field(examples=["urn:problem:sold_out"])
    title: str = Field(examples=["Conflict"])
    status: int = Field(examples=[409])
    code: str = Field(examples=["sold_out"])
    detail: str
    request_id: str | None = None
    param: str | None = None
    errors: list[FieldProblem] | None = None


class InvalidInput(errors.Unprocessable):
    detail = "One or more fields are wrong; `errors` says which."


class InternalError(errors.DomainError):
    detail = "Something went wrong on our side. It has been recorded under the request id."


def status_of(kind: type[errors.DomainError]) -> int:
    return next((_STATUS[base] for base in kind.__mro__ if base in _STATUS), 500)


def document(status: int, code: str, detail: str, *, retry_after: int | None = None, **members: Any) -> Response:
    """A problem document as a response."""
    body = {
        "type": f"urn:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": structlog.contextvars.get_contextvars().get("request_id"),
        **{name: value for name, value in members.items() if value is not None},
    }
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(orjson.dumps(body, default=str), status, headers, MEDIA_TYPE)


class Refused(Exception):
    """Raised by what stands around the routes, where no domain error fits: this problem document is the answer."""

    def __init__(self, status: int, code: str, detail: str, *, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.detail, self.retry_after = status, code, detail, retry_after

    def response(self) -> Response:
        return document(self.status, self.code, self.detail, retry_after=self.retry_after)


def of(error: errors.DomainError) -> Response:
    """The problem document of a domain error."""
    return document(
        status_of(type(error)),
        error.code(),
        error.detail,
        retry_after=error.retry_after,
        param=error.param,
        **error.members,
    )


def responses(*kinds: type[errors.DomainError]) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI entries of a route's own errors: `@router.post(…, responses=problems.responses(SoldOut))`."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        entry = by_status.setdefault(status_of(kind), {"model": Problem, "description": ""})
        entry["description"] = f"{entry['description']} `{kind.code()}`: {kind.detail}".strip()
    return by_status


def install(app: FastAPI) -> None:
    """Turns what leaves a route into a problem document; what nobody expected, `shared.web.edge` does."""
    app.add_exception_handler(errors.DomainError, _domain_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    for kind in (DBAPIError, PoolTimeout, OSError, TimeoutError):
        app.add_exception_handler(kind, _database_error)


async def _domain_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.DomainError)
    if status_of(type(error)) >= 500:
        log.warning("unavailable", error=type(error).__name__, cause=repr(error.__cause__))
    return of(error)


async def _validation_error(_request: Request, error: Exception) -> Response:
    """Which fields are wrong and why, never what was sent: that may be a password."""
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return document(400, "malformed_json", "The body is not valid JSON.")
    fields = [
        {
            "param": ".".join(str(part) for part in item["loc"][1:]) or str(item["loc"][0]),
            "code": item["type"],
            "detail": item["msg"],
        }
        for item in found[:50]
    ]
    return document(422, InvalidInput.code(), InvalidInput.detail, errors=fields)


async def _http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    response = document(error.status_code, phrase.lower().replace(" ", "_"), f"{phrase}.")
    response.headers.update(error.headers or {})
    return response


async def _database_error(_request: Request, error: Exception) -> Response:
    """A database that is away is 503; a value that it cannot hold is the caller's; anything else is ours."""
    state = str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")
    if is_passing(error):
        log.warning("database_unavailable", error=type(error).__name__, sqlstate=state)
        return of(errors.Unavailable(retry_after=1))
    if state.startswith("22"):
        return of(InvalidInput())
    raise error
