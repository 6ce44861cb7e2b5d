"""The refresh token in the browser: in a cookie that no script can read, and nowhere else."""

import re

from fastapi import Request, Response

from auth_service.config import Settings
from auth_service.sessions.models import IDLE_LIFE

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def name(settings: Settings, kind: str) -> str:
    """`__Host-` binds a cookie to this very host and to https; plain http on loopback cannot have it."""
    return f"__Host-{kind}" if settings.has_secure_cookies else kind


def read(request: Request, settings: Settings, kind: str = "rt") -> str | None:
    """The token in the cookie; None when there is none that could be one of ours."""
    value = request.cookies.get(name(settings, kind), "")
    return value if _TOKEN.fullmatch(value) else None


def write(
    response: Response, settings: Settings, value: str, kind: str = "rt", max_age: int = int(IDLE_LIFE.total_seconds())
) -> None:
    response.set_cookie(
        name(settings, kind),
        value,
        max_age=max_age,
        path="/",
        secure=settings.has_secure_cookies,
        httponly=True,
        samesite="strict",
    )


def clear(response: Response, settings: Settings) -> None:
    write(response, settings, "", max_age=0)
