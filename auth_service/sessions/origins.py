from fastapi import Depends, Request

from auth_service.config import settings
from auth_service.sessions.errors import ForeignOrigin


async def _check(request: Request) -> None:
    """A page of somebody else can send neither this header nor our origin."""
    origin = request.headers.get("origin")
    if request.headers.get("x-requested-with") != "XMLHttpRequest":
        raise ForeignOrigin
    if origin is not None and origin not in settings().origins:
        raise ForeignOrigin


# On routes that act by cookie.
from_our_pages = Depends(_check)
