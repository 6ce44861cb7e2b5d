"""What nginx remembers for a second, and for whom."""

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx

from deploy.native.tests.upstream import Upstream


def test_what_is_public_is_remembered_for_callers_without_a_token(upstream: Upstream, site: httpx.Client):
    upstream.headers = {"Cache-Control": "public, max-age=60", "RateLimit": '"default";r=9;t=1'}
    first, second = (site.get("/api/v1/events?city=remembered") for _ in range(2))
    assert len(upstream.asked) == 1
    assert ("ratelimit" in first.headers, "ratelimit" in second.headers) == (True, False)
    site.get("/api/v1/events?city=remembered", headers={"Authorization": "Bearer x"})
    site.get("/api/v1/events?city=another")
    assert len(upstream.asked) == 3


def _two_at_once(upstream: Upstream, site: httpx.Client, path: str) -> list[int]:
    """The statuses of two requests that are answered when the gateway has both of them."""
    upstream.meeting = threading.Barrier(2, timeout=1)
    with ThreadPoolExecutor(2) as pool:
        return [answer.status_code for answer in pool.map(site.get, [path] * 2)]


def test_what_is_never_public_is_asked_for_by_all_at_once(upstream: Upstream, site: httpx.Client):
    assert _two_at_once(upstream, site, "/api/v1/auth/me") == [200, 200]


def test_control_what_may_be_public_is_asked_for_once(upstream: Upstream, site: httpx.Client):
    assert _two_at_once(upstream, site, "/api/v1/events?city=together") != [200, 200]
