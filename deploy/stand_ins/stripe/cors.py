"""Which pages may call this API from a browser."""

Headers = tuple[tuple[bytes, bytes], ...]
ALLOWED = (
    (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
    (b"access-control-allow-headers", b"Authorization, Content-Type, Idempotency-Key, Stripe-Version"),
    (b"access-control-max-age", b"300"),
    (b"access-control-expose-headers", b"Request-Id, Idempotent-Replayed, Original-Request"),
)


class Origins:
    """An exact list of origins."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = {origin.encode() for origin in allowed}

    def headers(self, request: dict[bytes, bytes]) -> Headers:
        vary = (b"vary", b"Origin")
        origin = request.get(b"origin")
        if origin is None or origin not in self._allowed:
            return (vary,)
        return (vary, (b"access-control-allow-origin", origin), *ALLOWED)
