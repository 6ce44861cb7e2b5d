"""Which other origins may use the API from a browser: those that are listed, exactly."""

from collections.abc import Mapping, Sequence

Headers = list[tuple[bytes, bytes]]

METHODS = b"GET, POST, PUT, PATCH, DELETE"
ACCEPTED = b"Authorization, Content-Type, Idempotency-Key, If-Match, X-Request-ID, X-Requested-With"
EXPOSED = b"ETag, Idempotent-Replayed, RateLimit, RateLimit-Policy, Retry-After, X-Request-ID"
# The only ones that read a cookie.
WITH_COOKIES = frozenset(f"/api/v1/auth/{name}" for name in ("login", "refresh", "logout"))
REMEMBERED_SECONDS = b"600"


class Origins:
    def __init__(self, origins: Sequence[str]) -> None:
        self._origins = frozenset(origin.encode() for origin in origins)

    def headers(self, path: str, given: Mapping[bytes, bytes]) -> Headers:
        """What every answer says, refusals too: otherwise the page could not read them."""
        if not self._origins:
            return []
        origin = given.get(b"origin")
        if origin not in self._origins:
            return [(b"vary", b"Origin")]
        allowed = [
            (b"vary", b"Origin"),
            (b"access-control-allow-origin", origin),
            (b"access-control-expose-headers", EXPOSED),
        ]
        if path in WITH_COOKIES:
            allowed.append((b"access-control-allow-credentials", b"true"))
        return allowed

    def preflight(self, method: str, given: Mapping[bytes, bytes]) -> Headers | None:
        """The answer to a browser that asks before it sends; None when this is not such a question."""
        if method != "OPTIONS" or b"access-control-request-method" not in given or b"origin" not in given:
            return None
        if given[b"origin"] not in self._origins:
            return []
        return [
            (b"access-control-allow-methods", METHODS),
            (b"access-control-allow-headers", ACCEPTED),
            (b"access-control-max-age", REMEMBERED_SECONDS),
        ]
