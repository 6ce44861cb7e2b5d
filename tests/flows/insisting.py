"""Clients that ask again, with the same key, until somebody decides: as they must where parts may be away for a moment."""

import httpx

from deploy.people import wait_until

# Nobody has decided yet: who answered could not, or did not know our token's key for a moment.
PASSING = frozenset({401, 502, 503, 504})
PATIENCE_SECONDS = 90.0


class Insisting(httpx.BaseTransport):
    """`repeated` are the paths whose first answer may have been lost."""

    def __init__(self) -> None:
        self._asked = httpx.HTTPTransport(limits=httpx.Limits(max_connections=200, max_keepalive_connections=200))
        self.repeated: set[str] = set()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()

        def ask() -> httpx.Response | None:
            try:
                response = self._asked.handle_request(request)
                response.read()
            except httpx.TransportError:
                response = None
            if response is None or response.status_code in PASSING or "retry-after" in response.headers:
                self.repeated.add(request.url.path)
                return None
            return response

        return wait_until(f"an answer to {request.method} {request.url.path}", ask, PATIENCE_SECONDS)

    def close(self) -> None:
        self._asked.close()
